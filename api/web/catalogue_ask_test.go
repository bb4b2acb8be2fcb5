package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestCatalogueOfQuestions compares the texts of what asks first with those that pages ask for, both
// ways.
func TestCatalogueOfQuestions(t *testing.T) {
	used := map[string]bool{}
	call := regexp.MustCompile(`"(ask\.[a-z-]+[a-z])"`)
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") ||
			!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(os.DirFS(".."), path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			used[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	holdKeys(t, "ask.", used)
}
