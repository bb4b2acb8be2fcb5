package api_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// topLevel is all that may stand beside the dot files; bin and data are made by make run.
var topLevel = []string{"api", "standard", "checklists", "pdf", "fixtures",
	"go.mod", "go.sum", "Makefile", "README.md", "bin", "data"}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, name := range strangers(names) {
		t.Errorf("%s does not belong at the top level", name)
	}
	if d := cmp.Diff([]string{"util.go"}, strangers([]string{".ci", "api", "util.go"})); d != "" {
		t.Error(d)
	}
}

func strangers(names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool {
		return strings.HasPrefix(name, ".") || slices.Contains(topLevel, name)
	})
}

// TestSources looks into every file for what no import shows.
func TestSources(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file == "..":
			return nil
		case e.IsDir() && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		case path.Ext(file) != ".go":
			return nil
		}
		files++
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, complaint := range sourceComplaints(filepath.ToSlash(file[len("../"):]), source) {
			t.Error(complaint)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("looked into %d files only", files)
	}
}

// sourceComplaints finds func init, and clocks in the functional core. A file that does not parse
// is for the compiler to complain about.
func sourceComplaints(file string, source []byte) []string {
	tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	core := !strings.HasSuffix(file, "_test.go") &&
		(strings.HasPrefix(file, "standard/") || strings.HasPrefix(file, "checklists/"))
	var found []string
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				found = append(found, file+": func init")
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && core && clock(x.Name+"."+n.Sel.Name) {
				found = append(found, fmt.Sprintf("%s: %s.%s: time is passed in", file, x.Name, n.Sel))
			}
		}
		return true
	})
	return found
}

func clock(name string) bool {
	return slices.Contains([]string{"time.Now", "time.Since", "time.Until", "time.Local"}, name)
}

func TestSourcesCanFail(t *testing.T) {
	const source = "package x\n\nfunc init() { _ = time.Now() }\n"
	for file, want := range map[string][]string{
		"standard/x.go": {"standard/x.go: func init", "standard/x.go: time.Now: time is passed in"},
		"api/x.go":      {"api/x.go: func init"},
	} {
		if d := cmp.Diff(want, sourceComplaints(file, []byte(source))); d != "" {
			t.Error(d)
		}
	}
}
