package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestConvertOSCAL(t *testing.T) {
	dir := t.TempDir()
	catalog, back := filepath.Join(dir, "2017.oscal.json"), filepath.Join(dir, "back.yaml")
	succeed(t, "edition", "convert", edition2017, "-o", catalog)
	if got := succeed(t, "edition", "validate", catalog); got != "2017 "+digest2017+"\n" {
		t.Errorf("%s", got)
	}
	succeed(t, "edition", "convert", catalog, "-o", back)
	if got := succeed(t, "edition", "diff", edition2017, back); !strings.Contains(got, `"clauses": []`) ||
		!strings.Contains(got, `"other": []`) {
		t.Errorf("the way through OSCAL changed something: %s", got)
	}
	profile := filepath.Join(dir, "x.json")
	convert := []string{"edition", "convert", edition2017, "-o", profile, "--to", "oscal-profile"}
	refused(t, "", convert, "oscal-profile", "--tier")
	refused(t, "", append(convert, "--tier", "city"), "city")
	says(t, append(convert, "--tier", "community"), 0, "the texts stay in the catalog")
	if text := readFile(t, profile); !bytes.Contains(text, []byte(`"with-ids"`)) {
		t.Errorf("no profile: %.200s", text)
	}
	text := strings.Replace(string(readFile(t, catalog)), `"value": "subdistrict"`, `"value": "moon"`, 1)
	changed := write(t, "changed.oscal.json", text)
	refused(t, "", []string{"edition", "validate", changed}, changed+":205: catalog.groups[", "moon")
}

// TestConvertForeignOSCAL begins a draft with somebody else's catalog.
func TestConvertForeignOSCAL(t *testing.T) {
	const foreign = "../../../standard/oscal/testdata/foreign.json"
	dir := t.TempDir()
	catalog := write(t, "foreign.oscal.json", string(readFile(t, foreign)))
	draft := filepath.Join(dir, "draft.json")
	says(t, []string{"edition", "convert", catalog, "-o", draft}, 3, catalog, "--draft",
		"catalog.groups[0].controls[0].parts[1]")
	only(t, dir)
	says(t, []string{"edition", "convert", catalog, "--draft", "-o",
		filepath.Join(dir, "draft.yaml")}, 2, ".json")
	only(t, dir)
	says(t, []string{"edition", "convert", catalog, "--draft", "-o", draft}, 0,
		"15 things to be added", "front_matter.scope")
	refused(t, "", []string{"edition", "validate", draft}, draft, "front_matter.scope", "chapters")
}

// says checks a command that has something to report besides its result.
func says(t *testing.T, args []string, status int, words ...string) {
	t.Helper()
	o := call(t, "", args...)
	if o.status != status || o.out != "" {
		t.Errorf("hallmark %s: status %d\n%s%s", strings.Join(args, " "), o.status, o.out, o.errors)
	}
	for _, w := range words {
		if !strings.Contains(o.errors, w) {
			t.Errorf("hallmark %s: %q is missing in\n%s", strings.Join(args, " "), w, o.errors)
		}
	}
}
