package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestCatalogueOfProblems compares the texts of the problem library and of consultations with those
// that pages and files ask for, both ways.
func TestCatalogueOfProblems(t *testing.T) {
	used := map[string]map[string]bool{"library.": {}, "consult.": {}}
	for _, state := range []string{"open", "taken", "declined"} {
		used["library."]["library.state-"+state] = true
	}
	for _, decision := range []string{"accepted", "partly", "declined"} {
		used["consult."]["consult.decision-"+decision] = true
	}
	call := regexp.MustCompile(`"((?:library|consult)\.)([a-z-]+[a-z])"`)
	inTable := regexp.MustCompile(`say\("([a-z-]+)"`) // with "library." in front
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") ||
			!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(os.DirFS(".."), path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			used[string(m[1])][string(m[1])+string(m[2])] = true
		}
		if strings.HasSuffix(path, "problem_table.go") {
			for _, m := range inTable.FindAllSubmatch(source, -1) {
				used["library."]["library."+string(m[1])] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for area, keys := range used {
		holdKeys(t, area, keys)
	}
}
