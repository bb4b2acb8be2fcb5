package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/api/cmd/terminal"
	"hallmark/api/web"
	"hallmark/standard"
	"hallmark/standard/message"
)

// instead names, for a flag, the one that says the same.
var instead = map[string]string{"mongodb-uri": "mongodb-uri-file", "mongodb-uri-file": "mongodb-uri"}

// fromEnvironment fills flags that were not given from HALLMARK_* variables, and MONGODB_URI. A
// variable that is empty is not set.
func fromEnvironment(flags *pflag.FlagSet) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		name := web.ServiceSetting{Name: f.Name}.Variable()
		v := os.Getenv(name)
		other := flags.Lookup(instead[f.Name])
		if v == "" || f.Changed || other != nil && other.Changed || f.Name == "help" || f.Name == "version" {
			return
		}
		if err := flags.Set(f.Name, v); err != nil {
			errs = append(errs, terminal.Wrong("variable", name, terminal.FlagValue(f, v, err)))
		}
	})
	return errors.Join(errs...)
}

// unknownVariables lists the variables that look like settings and are none of any command: they are
// mistyped.
func unknownVariables(root *cobra.Command) (unknown []string) {
	known := map[string]bool{passwordVariable: true}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		add := func(f *pflag.Flag) { known[web.ServiceSetting{Name: f.Name}.Variable()] = true }
		cmd.LocalFlags().VisitAll(add)
		for _, held := range cmd.Commands() {
			walk(held)
		}
	}
	walk(root)
	for _, set := range os.Environ() {
		name, value, _ := strings.Cut(set, "=")
		if strings.HasPrefix(name, "HALLMARK_") && value != "" && !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// secrets are the flags whose values nobody reads, so that the rule of text does not touch them.
var secrets = map[string]bool{"password": true}

// enterCommand applies the rule of text to arguments and flags: what it takes out is said.
func enterCommand(cmd *cobra.Command, args []string, l message.Language) error {
	enter := func(name, text string, set func(string) error) error {
		entered, removed, wrong := standard.Enter(text)
		if wrong != nil {
			return terminal.Wrong("text-wrong", name, wrong.Name(), wrong.Place)
		}
		if removed == 0 {
			return nil
		}
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text(l, "cli.text-removed", name, removed))
		return set(entered)
	}
	var errs []error
	for i, text := range args {
		name := message.Text(l, "cli.argument", i+1)
		errs = append(errs, enter(name, text, func(s string) error { args[i] = s; return nil }))
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && f.Value.Type() == "string" && !secrets[f.Name] {
			errs = append(errs, enter("--"+f.Name, f.Value.String(), f.Value.Set))
		}
	})
	return errors.Join(errs...)
}
