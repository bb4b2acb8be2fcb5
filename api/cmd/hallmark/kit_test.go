package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hallmark/fixtures"
)

// Files of the reference data, from this directory.
const (
	edition2017  = "../../../fixtures/edition-2017.yaml"
	amendmentXG1 = "../../../fixtures/amendment-XG1.yaml"
)

// shared is a directory for what is made once: the program, a demo installation.
var shared string

// mongoURI is a server given for the tests; the commands themselves see no settings.
var mongoURI = os.Getenv("MONGODB_URI")

// long asks for the long walks of make test-long.
var long = os.Getenv("HALLMARK_LONG") == "1"

func TestMain(m *testing.M) {
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "HALLMARK_") || strings.HasPrefix(name, "LC_") ||
			name == "MONGODB_URI" || name == "LANG" {
			os.Unsetenv(name)
		}
	}
	var err error
	if shared, err = os.MkdirTemp("", "hallmark-cmd"); err != nil {
		panic(err)
	}
	if err := os.Chmod(shared, 0o755); err != nil { // for a program that runs as nobody
		panic(err)
	}
	status := m.Run()
	os.RemoveAll(shared)
	os.Exit(status)
}

// outcome is what a command came to.
type outcome struct {
	status      int
	out, errors string
}

// call runs a command in this process.
func call(t *testing.T, stdin string, args ...string) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return outcome{status, out.String(), errs.String()}
}

// succeed runs a command that must succeed and returns its output.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	o := call(t, "", args...)
	if o.status != 0 || o.errors != "" {
		t.Fatalf("hallmark %s: status %d\n%s%s", strings.Join(args, " "), o.status, o.out, o.errors)
	}
	return o.out
}

// refused checks a command that must fail with certain words and print no result.
func refused(t *testing.T, stdin string, args []string, words ...string) {
	t.Helper()
	o := call(t, stdin, args...)
	if o.status == 0 || o.out != "" || !strings.HasPrefix(o.errors, "hallmark: ") {
		t.Errorf("hallmark %s: status %d\n%s%s", strings.Join(args, " "), o.status, o.out, o.errors)
	}
	for _, w := range words {
		if !strings.Contains(o.errors, w) {
			t.Errorf("hallmark %s: %q is missing in\n%s", strings.Join(args, " "), w, o.errors)
		}
	}
}

// program is the built binary.
var program = sync.OnceValues(func() (string, error) {
	file := filepath.Join(shared, "hallmark")
	build := exec.Command("go", "build",
		"-ldflags", "-X main.commit=0a1b2c3", "-o", file, ".")
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, text)
	}
	return file, nil
})

// demoPassword is that of the accounts in the demo installation.
const demoPassword = "kit-password"

// seeded is an installation with the demo audits, made once.
var seeded = sync.OnceValues(func() (string, error) {
	binary, err := program()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(shared, "demo")
	cmd := exec.Command(binary, "seed", "--demo", "--password", demoPassword, "--data", dir)
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, text)
	}
	return dir, nil
})

// demo is a demo installation of the test's own.
func demo(t *testing.T) string {
	t.Helper()
	from, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	// CopyFS widens the modes.
	for _, name := range []string{"signing-key.pem", "secret.key"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// demoAudit is the ID of a finished audit of a demo installation.
func demoAudit(t *testing.T) string {
	t.Helper()
	audits, err := fixtures.DemoAudits()
	if err != nil {
		t.Fatal(err)
	}
	return string(audits[len(audits)-1].ID)
}

func readFile(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// write makes a file of the test's own.
func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// only checks that a directory holds certain names and nothing else.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	if strings.Join(have, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %v, want %v", dir, have, names)
	}
}

// cancelled is a context of a command that was interrupted.
func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
