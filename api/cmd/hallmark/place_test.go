package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
	"hallmark/api/store/lock"
)

// A directory that a server uses takes no second server and no restore, whatever else works beside
// it; a server that was killed holds nothing.
func TestDirectoryInUse(t *testing.T) {
	dir := demo(t)
	backup := filepath.Join(t.TempDir(), "backup.zip")
	p := start(t, dir)
	succeed(t, "backup", backup, "--data", dir)
	text, status := fails(t, command(t, "serve", "--data", dir, "--listen", "127.0.0.1:0"))
	if status != terminal.BadData || !strings.Contains(text, dir+" is used by another server (process "+
		strings.TrimSpace(string(readFile(t, filepath.Join(dir, lock.File))))+")") {
		t.Errorf("a second server: status %d: %s", status, text)
	}
	refused(t, "", []string{"restore", backup, "--data", dir}, dir+" is in use")
	refused(t, "", []string{"copy", "--from", demo(t), "--to", dir}, dir+" is in use")
	if o := call(t, "another-password-1\n", "user", "add", "--role", "auditor", "li.fang", "--data", dir,
		"--name", "Li Fang"); o.status != 0 {
		t.Errorf("an account beside the server: %s", o.errors)
	}
	p.stop(syscall.SIGKILL)
	p = start(t, dir)
	p.stop(syscall.SIGTERM)
	refused(t, "", []string{"restore", backup, "--data", dir}, "holds data already")
}

// A mistyped --data makes a new installation only where nothing else lies, and says so.
func TestMistypedDirectory(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "fresh")
	add := func(dir string) outcome {
		return call(t, "another-password-1\n", "user", "add", "--role", "admin", "chief", "--data", dir)
	}
	if o := add(fresh); o.status != 0 || !strings.Contains(o.out,
		fresh+" is a new, empty data directory") {
		t.Errorf("%+v", o)
	}
	if text := succeed(t, "seed", "--data", fresh); strings.Contains(text, "new, empty") {
		t.Errorf("announced twice: %s", text)
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "letters.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.zip")
	succeed(t, "backup", backup, "--data", fresh)
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"seed"},
		{"user", "add", "--role", "admin", "chief"}, {"restore", backup}} {
		refused(t, "another-password-1\n", append(args, "--data", foreign),
			foreign+" holds other things (letters.txt) and no "+dataFile)
	}
	only(t, foreign, "letters.txt")
	lost := demo(t)
	if err := os.Remove(filepath.Join(lost, dataFile)); err != nil {
		t.Fatal(err)
	}
	refused(t, "", []string{"serve", "--listen", "127.0.0.1:0", "--data", lost},
		lost+" holds photographs, but not the database file")
	succeed(t, "restore", backup, "--data", lost)
}

// formed gives the file in a data directory another form, as another version of the program has it.
func formed(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range statements {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}

// Data of a later version are refused by name, by every command, and stay as they are.
func TestLaterData(t *testing.T) {
	dir, whole := demo(t), demo(t)
	formed(t, dir, "PRAGMA user_version = 99", "UPDATE hallmark_origin SET version = '9.8.7'")
	before := readFile(t, filepath.Join(dir, dataFile))
	out, pdf := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "r.pdf")
	backup := filepath.Join(t.TempDir(), "good.zip")
	succeed(t, "backup", backup, "--data", whole)
	later := spoil(t, readFile(t, backup), func(name string, b []byte) []byte {
		if name == "inventory.json" {
			return []byte(`{"form":99,"version":"9.8.7","parts":{"x":[]}}`)
		}
		return b
	})
	for _, args := range [][]string{
		{"serve", "--listen", "127.0.0.1:0", "--data", dir},
		{"backup", out, "--data", dir},
		{"restore", backup, "--data", dir},
		{"restore", later, "--data", filepath.Join(t.TempDir(), "to")},
		{"copy", "--from", dir, "--to", filepath.Join(t.TempDir(), "to")},
		{"copy", "--from", whole, "--to", dir},
		{"report", demoAudit(t), "-o", pdf, "--data", dir},
		{"seed", "--data", dir},
		{"user", "passwd", "auditor", "--data", dir},
	} {
		refused(t, "another-password-1\n", args, "written by Hallmark 9.8.7, form 99",
			"this is Hallmark "+store.Program)
	}
	if string(before) != string(readFile(t, filepath.Join(dir, dataFile))) {
		t.Error("the file was changed")
	}
	t.Setenv("LANG", "zh_CN.UTF-8")
	refused(t, "", []string{"backup", out, "--data", dir}, "由 Hallmark 9.8.7 写成")
}

// Data of an earlier version are brought up to date by what works in them, which says so first, and
// not by a backup; an older server would not open them afterwards.
func TestEarlierData(t *testing.T) {
	dir := demo(t)
	want := succeed(t, "backup", filepath.Join(t.TempDir(), "b.zip"), "--data", dir)
	formed(t, dir, "PRAGMA user_version = 2", "DROP TABLE hallmark_origin")
	if got := succeed(t, "backup", filepath.Join(t.TempDir(), "b.zip"), "--data", dir); got != want {
		t.Errorf("of form 2\n%s\nwant\n%s", got, want)
	}
	form := func() (n int) {
		t.Helper()
		db, err := sql.Open("sqlite", filepath.Join(dir, dataFile))
		if err == nil {
			err = db.QueryRow("SELECT user_version FROM pragma_user_version").Scan(&n)
			db.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := form(); n != 2 {
		t.Errorf("form %d after a backup", n)
	}
	p := start(t, dir)
	p.stop(syscall.SIGTERM)
	if text := p.errs.String(); !strings.Contains(text, dir+" have storage form 2 and are now brought") {
		t.Errorf("an upgrade is not announced: %q", text)
	}
	if n := form(); n != store.Form {
		t.Errorf("form %d after a start", n)
	}
	got := succeed(t, "backup", filepath.Join(t.TempDir(), "b.zip"), "--data", dir)
	// A server notes how far it has read the events, and makes audits final whose days for appeals
	// are over, of which some steps may be left when it stops.
	moves := []string{"readers", "audits", "events", "outcomes", "notifications", "steps"}
	for line := range strings.Lines(want) {
		if !slices.Contains(moves, strings.Fields(line + "-")[0]) && !strings.Contains(got, line) {
			t.Errorf("after it %s is missing in\n%s", line, got)
		}
	}
	p = start(t, dir)
	if p.stop(syscall.SIGTERM); p.errs.Len() > 0 {
		t.Errorf("announced again: %s", p.errs)
	}
}
