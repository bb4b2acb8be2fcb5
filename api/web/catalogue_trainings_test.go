package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestCatalogueOfTrainings compares the texts of training, feedback and aids with the sources, both ways.
func TestCatalogueOfTrainings(t *testing.T) {
	holdLiterals(t, "training.")
	holdLiterals(t, "aid.")
	holdLiterals(t, "feedback.", "state-waiting", "state-shown", "state-withheld")
}

// holdLiterals holds the texts of an area whose keys stand in full in the sources, but for some
// more.
func holdLiterals(t *testing.T, area string, more ...string) {
	t.Helper()
	used := map[string]bool{}
	for _, key := range more {
		used[area+key] = true
	}
	call := regexp.MustCompile(`"(` + regexp.QuoteMeta(area) + `[a-z-]+[a-z0-9])"`)
	for _, dir := range []string{"..", "../../checklists", "../../standard", "../../pdf"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "permission.go") ||
				!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
				return err
			}
			source, err := fs.ReadFile(os.DirFS(dir), path)
			for _, m := range call.FindAllSubmatch(source, -1) {
				used[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	holdKeys(t, area, used)
}
