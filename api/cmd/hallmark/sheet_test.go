package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// A printed standard and a printed sheet come from files alone; they cannot be read back.
func TestPrint(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	succeed(t, "edition", "amend", edition2017, amendmentXG1, "-o", file("xg1.yaml"))
	for _, args := range [][]string{{file("xg1.yaml"), "--base", edition2017, "-o", file("a.pdf")},
		{edition2017, "--to", "docx", "-o", file("a.docx")}} {
		o := call(t, "", append([]string{"edition", "convert"}, args...)...)
		if o.status != 0 || !strings.Contains(o.errors, "clauses[].uid: ") { // the loss report
			t.Fatalf("%v: status %d %s", args, o.status, o.errors)
		}
	}
	succeed(t, "edition", "sheet", amendmentXG1, "--base", edition2017, "--notes", "-o", file("b.pdf"))
	succeed(t, "edition", "sheet", amendmentXG1, "-o", file("b.docx"))
	for name, start := range map[string]string{"a.pdf": "%PDF-", "b.pdf": "%PDF-", "a.docx": "PK",
		"b.docx": "PK"} {
		if !bytes.HasPrefix(readFile(t, file(name)), []byte(start)) {
			t.Errorf("%s is no such file", name)
		}
	}
	refused(t, "", []string{"edition", "validate", file("a.pdf")}, "pdf")
	refused(t, "", []string{"edition", "sheet", amendmentXG1, "-o", file("b.txt")}, file("b.txt"), ".docx")
	refused(t, "", []string{"edition", "sheet", edition2017, "-o", file("c.pdf")}, edition2017)
	only(t, dir, "a.docx", "a.pdf", "b.docx", "b.pdf", "xg1.yaml")
}
