package main

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/api/cmd/terminal"
	"hallmark/api/web"
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
