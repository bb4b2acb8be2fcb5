package main

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/api/cmd/terminal"
	"hallmark/api/store/lock"
	"hallmark/standard/message"
)

func TestHelp(t *testing.T) {
	whole := succeed(t)
	for _, c := range rootCommand(message.English).Commands() {
		if !strings.Contains(whole, "\n  "+c.Name()+" ") {
			t.Errorf("%s is not in the help", c.Name())
		}
	}
	if text := succeed(t, "user"); !strings.Contains(text, "passwd") {
		t.Errorf("hallmark user:\n%s", text)
	}
	eachCommand(rootCommand(message.English), func(c *cobra.Command) {
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		if text := succeed(t, args...); !strings.Contains(text, c.Short) && c.Long == "" {
			t.Errorf("%s explains nothing:\n%s", c.CommandPath(), text)
		}
		if strings.HasPrefix(c.Short, "command.") || strings.HasSuffix(c.Short, ".") {
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
		{"bogus", "no command “bogus” of hallmark;"},
		{"user bogus", "no command “bogus” of hallmark user;"},
		{"edition bogus", "no command “bogus” of hallmark edition;"},
		{"help user bogus", "no command “user bogus” of hallmark;"},
		{"serve --bogus", "no flag --bogus"},
		{"serve -b", "no flag -b"},
		{"serve --data", "--data needs a value"},
		{"serve --smtp-port many", "--smtp-port: “many”"},
		{"serve here", "hallmark serve takes no arguments, and was given “here”"},
		{"user passwd", "hallmark user passwd needs 1 arguments and was given 0"},
		{"user passwd a b", "hallmark user passwd takes 1 arguments at most; “b” is one too many"},
		{"score a.json", "missing: --edition --tier."},
		{"edition amend a b", "missing: --output."},
		{"user add somebody", "missing: --role."},
		{"copy --from a", "missing: --to."},
		{"draw", "--record"},
		{"version --lang klingon", "--lang: “klingon”"},
		{"completion tcsh", "tcsh"},
		{"serve --log loud", "--log: “loud”"},
		{"serve --base-url hall.example", "--base-url: “hall.example”"},
		{"serve --base-url ftp://hall.example", "--base-url"},
		{"serve --base-url https://hall.example/?a=b", "--base-url"},
		{"serve --base-url https://hall.example/#a", "--base-url"},
		{"serve --base-url https://city.example/hall", "want https://city.example without a path"},
		{"report x --base-url https://city.example/hall/", "want https://city.example without a path"},
		{"serve --log-file /no/such/dir/x.log", "/no/such/dir/x.log"},
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
		if o.status == 0 || strings.Contains(o.out+o.errors, "pa55word") ||
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
		if status != terminal.Interrupted || errs.String() != "hallmark: "+want+"\n" {
			t.Errorf("status %d: %s", status, errs.String())
		}
	}
}

// english is a word that a Chinese text may not hold: none of a flag, a command, a file or a form.
var english = regexp.MustCompile(`[A-Za-z]{3,}`)

// shownAsIs are names that stand in Chinese texts as they are.
var shownAsIs = regexp.MustCompile(`--?[a-z][a-z-]*|HALLMARK_[A-Z_]+|MONGODB_URI|[\w./-]*[./][\w./-]+|` +
	`[a-z]+://\S*|(?i)\b(mongodb|hallmark|json|yaml|xlsx?|csv|html|docx?|markdown|oscal|` +
	`niso|sts|pdf|zip|sha|sigterm|sighup|serve|verify|edition|validate|bash|zsh|fish|completion|etc|` +
	`starttls|tls|none|http|smtp|password|x-forwarded-for|debug|info|warn|error|auditor|head|` +
	`hall|supervisor|editor|approver|admin|district|subdistrict|community|listening|on|true|` +
	`false|list|lang|lc_all|lc_messages|help|installation|profile|catalog|import|queue|rotate|data)\b`)

// TestHelpInChinese: no command and no flag is explained in English to somebody who reads Chinese, nor
// the other way round.
func TestHelpInChinese(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	eachCommand(rootCommand(message.Chinese), func(c *cobra.Command) {
		args := append(strings.Fields(c.CommandPath())[1:], "--lang", "zh", "--help")
		text := succeed(t, args...)
		for line := range strings.Lines(text) {
			rest := shownAsIs.ReplaceAllString(line, "")
			for _, sub := range c.Commands() {
				rest = strings.ReplaceAll(rest, "  "+sub.Name()+" ", "")
			}
			if w := english.FindString(rest); w != "" && !strings.Contains(line, c.CommandPath()) {
				t.Errorf("%s: %q in %q", c.CommandPath(), w, line)
			}
		}
		if !han.MatchString(c.Short) || !strings.Contains(text, "用法：") {
			t.Errorf("%s: %q", c.CommandPath(), c.Short)
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !han.MatchString(f.Usage) {
				t.Errorf("%s --%s: %q", c.CommandPath(), f.Name, f.Usage)
			}
		})
	})
	eachCommand(rootCommand(message.English), func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" || strings.HasPrefix(f.Usage, "command.") || strings.Contains(f.Usage, "%") {
				t.Errorf("%s --%s: %q", c.CommandPath(), f.Name, f.Usage)
			}
		})
	})
}

