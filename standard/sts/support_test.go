package sts_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/sts"
)

// sheet returns the reference amendment with the editions before and after it.
func sheet(t testing.TB) (a *standard.Amendment, before, after *standard.Edition) {
	t.Helper()
	before, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	if a, err = fixtures.AmendmentXG1(); err != nil {
		t.Fatal(err)
	}
	if after, err = standard.Apply(before, a); err != nil {
		t.Fatal(err)
	}
	return a, before, after
}

func written(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := sts.Write(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// native is the JSON form of an edition, in which two are the same or not.
func native(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// schema is NISO STS, extended tag set 1.0 (ANSI/NISO Z39.102-2017), as NISO publishes it.
const schema = "testdata/niso-sts-1.0/NISO-STS-extended-1-mathml3.xsd"

// held validates files by the schema of NISO and returns the names of those that are valid. One call of xmllint takes them all: reading the schema is slow.
func held(t *testing.T, files map[string]string) map[string]bool {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is not installed: .ci/tools installs it")
	}
	dir := t.TempDir()
	args := []string{"--nonet", "--noout", "--schema", schema}
	for name, file := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	said, err := exec.Command("xmllint", args...).CombinedOutput()
	valid := map[string]bool{}
	for name := range files {
		valid[name] = bytes.Contains(said, []byte(filepath.Join(dir, name)+" validates\n"))
	}
	t.Logf("%v\n%.3000s", err, said)
	return valid
}
