package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestHelp(t *testing.T) {
	whole := succeed(t)
	for _, c := range rootCommand().Commands() {
		if !strings.Contains(whole, "\n  "+c.Name()+" ") {
			t.Errorf("%s is not in the help", c.Name())
		}
	}
	if text := succeed(t, "user"); !strings.Contains(text, "passwd") {
		t.Errorf("hallmark user:\n%s", text)
	}
	eachCommand(rootCommand(), func(c *cobra.Command) {
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		if text := succeed(t, args...); !strings.Contains(text, c.Short) && c.Long == "" {
			t.Errorf("%s explains nothing:\n%s", c.CommandPath(), text)
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: %q", c.CommandPath(), c.Short)
		}
	})
}

func eachCommand(c *cobra.Command, use func(*cobra.Command)) {
	use(c)
	for _, held := range c.Commands() {
		eachCommand(held, use)
	}
}

func TestMistakes(t *testing.T) {
	for _, tt := range []struct {
		args string
		want string
	}{
		{"bogus", `unknown command "bogus"`},
		{"user bogus", `unknown command "bogus" for "hallmark user"`},
		{"edition bogus", `unknown command "bogus" for "hallmark edition"`},
		{"serve --bogus", "unknown flag: --bogus"},
		{"serve here", `unknown command "here"`},
		{"score a.json", `required flag(s) "edition", "tier" not set`},
		{"edition amend a b", `required flag(s) "output" not set`},
		{"user add somebody", `required flag(s) "role" not set`},
		{"copy --from a", `required flag(s) "to" not set`},
		{"serve --log loud", "--log: “loud”"},
		{"serve --base-url hall.example", "--base-url: “hall.example”"},
		{"serve --base-url ftp://hall.example", "--base-url"},
		{"serve --base-url https://hall.example/?a=b", "--base-url"},
		{"serve --log error --listen nowhere --data " + t.TempDir(), "nowhere"},
		{"serve --trusted-proxies me --data " + t.TempDir(), "trusted proxies"},
		{"serve --fonts /no/fonts --data " + t.TempDir(), "/no/fonts"},
	} {
		refused(t, "", strings.Fields(tt.args), tt.want)
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("HALLMARK_TIER", "village")
	t.Setenv("HALLMARK_EDITION", edition2017)
	refused(t, "", []string{"score", "answers.json"}, "village")
	file := write(t, "answers.json", "{}")
	succeed(t, "score", "--tier", "district", file) // the flag wins
}

// The password of a database is in no message, whatever is wrong with the address.
func TestSecrets(t *testing.T) {
	for _, uri := range []string{
		"mongodb://me:pa55word@127.0.0.1:port/x", "mongodb://me:pa55word%zz@127.0.0.1/x",
		"http://me:pa55word@127.0.0.1/x", "mongodb://me:pa55word@/x",
		"mongodb://me:pa55word@127.0.0.1:1/x", // nobody listens
	} {
		t.Setenv("MONGODB_URI", uri)
		o := call(t, "", "backup", write(t, "b.zip", ""))
		if o.status != 1 || strings.Contains(o.out+o.errors, "pa55word") ||
			strings.Contains(o.errors, "zz") {
			t.Errorf("%s: status %d\n%s", uri, o.status, o.errors)
		}
	}
	if o := call(t, "", "serve", "--help"); strings.Contains(o.out, "pa55word") {
		t.Errorf("help shows the address:\n%s", o.out)
	}
}

func TestInterrupted(t *testing.T) {
	for lang, want := range map[string]string{"C": "Interrupted.", "zh_CN.UTF-8": "已中断。"} {
		t.Setenv("LANG", lang)
		var out, errs bytes.Buffer
		status := run(cancelled(t), []string{"user", "add", "--role", "admin", "--data", t.TempDir(),
			"boss"}, strings.NewReader("long-enough-password"), &out, &errs)
		if status != 1 || errs.String() != "hallmark: "+want+"\n" {
			t.Errorf("status %d: %s", status, errs.String())
		}
	}
}
