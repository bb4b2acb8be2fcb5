package api_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The sizes above which a package or type is to be divided.
const (
	mostLines   = 2600 // of a package inside api
	mostFiles   = 30
	mostFields  = 20 // of a struct; what it embeds counts as one
	mostMethods = 60 // of a type
)

// records lists the structs that may have more fields, and why. Each is one document or form, with
// the members of its file, table or page.
var records = map[string]string{
	"checklists.Appeal":            "a document",
	"checklists.Audit":             "a document",
	"checklists/bulletin.Bulletin": "a document",
	"checklists.Hall":              "a document",
	"checklists.Outcome":           "a document",
	"checklists.Rectification":     "a document",
	"standard.Clause":              "a document",
	"standard.Metadata":            "the head of an edition's file",
	"api/editions.ClauseView":      "the answer about a clause",
	"api/register.hallRequest":     "the request that makes a hall",
	"api/register.hallPatch":       "the request that changes one",
	"api/web.DraftClauseForm":      "the form of every part of a clause",
}

// ginFiles are the files that use gin beside handlers (*_handlers.go) and pages (page_*.go).
var ginFiles = map[string]string{
	"api/server.go":           "the router",
	"api/middleware.go":       "what every request passes",
	"api/problem.go":          "how an error is answered",
	"api/access/caller.go":    "who asks, read from the request for the handlers",
	"api/pages/page.go":       "how every page is answered and every form read",
	"api/wire/bind.go":        "how every request is read",
	"api/wire/files.go":       "how every file is answered",
	"api/wire/list.go":        "how every list is asked for",
	"api/wire/list_file.go":   "how every list is answered as a file",
	"api/wire/request.go":     "what every request says about itself",
	"api/wire/unprintable.go": "what papers cannot print of a request is said in its answer",
	"api/wire/site.go":        "by which address the request came",
}

const ginPath = "github.com/gin-gonic/gin"

// source is a file of the program: no test, nothing generated.
type source struct {
	file  string // below the top level
	lines int
	tree  *ast.File
}

func TestHouse(t *testing.T) {
	sources := readSources(t)
	if len(sources) < 300 {
		t.Fatalf("only %d files", len(sources))
	}
	for _, complaint := range houseComplaints(sources) {
		t.Error(complaint)
	}
	for file := range ginFiles {
		if !slices.ContainsFunc(sources, func(s source) bool { return s.file == file && s.usesGin() }) {
			t.Errorf("%s uses no gin and needs no mention", file)
		}
	}
	wide := map[string]int{}
	for _, s := range sources {
		maps.Copy(wide, s.structs())
	}
	for name := range records {
		if wide[name] <= mostFields {
			t.Errorf("%s has %d fields and needs no mention", name, wide[name])
		}
	}
}

