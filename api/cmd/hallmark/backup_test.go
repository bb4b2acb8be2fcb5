package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBackupAndRestore(t *testing.T) {
	dir, to := demo(t), filepath.Join(t.TempDir(), "restored")
	file := filepath.Join(t.TempDir(), "backup.zip")
	saved := succeed(t, "backup", file, "--data", dir)
	for _, name := range []string{"audits ", "editions ", "events ", "halls ", "photographs ",
		"users "} {
		if !strings.Contains(saved, name) {
			t.Errorf("%q is missing in\n%s", name, saved)
		}
	}
	if got := succeed(t, "restore", file, "--data", to); got != saved {
		t.Errorf("restored\n%s\nsaved\n%s", got, saved)
	}
	only(t, to, dataFile, "photographs")
	succeed(t, "report", demoAudit(t), "--data", to, "-o", filepath.Join(to, "x.pdf"),
		"--signing-key", filepath.Join(dir, "signing-key.pem"))
	refused(t, "", []string{"restore", file, "--data", to}, "holds data already")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a backup holds passwords' hashes, and has mode %v, %v", info.Mode(), err)
	}
}

func TestBackupRefuses(t *testing.T) {
	dir, empty := t.TempDir(), filepath.Join(t.TempDir(), "none")
	file := filepath.Join(dir, "backup.zip")
	refused(t, "", []string{"backup", file, "--data", empty}, empty, "--data")
	only(t, dir)
	only(t, empty)
	refused(t, "", []string{"backup", filepath.Join(dir, "no", "b.zip"), "--data", demo(t)},
		filepath.Join(dir, "no"))
}

// spoil writes a ZIP file anew with other contents of its files; nil leaves a file out.
func spoil(t *testing.T, from []byte, change func(name string, b []byte) []byte) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(from), int64(len(from)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, entry := range r.File {
		f, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if b = change(entry.Name, b); b == nil {
			continue
		}
		to, err := w.Create(entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return write(t, "spoiled.zip", out.String())
}

// A restore that fails leaves no installation behind.
func TestRestoreAllOrNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "backup.zip")
	succeed(t, "backup", file, "--data", demo(t))
	whole := readFile(t, file)
	in := func(part string, change func([]byte) []byte) string {
		return spoil(t, whole, func(name string, b []byte) []byte {
			if strings.HasPrefix(name, part) {
				return change(b)
			}
			return b
		})
	}
	none := func([]byte) []byte { return nil }
	for name, file := range map[string]string{
		"no ZIP file":    write(t, "x.zip", "PK nothing"),
		"cut":            write(t, "cut.zip", string(whole[:len(whole)/2])),
		"no inventory":   in("inventory", none),
		"no audits":      in("audits", none),
		"no photographs": in("photographs/", none),
		"a lost line":    in("halls", func(b []byte) []byte { return b[bytes.IndexByte(b, '\n')+1:] }),
		"another score": in("audits", func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"level":2`), []byte(`"level":3`), 1)
		}),
		"another photograph": in("photographs/", func(b []byte) []byte {
			b = slices.Clone(b)
			b[len(b)/2] ^= 1
			return b
		}),
		"not JSON": in("users", func(b []byte) []byte { return append([]byte("x"), b...) }),
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "to")
			refused(t, "", []string{"restore", file, "--data", to})
			if left, _ := filepath.Glob(filepath.Join(to, "*.db*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if left, _ := filepath.Glob(filepath.Join(to, ".*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	refused(t, "", []string{"restore", "none.zip", "--data", t.TempDir()}, "none.zip")
}

func TestCopy(t *testing.T) {
	dir, to := demo(t), filepath.Join(t.TempDir(), "copy")
	want := succeed(t, "backup", filepath.Join(t.TempDir(), "b.zip"), "--data", dir)
	got := succeed(t, "copy", "--from", filepath.Join(dir, dataFile), "--to", to)
	if got != want {
		t.Errorf("copied\n%s\nwant\n%s", got, want)
	}
	refused(t, "", []string{"copy", "--from", dir, "--to", to}, "holds data already")
	refused(t, "", []string{"copy", "--from", dir, "--to", dir}, "holds data already")
	none := filepath.Join(t.TempDir(), "none")
	refused(t, "", []string{"copy", "--from", none, "--to", to}, none, "--from")
	only(t, none)
}
