package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hallmark/api/keys"
)

// removed takes files away.
func removed(t *testing.T, files ...string) {
	t.Helper()
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// webhook makes a subscription, whose secret is sealed in the data.
func webhook(t *testing.T, dir string) string {
	t.Helper()
	p := start(t, dir, "--allow-local-webhooks")
	defer p.stop(syscall.SIGTERM)
	var made struct{ ID string }
	signIn(t, p.url, "admin").must(t, http.StatusCreated, "/api/v1/webhooks", object{
		"url": "http://127.0.0.1:9/", "types": []string{"edition.published"}}, &made)
	return made.ID
}

// opens reports whether the secret of a subscription can be opened: what is sent to it then fails at
// the receiver, who is not there, and not at the secret.
func opens(t *testing.T, dir, webhook string) {
	t.Helper()
	p := start(t, dir, "--allow-local-webhooks")
	defer p.stop(syscall.SIGTERM)
	var tried struct{ LastError string }
	signIn(t, p.url, "admin").must(t, http.StatusOK, "/api/v1/webhooks/"+webhook+"/test", object{}, &tried)
	if tried.LastError != "connection" {
		t.Errorf("the webhook's secret: %+v", tried)
	}
}

// What is sealed in the data stays readable with another signing key, with the secret's file alone or
// with the signing key alone, and after a restore; with neither the start is refused, with the remedy.
func TestSecretOutlivesKeys(t *testing.T) {
	dir := demo(t)
	key, secret := filepath.Join(dir, "signing-key.pem"), filepath.Join(dir, "secret.key")
	hook, own := webhook(t, dir), readFile(t, secret)
	succeed(t, "key", "new", "--data", dir)
	opens(t, dir, hook)
	removed(t, secret)
	opens(t, dir, hook)
	if string(readFile(t, secret)) != string(own) {
		t.Error("the signing key did not bring the secret back")
	}
	removed(t, key)
	succeed(t, "key", "new", "--data", dir)
	opens(t, dir, hook)

	file, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "to")
	succeed(t, "backup", file, "--data", dir)
	if text := string(readFile(t, file)); strings.Contains(text, strings.TrimSpace(string(own))) {
		t.Error("the secret stands in the backup as it is")
	}
	succeed(t, "restore", file, "--data", to)
	if err := os.WriteFile(filepath.Join(to, "signing-key.pem"), readFile(t, key), 0o600); err != nil {
		t.Fatal(err)
	}
	opens(t, to, hook)
}

// A secret that is lost, another's, damaged, or open to others is refused with the remedy.
func TestSecretRefused(t *testing.T) {
	dir := demo(t)
	key, secret := filepath.Join(dir, "signing-key.pem"), filepath.Join(dir, "secret.key")
	serve := []string{"serve", "--listen", "127.0.0.1:0", "--data", dir}
	put := func(text string, mode os.FileMode) {
		t.Helper()
		removed(t, secret)
		if err := os.WriteFile(secret, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	own := string(readFile(t, secret))
	put("?", 0o600)
	refused(t, "", serve, secret, "64 hexadecimal digits")
	put(strings.Repeat("0", 64), 0o600)
	refused(t, "", serve, secret, "not the secret of these data", "move this one away")
	put(own, 0o644)
	refused(t, "", serve, "chmod 600 "+secret)
	put(own, 0o600)
	refused(t, "", []string{"key", "secret", "--data", dir}, "is not lost")

	removed(t, key, secret)
	refused(t, "", []string{"key", "new", "--data", dir}, secret, "hallmark key secret")
	other := filepath.Join(demoless(t), "signing-key.pem")
	refused(t, "", []string{"key", "use", "--signing-key", other, "--data", dir}, "hallmark key secret")
}

// Data of the version before, which sealed with their signing key, open what they sealed, and keep it
// with the next key. The change may break off anywhere.
func TestSecretOfEarlierData(t *testing.T) {
	dir := demo(t)
	key, secret := filepath.Join(dir, "signing-key.pem"), filepath.Join(dir, "secret.key")
	removed(t, secret)
	text := readFile(t, key)
	earlier(t, dir)
	hook := webhook(t, dir) // sealed with what follows from the key, as before
	first, err := keys.ReadKey(key)
	if err != nil {
		t.Fatal(err)
	}
	derived, err := keys.SecretOf(first)
	if err != nil {
		t.Fatal(err)
	}
	if string(readFile(t, secret)) != string(derived.Text()) {
		t.Fatal("the secret is not the one of before")
	}
	removed(t, secret)
	earlier(t, dir)
	if o := call(t, "", "key", "new", "--data", dir); o.status != 0 { // it says the upgrade, too
		t.Fatalf("%+v", o)
	}
	opens(t, dir, hook)
	if string(readFile(t, key)) == string(text) {
		t.Error("the key stayed")
	}
}

// earlier makes data forget that they know a secret.
func earlier(t *testing.T, dir string) {
	t.Helper()
	formed(t, dir, "PRAGMA user_version = 4", "DROP TABLE secrets",
		"DELETE FROM hallmark_collections WHERE name = 'secrets'")
}