func readSources(t *testing.T) (sources []source) {
	t.Helper()
	err := filepath.WalkDir("..", func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "testdata" || e.Name() != ".." && strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		case path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		s, err := parseSource(filepath.ToSlash(file[len("../"):]), file, nil)
		if err == nil && !ast.IsGenerated(s.tree) {
			sources = append(sources, s)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func parseSource(name, file string, content any) (source, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	return source{name, set.File(tree.Package).LineCount(), tree}, nil
}

func houseComplaints(sources []source) (found []string) {
	lines, files, methods := map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range sources {
		dir := path.Dir(s.file)
		if within(dir, "api") && dir != "api/web" {
			lines[dir] += s.lines
			files[dir]++
		}
		for name, n := range s.structs() {
			if n > mostFields && records[name] == "" {
				found = append(found, fmt.Sprintf("%s has %d fields", name, n))
			}
		}
		for _, name := range s.methods() {
			methods[name]++
		}
		if s.usesGin() && !s.mayUseGin() {
			found = append(found, s.file+" uses gin and is neither handler nor page")
		}
	}
	found = append(found, undocumented(sources)...)
	over := func(counts map[string]int, most int, format string) {
		for name, n := range counts {
			if n > most {
				found = append(found, fmt.Sprintf(format, name, n))
			}
		}
	}
	over(lines, mostLines, "%s has %d lines")
	over(files, mostFiles, "%s has %d files")
	over(methods, mostMethods, "%s has %d methods")
	slices.Sort(found)
	return found
}

// undocumented finds packages whose doc.go is missing or says nothing, and package comments
// elsewhere.
func undocumented(sources []source) (found []string) {
	documented := map[string]bool{}
	for _, s := range sources {
		dir := path.Dir(s.file)
		if path.Base(s.file) == "doc.go" && s.tree.Doc != nil {
			documented[dir] = true
		} else {
			documented[dir] = documented[dir] || false
			if s.tree.Doc != nil {
				found = append(found, s.file+": what the package owns stands in doc.go")
			}
		}
	}
	for dir, is := range documented {
		if !is {
			found = append(found, dir+" has no doc.go that says what it owns")
		}
	}
	return found
}

// structs are the types of a file that are structs, with how many fields each has.
func (s source) structs() map[string]int {
	found := map[string]int{}
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if fields, ok := spec.Type.(*ast.StructType); ok {
				found[path.Dir(s.file)+"."+spec.Name.Name] = fields.Fields.NumFields()
			}
		}
		return true
	})
	return found
}

// methods are the types whose methods the file declares, one for each method.
func (s source) methods() (receivers []string) {
	for _, d := range s.tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
			receivers = append(receivers, path.Dir(s.file)+"."+named(f.Recv.List[0].Type))
		}
	}
	return receivers
}

// named is the name of a receiver's type, without its star and parameters.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return named(e.X)
	case *ast.IndexExpr:
		return named(e.X)
	case *ast.IndexListExpr:
		return named(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func (s source) usesGin() bool {
	return slices.ContainsFunc(s.tree.Imports, func(i *ast.ImportSpec) bool {
		return within(strings.Trim(i.Path.Value, `"`), ginPath)
	})
}

func (s source) mayUseGin() bool {
	name := path.Base(s.file)
	return strings.HasSuffix(name, "_handlers.go") || strings.HasPrefix(name, "page_") ||
		ginFiles[s.file] != ""
}

// TestHouseCanFail breaks every rule once.
func TestHouseCanFail(t *testing.T) {
	const use = "package audits\n\nimport _ \"github.com/gin-gonic/gin/binding\"\n"
	large := "package audits\n\ntype Room struct{" + strings.Repeat("_ int;", mostFields) + "a, b int; Embedded}\n" +
		strings.Repeat("func (*Room) _() {}\n", mostMethods+1)
	var sources []source
	add := func(file, content string) {
		t.Helper()
		s, err := parseSource(file, file, content)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	for _, dir := range []string{"api/many", "api/web", "api/audits", "pdf"} {
		add(dir+"/doc.go", "// Package x owns x.\npackage x\n")
	}
	add("api/wire/doc.go", "package wire\n")
	for i := range mostFiles {
		add(fmt.Sprintf("api/many/%d.go", i), "package many\n")
		add(fmt.Sprintf("api/web/%d.go", i), "package web\n")
	}
	add("api/audits/start.go", use)
	add("api/audits/start_handlers.go", use)
	add("api/audits/page_start.go", use)
	add("api/wire/bind.go", use)
	add("api/audits/room.go", large)
	add("api/long/long.go", "// Package long is long.\npackage long\n"+strings.Repeat("\n", mostLines))
	add("pdf/long.go", "package pdf\n"+strings.Repeat("\n", mostLines))
	want := []string{"api/audits.Room has 23 fields", "api/audits.Room has 61 methods",
		"api/audits/start.go uses gin and is neither handler nor page",
		"api/long has 2602 lines", "api/long has no doc.go that says what it owns",
		"api/long/long.go: what the package owns stands in doc.go", "api/many has 31 files",
		"api/wire has no doc.go that says what it owns"}
	if d := cmp.Diff(want, houseComplaints(sources)); d != "" {
		t.Error(d)
	}
}
