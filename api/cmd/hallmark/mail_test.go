package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hallmark/api/cmd/terminal"
	"hallmark/api/mail/mailtest"
)

// TestServeMail gives the running program a server for mail and an address, kills the program after its
// first attempt was in vain, and confirms with the code that the next one sends.
func TestServeMail(t *testing.T) {
	dir, server := demo(t), mailtest.New(t)
	args := []string{"--smtp-host", server.Host, "--smtp-port", strconv.Itoa(server.Port), "--smtp-tls", "none",
		"--smtp-from", "厅评 <noreply@hall.example>"}
	server.Refuse("no answer of a mail server")
	p := start(t, dir, args...)
	c := signIn(t, p.url, "head")
	body, err := json.Marshal(object{"address": "zhou@hall.example"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPut, p.url+"/api/v1/notifications/settings", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.token)
	answer, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("status %d", answer.StatusCode)
	}
	within(t, "an attempt", func() bool { return server.Refused() > 0 })
	within(t, "its failure in the outbox", func() bool { return failures(t, dir) > 0 })
	p.stop(syscall.SIGKILL)
	server.Refuse("")
	p = start(t, dir, args...)
	c = signIn(t, p.url, "head")
	within(t, "a mail", func() bool { return len(server.Mails()) > 0 })
	got := server.Mails()[0]
	code := regexp.MustCompile(`\b\d{8}\b`).FindString(got.Text)
	if got.To != "zhou@hall.example" || got.From != "noreply@hall.example" || code == "" {
		t.Fatalf("%+v", got)
	}
	c.must(t, http.StatusOK, "/api/v1/notifications/confirm", object{"code": code}, &struct{}{})
}

// failures is how many attempts an installation has written down as failed.
func failures(t *testing.T, dir string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const failed = "SELECT count(*) FROM outbox WHERE json_extract(doc, '$.lastError') <> ''"
	if err := db.QueryRow(failed).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// within waits until something has happened.
func within(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * bound); !happened(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still waiting for %s", what)
		}
	}
}

// The password for mail is read from a file or a variable and is in no help; what cannot work is said.
func TestMailSettings(t *testing.T) {
	for args, want := range map[string]string{
		"--smtp-host h --smtp-from noreply":                        "noreply",
		"--smtp-host h --smtp-from a@b.c --smtp-tls ssl":           "ssl",
		"--smtp-host h --smtp-from a@b.c --smtp-port 70000":        "70000",
		"--smtp-host h --smtp-from a@b.c --smtp-password-file /no": "/no",
		"--digest-hour 24": "--digest-hour",
		"--digest-hour 0":  "--digest-hour",
	} {
		refused(t, "", append([]string{"serve", "--data", t.TempDir()}, strings.Fields(args)...), want)
	}
	t.Setenv(passwordVariable, "pa55word")
	if o := call(t, "", "serve", "--help"); strings.Contains(o.out, "pa55word") {
		t.Errorf("help shows the password:\n%s", o.out)
	}
}

// TestMailCommand tries the settings for mail: what became of the mail is said, and ends with a status
// of its own.
func TestMailCommand(t *testing.T) {
	server := mailtest.New(t)
	args := []string{"mail", "test", "zhou@hall.example", "--smtp-host", server.Host, "--smtp-port",
		strconv.Itoa(server.Port), "--smtp-tls", "none", "--smtp-from", "noreply@hall.example"}
	text := succeed(t, args...)
	got := server.Mails()
	if len(got) != 1 || got[0].To != "zhou@hall.example" || !strings.Contains(text, "zhou@hall.example") {
		t.Fatalf("%s %+v", text, got)
	}
	server.Refuse("550 5.1.1 no such user here")
	o := call(t, "", append(args, "--lang", "zh")...)
	if o.status != terminal.Unreachable || !strings.Contains(o.errors, "邮件服务器拒收（550）") ||
		!strings.Contains(o.errors, "no such user here") {
		t.Errorf("%+v", o)
	}
	server.Refuse("451 4.7.1 try again later")
	if o = call(t, "", args...); o.status != terminal.Unreachable ||
		!strings.Contains(o.errors, "greylisted") || !strings.Contains(o.errors, "451") {
		t.Errorf("%+v", o)
	}
	args[2] = "zhou"
	if o = call(t, "", args...); o.status != terminal.WrongCall || !strings.Contains(o.errors, "“zhou”") {
		t.Errorf("%+v", o)
	}
	refused(t, "", []string{"mail", "test", "zhou@hall.example"}, "--smtp-host")
}
