package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestUser(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	user := func(args ...string) []string {
		return append([]string{"user"}, append(args, "--data", dir)...)
	}
	add := user("add", "--role", "admin", "boss")
	refused(t, "", add, "no password")
	refused(t, "\n", add, "no password")
	refused(t, "kingfisher-lantern-47", user("passwd", "boss"), dir, dataFile)
	refused(t, "", user("disable", "boss"), dir, dataFile)
	only(t, dir) // nothing was made

	refused(t, "short", add, "10", "128")
	refused(t, strings.Repeat("x", 129), add, "10")
	refused(t, "kingfisher-lantern-47", user("add", "--role", "king", "boss"), "role: ", "king")
	refused(t, "kingfisher-lantern-47", user("add", "--role", "admin", "Boss!"), "username: ", "Boss!")
	refused(t, "kingfisher-lantern-47", user("add", "--role", "hall-head", "--hall", "GS-S03", "head"),
		"hall: ", "GS-S03")
	refused(t, "kingfisher-lantern-47", user("passwd", "boss"), "boss")
	o := call(t, "kingfisher-lantern-47\n", add...)
	if o.status != 0 || !strings.Contains(o.out, "boss (admin)") ||
		strings.Contains(o.out+o.errors, "lantern") {
		t.Fatalf("%+v", o)
	}
	refused(t, "kingfisher-lantern-47", add, "boss exists")
	o = call(t, "another-lantern-62\r\n", user("passwd", "boss")...)
	if o.status != 0 || !strings.Contains(o.out, "boss") ||
		strings.Contains(o.out+o.errors, "lantern") {
		t.Fatalf("%+v", o)
	}
	refused(t, "weak", user("passwd", "boss"), "10")
	refused(t, "kingfisher-lantern-47", user("passwd", "nobody"), "no account nobody")
	refused(t, "", user("disable", "nobody"), "no account nobody")
	refused(t, "", user("place", "--hall", "GS-S03", "boss"), "hall: ", "auditors")
	refused(t, "kingfisher-lantern-47", user("add", "--role", "admin", "--firm", "X", "other"), "firm: ")
	refused(t, "kingfisher-lantern-47", user("add", "--role", "auditor", "--hall", "GS-S03", "walker"),
		"hall: ", "GS-S03")
	o = call(t, "kingfisher-lantern-47", user("add", "--role", "auditor", "--firm", "X", "walker")...)
	if o.status != 0 {
		t.Fatalf("%+v", o)
	}
	if text := succeed(t, user("place", "walker")...); !strings.Contains(text, "walker") {
		t.Errorf("%s", text)
	}
	if text := succeed(t, user("disable", "boss")...); !strings.Contains(text, "boss") {
		t.Errorf("%s", text)
	}
	if text := succeed(t, user("list")...); !regexp.MustCompile(`boss +admin +boss +Disabled`).MatchString(
		text) || !regexp.MustCompile(`walker +auditor +walker +Enabled`).MatchString(text) {
		t.Errorf("%s", text)
	}
	if o = call(t, "vermilion otter ladder\n", user("passwd", "boss")...); o.status != 0 ||
		!strings.Contains(o.errors, "boss is disabled") || !strings.Contains(o.errors, "user enable boss") {
		t.Errorf("a password for a disabled account: %+v", o)
	}
	refused(t, "", user("enable", "nobody"), "no account nobody")
	for range 2 { // the second changes nothing
		if text := succeed(t, user("enable", "boss")...); !strings.Contains(text, "boss can sign in") {
			t.Errorf("%s", text)
		}
	}
	if o = call(t, "amber quilted harbour\n", user("passwd", "boss")...); o.errors != "" {
		t.Errorf("an account that was enabled: %+v", o)
	}
	t.Setenv("LANG", "zh_CN.UTF-8")
	refused(t, "kingfisher-lantern-47", add, "账号 boss 已经存在。")
	refused(t, "short", user("passwd", "boss"), "密码长度")
}

// TestWeakPasswords: on the host an easy password of a new account is warned of; to change to one is
// refused, and so are names that people would take for another account's.
func TestWeakPasswords(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	o := call(t, "", "seed", "--password", "zhengwudating", "--data", dir)
	if o.status != 0 || !strings.Contains(o.errors, "easy to guess") {
		t.Fatalf("%+v", o)
	}
	add := func(name, shown string) []string {
		return []string{"user", "add", "--role", "admin", "--name", shown, name, "--data", dir}
	}
	if o = call(t, "1234567890", add("boss", "王主任")...); o.status != 0 ||
		!strings.Contains(o.errors, "easy to guess") {
		t.Fatalf("%+v", o)
	}
	if o = call(t, "vermilion otter ladder", add("other", "李主任")...); o.status != 0 || o.errors != "" {
		t.Fatalf("%+v", o)
	}
	for _, weak := range []string{"1234567891", "          ", "王主任王主任王主任1"} {
		refused(t, weak, []string{"user", "passwd", "boss", "--data", dir}, "easy to guess")
	}
	refused(t, "vermilion otter ladder", []string{"user", "passwd", "other", "--data", dir}, "one before")
	refused(t, "vermilion otter ladder", add("admin.", "赵主任"), "username: ", "admin")
	refused(t, "vermilion otter ladder", add("third", "王\u200b 主任"), "name: ", "boss")
	refused(t, "vermilion otter ladder", add("third", "王主\u0007任"), "name: ", "U+0007")
}

func TestSeedTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first := succeed(t, "seed", "--data", dir)
	for _, want := range []string{"auditor ", "auditor2", "head ", "supervisor", "editor", "approver",
		"admin", "password of the new accounts: ", "data: " + dir} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is missing in\n%s", want, first)
		}
	}
	second := succeed(t, "seed", "--data", dir, "--password", "another")
	if !strings.Contains(second, "keep their passwords") || strings.Contains(second, "another") {
		t.Errorf("the second time:\n%s", second)
	}
	only(t, dir, dataFile, "secret.key", "signing-key.pem")
}

// Every start of a demo prints the same password, that of the first.
func TestSeedDemoTwice(t *testing.T) {
	dir := demo(t)
	want := "password of the demo accounts: " + demoPassword + " (kept in " +
		filepath.Join(dir, "demo-password.txt")
	for _, args := range [][]string{{"seed", "--demo"}, {"seed", "--demo", "--password", "another"}} {
		if text := succeed(t, append(args, "--data", dir)...); !strings.Contains(text, want) {
			t.Errorf("%v:\n%s", args, text)
		}
	}
	if err := os.Remove(filepath.Join(dir, "demo-password.txt")); err != nil {
		t.Fatal(err)
	}
	text := succeed(t, "seed", "--demo", "--data", dir)
	if !strings.Contains(text, "keep their passwords") {
		t.Errorf("without the file:\n%s", text)
	}
}