// TestCommandTexts: no text of a command is left over.
func TestCommandTexts(t *testing.T) {
	used := map[string]bool{}
	eachCommand(rootCommand(message.English), func(c *cobra.Command) {
		key := "command." + strings.ReplaceAll(c.CommandPath(), " ", "-")
		used[key], used[key+".long"] = true, true
		c.Flags().VisitAll(func(f *pflag.Flag) { used[key+".--"+f.Name] = true })
		c.PersistentFlags().VisitAll(func(f *pflag.Flag) { used[key+".--"+f.Name] = true })
	})
	used["command.hallmark.--version"] = true // the flag is made when the command runs
	for key := range message.Keys(message.English) {
		if strings.HasPrefix(key, "command.hallmark") && !used[key] {
			t.Errorf("%s is the text of no command", key)
		}
	}
}

// TestMistakesInChinese: what the parser of the command line finds is said in the reader's language,
// which a flag names before the locale does.
func TestMistakesInChinese(t *testing.T) {
	for args, want := range map[string]string{
		"--lang zh bogus":                       "hallmark 没有“bogus”这个命令",
		"serve --bogus --lang=zh":               "没有选项 --bogus",
		"serve --lang zh --data":                "选项 --data 须带一个值",
		"serve --lang zh --smtp-port many":      "--smtp-port：“many”的格式不对，应为：整数",
		"user passwd --lang zh":                 "须带 1 个参数",
		"score --lang zh a.json":                "缺少选项：--edition --tier",
		"backup b.zip --lang zh --data /no/way": "/no/way",
	} {
		refused(t, "", strings.Fields(args), want)
	}
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	refused(t, "", []string{"bogus"}, "没有“bogus”这个命令")
	refused(t, "", []string{"bogus", "--lang", "en"}, "no command")
	t.Setenv("HALLMARK_LANG", "en")
	refused(t, "", []string{"bogus"}, "no command")
	refused(t, "", []string{"--lang", "zh", "bogus"}, "没有“bogus”这个命令")
}

// TestStatuses: each kind of failure ends with a status of its own, which the help lists.
func TestStatuses(t *testing.T) {
	dir := demo(t)
	held := filepath.Join(t.TempDir(), "held")
	if err := os.Mkdir(held, 0o700); err != nil {
		t.Fatal(err)
	}
	other, err := lock.Directory(held, lock.Serve)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Release() }()
	whole := succeed(t)
	for _, tt := range []struct {
		args string
		want int
	}{
		{"version", terminal.Done}, {"bogus", terminal.WrongCall}, {"serve --bogus", terminal.WrongCall},
		{"serve --log loud", terminal.WrongCall}, {"user passwd", terminal.WrongCall},
		{"user disable nobody --data " + dir, terminal.Refused},
		{"edition validate /no/such.yaml", terminal.BadFile},
		{"edition validate " + write(t, "x.yaml", "a: [b"), terminal.BadFile},
		{"restore /no/such.zip --data " + t.TempDir(), terminal.BadFile},
		{"backup x.zip --data " + t.TempDir(), terminal.BadData},
		{"serve --listen 127.0.0.1:0 --data " + held, terminal.BadData},
		{"backup x.zip --mongodb-uri mongodb://127.0.0.1:1/x", terminal.Unreachable},
	} {
		if o := call(t, "long-enough-password", strings.Fields(tt.args)...); o.status != tt.want {
			t.Errorf("hallmark %s: status %d, want %d\n%s", tt.args, o.status, tt.want, o.errors)
		}
		if !strings.Contains(whole, "\n  "+strconv.Itoa(tt.want)+" ") {
			t.Errorf("the help does not list %d:\n%s", tt.want, whole)
		}
	}
}

