package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/standard"
)

// Digests of the reference edition before and after its amendment (fixtures/amendment-XG1.yaml).
const (
	digest2017 = "714d8439fa5bc06772d6f818ec62256fb791d61538aa946010507e2d98c93e8b"
	digestXG1  = "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"
)

func TestEditionValidate(t *testing.T) {
	if got := succeed(t, "edition", "validate", edition2017); got != "2017 "+digest2017+"\n" {
		t.Errorf("%s", got)
	}
	text := strings.Replace(string(readFile(t, edition2017)), "chapters:", "chapter:", 1)
	file := write(t, "edition.yaml", text)
	refused(t, "", []string{"edition", "validate", file}, file+":", "chapter: ")
}

func TestEditionAmend(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "xg1.yaml")
	got := succeed(t, "edition", "amend", edition2017, amendmentXG1, "-o", out)
	if got != "2017+XG1 "+digestXG1+"\n" {
		t.Errorf("%s", got)
	}
	if got := succeed(t, "edition", "validate", out); got != "2017+XG1 "+digestXG1+"\n" {
		t.Errorf("%s", got)
	}
	before := readFile(t, out)
	refused(t, "", []string{"edition", "amend", out, amendmentXG1, "-o", out}, amendmentXG1+": ")
	if !bytes.Equal(before, readFile(t, out)) {
		t.Error("a refused amendment changed the file")
	}
	for _, to := range []string{"x.doc", "x"} {
		to = filepath.Join(dir, to)
		refused(t, "", []string{"edition", "amend", edition2017, amendmentXG1, "-o", to}, to)
	}
	refused(t, "", []string{"edition", "amend", edition2017, edition2017, "-o", out}, edition2017)
	only(t, dir, "xg1.yaml")
}

func TestEditionDiff(t *testing.T) {
	out := filepath.Join(t.TempDir(), "xg1.json")
	succeed(t, "edition", "amend", edition2017, amendmentXG1, "-o", out)
	var d standard.Diff
	if err := json.Unmarshal([]byte(succeed(t, "edition", "diff", edition2017, out)), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Clauses) == 0 {
		t.Errorf("no difference: %+v", d)
	}
	refused(t, "", []string{"edition", "diff", edition2017, "none.yaml"}, "none.yaml")
}

func TestEditionConvert(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	succeed(t, "edition", "convert", edition2017, file("a.json"))
	succeed(t, "edition", "convert", file("a.json"), file("b.yaml"))
	succeed(t, "edition", "convert", file("b.yaml"), file("c.json"))
	succeed(t, "edition", "convert", file("c.json"), file("d.yml"))
	if !bytes.Equal(readFile(t, file("a.json")), readFile(t, file("c.json"))) ||
		!bytes.Equal(readFile(t, file("b.yaml")), readFile(t, file("d.yml"))) {
		t.Error("converting there and back changed the file")
	}
	if got := succeed(t, "edition", "validate", file("c.json")); got != "2017 "+digest2017+"\n" {
		t.Errorf("%s", got)
	}
}

// What is not a regular file is never replaced, not even by root.
func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link.json")
	if err := os.Symlink(filepath.Join(dir, "target"), link); err != nil {
		t.Fatal(err)
	}
	refused(t, "", []string{"edition", "convert", edition2017, link}, link)
	refused(t, "", []string{"edition", "convert", edition2017, filepath.Join(dir, "no", "x.json")},
		filepath.Join(dir, "no"))
	only(t, dir, "link.json")
}

func TestEditionAsSpreadsheet(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	succeed(t, "edition", "convert", edition2017, "-o", file("a.xlsx"))
	if got := succeed(t, "edition", "validate", file("a.xlsx")); got != "2017 "+digest2017+"\n" {
		t.Errorf("%s", got)
	}
	o := call(t, "", "edition", "convert", file("a.xlsx"), "-o", file("b"), "--to", "csv")
	if o.status != 0 || !strings.Contains(o.errors, "  terms: ") {
		t.Errorf("status %d, losses %q", o.status, o.errors)
	}
	if err := os.Rename(file("b"), file("b.csv")); err != nil {
		t.Fatal(err)
	}
	got := succeed(t, "edition", "validate", file("b.csv"), "--base", edition2017)
	if got != "2017 "+digest2017+"\n" {
		t.Errorf("%s", got)
	}
	refused(t, "", []string{"edition", "validate", file("b.csv")}, "b.csv: ")
	text := strings.Replace(string(readFile(t, file("b.csv"))), "HS001,5.1.1,5,", "HS001,5.1.1,x,", 1)
	refused(t, "", []string{"edition", "validate", write(t, "c.csv", text), "--base", edition2017},
		"c.csv:10: chapter: ")
	refused(t, "", []string{"edition", "convert", edition2017, "-o", file("d"), "--to", "doc"}, "doc")
	refused(t, "", []string{"edition", "convert", edition2017}, "-o")
	refused(t, "", []string{"edition", "convert", edition2017, file("e.csv"), "-o", file("f.csv")}, "f.csv")
	refused(t, "", []string{"edition", "validate", write(t, "g.xlsx", "no workbook")}, "g.xlsx: ")
}
