package formats_test

import (
	"testing"

	"hallmark/api/formats"
	"hallmark/standard/message"
)

func TestFormsAreWhole(t *testing.T) {
	names, extensions := map[string]bool{}, map[string]bool{}
	for _, f := range formats.All() {
		if names[f.Name] || f.Name == "" || f.Write == nil || f.ContentType == "" ||
			len(f.Extensions) == 0 {
			t.Errorf("%q is not whole, or stands twice", f.Name)
		}
		names[f.Name] = true
		for _, e := range f.Extensions {
			if extensions[e] || e[0] != '.' {
				t.Errorf("%s: extension %s", f.Name, e)
			}
			extensions[e] = true
		}
		for _, l := range message.Languages() {
			for _, key := range []string{"format." + f.Name, "format." + f.Name + "-about"} {
				if !message.Has(l, key) {
					t.Errorf("no text %s in %s", key, l)
				}
			}
		}
	}
}

func TestOfFile(t *testing.T) {
	for file, want := range map[string]string{"a.yaml": "yaml", "a.YML": "yaml", "b.c/a.json": "json",
		"a.xlsx": "xlsx", "a.csv": "csv", "a.pdf.txt": "", "json": "", "": ""} {
		f, ok := formats.OfFile(file)
		if f.Name != want || ok != (want != "") {
			t.Errorf("%s: %q %v", file, f.Name, ok)
		}
	}
}