// TestVariables: an empty variable is not set, and one that no command knows is named.
func TestVariables(t *testing.T) {
	t.Setenv("HALLMARK_DATA", "")
	t.Setenv("HALLMARK_SMTP_PORT", "")
	t.Setenv("MONGODB_URI", "")
	refused(t, "", []string{"backup", "x.zip"}, "./data")
	refused(t, "", []string{"serve", "--log", "loud"}, "loud")
	t.Setenv("HALLMARK_LISTN", "127.0.0.1:1")
	if o := call(t, "", "version"); o.status != 0 || !strings.Contains(o.errors, "HALLMARK_LISTN") ||
		strings.Contains(o.errors, "HALLMARK_DATA") {
		t.Errorf("%+v", o)
	}
	p := start(t, demo(t))
	p.stop(syscall.SIGTERM)
	if text := p.errs.String(); !strings.Contains(text, `"msg":"These variables`) ||
		!strings.Contains(text, "HALLMARK_LISTN") {
		t.Errorf("the server does not name it: %s", text)
	}
	t.Setenv("HALLMARK_SMTP_PORT", "many")
	refused(t, "", []string{"serve"}, "variable HALLMARK_SMTP_PORT: --smtp-port: “many”")
}

// TestCompletion: each shell gets a script, and with it the names of commands.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if text := succeed(t, "completion", shell); !strings.Contains(text, "hallmark") {
			t.Errorf("%s:\n%s", shell, text)
		}
	}
	o := call(t, "", "__complete", "user", "")
	for _, name := range []string{"add\t", "list\t", "enable\t", "passwd\t"} {
		if !strings.Contains(o.out, name) {
			t.Errorf("%q is missing in\n%s", name, o.out)
		}
	}
}

// TestAddressOfMongoDB: the address, which holds a password, can stand in a file or a variable; on the
// command line it is warned of.
func TestAddressOfMongoDB(t *testing.T) {
	const uri = "mongodb://me:pa55word@127.0.0.1:1/x"
	file := write(t, "uri", uri+"\n")
	args := []string{"backup", filepath.Join(t.TempDir(), "b.zip")}
	for _, more := range [][]string{{"--mongodb-uri", uri}, {"--mongodb-uri-file", file}} {
		o := call(t, "", append(args, more...)...)
		shown := strings.Contains(o.errors, "list of processes")
		if o.status != terminal.Unreachable || strings.Contains(o.errors, "pa55word") ||
			shown != (more[0] == "--mongodb-uri") {
			t.Errorf("%v: %+v", more[0], o)
		}
	}
	refused(t, "", append(args, "--mongodb-uri-file", "/no/such"), "/no/such")
	refused(t, "", append(args, "--mongodb-uri-file", write(t, "empty", "\n")), "holds no address")
	refused(t, "", []string{"copy", "--from", t.TempDir(), "--to", "mongodb"}, "--from")
	refused(t, "", []string{"copy", "--from", "mongodb", "--to", t.TempDir()}, "MONGODB_URI")
	t.Setenv("MONGODB_URI", "http://nothing")
	if o := call(t, "", append(args, "--mongodb-uri-file", file)...); o.status != terminal.Unreachable {
		t.Errorf("the flag does not win: %+v", o)
	}
	t.Setenv("MONGODB_URI", uri)
	o := call(t, "", "copy", "--from", "mongodb", "--to", t.TempDir())
	if o.status != terminal.Unreachable || strings.Contains(o.errors, "pa55word") {
		t.Errorf("%+v", o)
	}
}

// TestStartLine: the log begins with what is served, and how.
func TestStartLine(t *testing.T) {
	dir := demo(t)
	p := start(t, dir, "--log", "info", "--trusted-proxies", "10.0.0.7", "--smtp-host", "mail.hall.example",
		"--smtp-from", "noreply@hall.example", "--base-url", "https://hall.example")
	p.stop(syscall.SIGTERM)
	first, _, _ := strings.Cut(p.errs.String(), "\n")
	for _, want := range []string{`"version":"` + version, `"data":"` + dir, `"engine":"SQLite"`,
		`"fingerprint":"`, `"mail":"mail.hall.example (starttls)"`, `"proxies":["10.0.0.7"]`,
		`"base":"https://hall.example"`} {
		if !strings.Contains(first, want) {
			t.Errorf("%s is missing in %s", want, first)
		}
	}
}

