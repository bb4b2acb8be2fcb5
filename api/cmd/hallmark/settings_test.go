package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"hallmark/api/web"
	"hallmark/standard/message"
)

// TestSettingsOfTheHelp holds the table of settings in the help inside the program against the flags
// of the service: names, defaults, meanings and variables.
func TestSettingsOfTheHelp(t *testing.T) {
	type row struct{ Default, Meaning string }
	want, got := map[string]row{}, map[string]row{}
	serve := func() *pflag.FlagSet {
		t.Helper()
		cmd, _, err := rootCommand(message.English).Find([]string{serveName})
		if err != nil {
			t.Fatal(err)
		}
		return cmd.LocalNonPersistentFlags()
	}
	serve().VisitAll(func(f *pflag.Flag) { want[f.Name] = row{f.DefValue, f.Usage} })
	for _, s := range web.ServiceSettings() {
		got[s.Name] = row{s.Default, s.Meaning(message.English)}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the help says other things than the flags:\n%s", d)
	}
	usage := succeed(t, "serve", "--help")
	for _, s := range web.ServiceSettings() {
		if !strings.Contains(usage, "--"+s.Name) ||
			!strings.Contains(usage, s.Meaning(message.English)) {
			t.Errorf("hallmark serve --help does not explain --%s", s.Name)
		}
		t.Run(s.Variable(), func(t *testing.T) {
			value := "1"
			if s.Name == "mongodb-uri-file" {
				value = write(t, "uri", "mongodb://127.0.0.1/x")
			}
			t.Setenv(s.Variable(), value)
			flags := serve()
			if err := fromEnvironment(flags); err != nil {
				t.Fatal(err)
			}
			flags.VisitAll(func(f *pflag.Flag) {
				if f.Changed != (f.Name == s.Name) {
					t.Errorf("--%s set: %v", f.Name, f.Changed)
				}
			})
		})
	}
}
