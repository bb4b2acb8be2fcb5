package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hallmark/api/cmd/terminal"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// fingerprintOf is that of the key in a file.
func fingerprintOf(t *testing.T, file string) standard.Digest {
	t.Helper()
	key, err := seal.ParseKey(readFile(t, file))
	if err != nil {
		t.Fatal(err)
	}
	return key.Fingerprint()
}

// A key that is missing, another one, or one that was replaced keeps every command from working, with
// the remedy, and is never replaced in silence.
func TestKeyRefused(t *testing.T) {
	dir, other := demo(t), demoless(t)
	file := filepath.Join(dir, "signing-key.pem")
	own, first := readFile(t, file), fingerprintOf(t, file)
	started := func(words ...string) {
		t.Helper()
		for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"seed"},
			{"report", demoAudit(t), "-o", filepath.Join(t.TempDir(), "x.pdf")}} {
			refused(t, "", append(args, "--data", dir), words...)
		}
	}
	put := func(text []byte) {
		t.Helper()
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	started(file+" is missing", string(first), "hallmark key new")
	if _, err := os.Stat(file); err == nil {
		t.Error("a key was made in silence")
	}
	put(readFile(t, filepath.Join(other, "signing-key.pem")))
	started("is not that of these data", string(first), "hallmark key use")
	put(own)
	text := succeed(t, "key", "new", "--data", dir)
	second := fingerprintOf(t, file)
	kept := filepath.Join(dir, "signing-key-"+first.Short()+".pem")
	if second == first || fingerprintOf(t, kept) != first || !strings.Contains(text, string(second)) ||
		!strings.Contains(text, kept) {
		t.Errorf("a new key: %s", text)
	}
	show := succeed(t, "key", "show", "--data", dir)
	for _, want := range []string{"key 1: " + string(first), "replaced", "key 2: " + string(second), "signs"} {
		if !strings.Contains(show, want) {
			t.Errorf("%q is missing in %s", want, show)
		}
	}
	put(own)
	started("was replaced on", string(second), "hallmark key use")
	succeed(t, "key", "use", "--data", dir)
	p := start(t, dir)
	refused(t, "", []string{"key", "secret", "--data", dir}, "is used by another server")
	p.stop(syscall.SIGTERM)
	succeed(t, "key", "renew", "--data", dir)
	if third := fingerprintOf(t, file); third == first || third == second {
		t.Error("the fingerprint of a renewed key stayed")
	}
	start(t, dir).stop(syscall.SIGTERM)
}

// demoless is an installation without audits.
func demoless(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	succeed(t, "seed", "--data", dir, "--password", "vermilion otter ladder")
	return dir
}

// A backup knows the keys: what was restored without its key is refused until the key is there.
func TestKeyAfterRestore(t *testing.T) {
	dir, to := demo(t), filepath.Join(t.TempDir(), "to")
	file := filepath.Join(t.TempDir(), "b.zip")
	succeed(t, "backup", file, "--data", dir)
	succeed(t, "restore", file, "--data", to)
	args := []string{"report", demoAudit(t), "-o", filepath.Join(to, "x.pdf"), "--data", to}
	refused(t, "", args, "signing-key.pem is missing",
		string(fingerprintOf(t, filepath.Join(dir, "signing-key.pem"))))
	text := readFile(t, filepath.Join(dir, "signing-key.pem"))
	if err := os.WriteFile(filepath.Join(to, "signing-key.pem"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	succeed(t, args...)
}

// Data of a version that knew no keys take the key that lies there, and none is made for them.
func TestKeyOfEarlierData(t *testing.T) {
	dir := demo(t)
	file := filepath.Join(dir, "signing-key.pem")
	own := readFile(t, file)
	formed(t, dir, "PRAGMA user_version = 2", "DROP TABLE hallmark_origin", "DROP TABLE keys",
		"DELETE FROM hallmark_collections WHERE name IN ('keys', 'secrets')", "DROP TABLE secrets")
	removed(t, file, filepath.Join(dir, "secret.key"))
	o := call(t, "", "serve", "--listen", "127.0.0.1:0", "--data", dir)
	if o.status != terminal.BadData || !strings.Contains(o.errors, "is missing, and there are data already") {
		t.Errorf("%+v", o)
	}
	if err := os.WriteFile(file, own, 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir).stop(syscall.SIGTERM)
	if show := succeed(t, "key", "show", "--data", dir); !strings.Contains(show, "key 1: ") {
		t.Errorf("%s", show)
	}
}