// TestProxyWarning: a server behind https whose proxy nobody has named says so when it starts, in the
// language of its command line, and not where it is named or where there is none.
func TestProxyWarning(t *testing.T) {
	dir := demo(t)
	for _, test := range []struct {
		flags []string
		says  string
	}{
		{[]string{"--base-url", "https://hall.example"}, "--trusted-proxies names none"},
		{[]string{"--base-url", "https://hall.example", "--lang", "zh"}, "没有写明 --trusted-proxies"},
		{[]string{"--base-url", "https://hall.example", "--trusted-proxies", "127.0.0.1"}, ""},
		{[]string{"--base-url", "http://hall.example"}, ""},
	} {
		p := start(t, dir, test.flags...)
		p.stop(syscall.SIGTERM)
		said := strings.Contains(p.errs.String(), "--trusted-proxies")
		if said != (test.says != "") || !strings.Contains(p.errs.String(), test.says) {
			t.Errorf("%v: %s", test.flags, p.errs.String())
		}
	}
}

// commandLine is a line of the help or of the README that begins with this program.
var commandLine = regexp.MustCompile(`(?m)(?:^|[>/ ])hallmark ((?:--|[a-z])[^<\n]*)`)

// TestCommandsOfTheHelp holds every command on a line of its own, in the help and in the README, against
// the commands and flags that there are, and with how many arguments each is called.
func TestCommandsOfTheHelp(t *testing.T) {
	files, err := filepath.Glob("../../web/help/*/*.html")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	pre := regexp.MustCompile(`(?s)<pre[^>]*>.*?</pre>|(?m)^    .*bin/hallmark .*$`)
	checked := 0
	for _, file := range append(files, "../../../README.md") {
		for _, block := range pre.FindAllString(string(readFile(t, file)), -1) {
			text := html.UnescapeString(strings.NewReplacer("<pre>", "", "<code>", "", "</code>", "",
				"</pre>", "").Replace(block))
			for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
				checked++
				checkCommand(t, file, m[1])
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d commands were found", checked)
	}
}

// checkCommand parses a command as the program does, without running it.
func checkCommand(t *testing.T, file, line string) {
	t.Helper()
	line, _, _ = strings.Cut(line, " < ")
	args := strings.Fields(regexp.MustCompile(`"[^"]*"`).ReplaceAllString(line, "quoted"))
	root := rootCommand(message.English)
	if args[0] == "--version" {
		return
	}
	cmd, rest, err := root.Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err == nil {
		err = terminal.Required(cmd)
	}
	if err != nil || cmd == root {
		t.Errorf("%s: hallmark %s: %v", file, line, err)
	}
}

// TestSizesOfTheHelp measures what the help says about the size of an audit.
func TestSizesOfTheHelp(t *testing.T) {
	size := func(dir string) int64 {
		t.Helper()
		succeed(t, "backup", filepath.Join(t.TempDir(), "b.zip"), "--data", dir) // settles the file
		info, err := os.Stat(filepath.Join(dir, dataFile))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	const audits = 3
	each := (size(demo(t)) - size(demoless(t))) / audits
	if each < 50_000 || each > 250_000 {
		t.Errorf("an audit takes %d bytes of the database; the help says less than 0.25 MB", each)
	}
}

// TestTextOfTheCommandLine: the rule of text holds for arguments and flags, too.
func TestTextOfTheCommandLine(t *testing.T) {
	dir := demo(t)
	refused(t, "", []string{"user", "disable", "au\x1bditor", "--data", dir}, "argument 1", "U+001B")
	refused(t, "", []string{"user", "place", "--firm", "X\ufffe", "auditor", "--data", dir}, "--firm",
		"U+FFFE")
	refused(t, "", []string{"import-queue", "x", "--as", "a\x00b", "--lang", "zh"}, "--as", "U+0000")
	o := call(t, "", "user", "place", "--firm", "甲\u202e乙", "auditor", "--data", dir)
	if o.status != 0 || !strings.Contains(o.errors, "--firm: 1 characters") {
		t.Errorf("%+v", o)
	}
	if text := succeed(t, "user", "list", "--data", dir); !strings.Contains(text, "甲乙") {
		t.Errorf("%s", text)
	}
}
