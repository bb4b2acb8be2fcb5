package sts_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// held validates files by the schema of NISO, which is not part of the project, and returns the
// names of those that are valid. One call of xmllint takes them all: reading the schema is slow.
func held(t *testing.T, files map[string]string) map[string]bool {
	t.Helper()
	schema := schemaFile(t)
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

func schemaFile(t *testing.T) string {
	t.Helper()
	const name = "niso-sts-1.0/NISO-STS-extended-1-mathml3.xsd"
	var tried []string
	for _, dir := range []string{os.Getenv("HALLMARK_SCHEMAS"), "../../../shared/schemas",
		"../../../../shared/schemas"} {
		schema := filepath.Join(dir, name)
		if _, err := os.Stat(schema); err == nil && dir != "" {
			return schema
		}
		tried = append(tried, schema)
	}
	t.Skip("NISO's schema is at none of", strings.Join(tried, ", "),
		"(HALLMARK_SCHEMAS names the folder)")
	return ""
}
