package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A ban says what the packages of a room must not even reach through others. Of the rows about
// the same package, the first that fits holds.
var bans = []struct {
	room, never, reason string
	direct              bool // only a direct import is banned
}{
	// Excelize sniffs the type of embedded files with net/http; the spreadsheet's codec serves and
	// calls nothing, and the rest of the core does not reach it.
	{"hallmark/standard/xlsx", "net/http", "the core is no server", true},
	{"hallmark/standard", "net/http", "the core is no server", false},
	{"hallmark/standard", "github.com/gin-gonic/gin", "the core is no server", false},
	{"hallmark/standard", "go.mongodb.org/mongo-driver", "the core stores nothing", false},
	{"hallmark/standard", "database/sql", "the core stores nothing", false},
	{"hallmark/standard", "os", "input and output are io.Reader and io.Writer", true},
	{"hallmark/standard", "math/rand", "the same input gives the same edition", true},
	{"hallmark/standard", "crypto/rand", "the same input gives the same edition", true},
	{"hallmark/checklists", "net/http", "the core is no server", false},
	{"hallmark/checklists", "github.com/gin-gonic/gin", "the core is no server", false},
	{"hallmark/checklists", "go.mongodb.org/mongo-driver", "the core stores nothing", false},
	{"hallmark/checklists", "github.com/jung-kurt/gofpdf", "what was found has no layout", false},
	{"hallmark/checklists", "database/sql", "the core stores nothing", false},
	{"hallmark/checklists", "os", "no input or output", true},
	{"hallmark/checklists", "math/rand", "IDs are passed in", true},
	{"hallmark/checklists", "crypto/rand", "IDs are passed in", true},
	{"hallmark/checklists", "github.com/google/uuid", "IDs are passed in", false},
	{"hallmark/pdf", "github.com/gin-gonic/gin", "a page is no answer", false},
	{"hallmark/pdf", "go.mongodb.org/mongo-driver", "a page is no document", false},
	{"hallmark/pdf", "net/http", "a page loads nothing", false},
	{"hallmark/pdf", "hallmark/fixtures", "a report shows what it is given", false},
	{"hallmark/fixtures", "testing", "the seed command links the fixtures", false},
	{"hallmark/fixtures", "net/http", "reference data are embedded", false},
	{"hallmark/api/store", "hallmark/standard", "the port stores any document", false},
	{"hallmark/api/store", "hallmark/checklists", "the port stores any document", false},
	{"hallmark/api/store", "github.com/gin-gonic/gin", "storing is no serving", false},
	{"hallmark/api/web", "github.com/gin-gonic/gin", "pages do not know who sends them", false},
	{"hallmark/api/web", "hallmark/api/store", "pages load nothing", false},
	{"hallmark/api/cmd", "go.mongodb.org/mongo-driver", "the engine hides its driver", true},
	{"hallmark/api/cmd/hallmark", "testing", "tests stay out of it", false},
	{"hallmark/api/cmd/hallmark", "github.com/chromedp", "tests stay out of it", false},
	{"hallmark/api/cmd/hallmark", "github.com/google/go-cmp", "tests stay out of it", false},
	{"hallmark/api/cmd/hallmark", "pgregory.net/rapid", "tests stay out of it", false},
}

// unnamed lists names of packages that say nothing about what a package owns.
var unnamed = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types"}

// listed is what the go command says about a package.
type listed struct {
	ImportPath, Name          string
	Imports, Deps             []string
	TestGoFiles, XTestImports []string
}

func TestImports(t *testing.T) {
	packages := list(t)
	if len(packages) < 5 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	rooms := readRooms(t)
	for _, complaint := range rooms.complaints(packages) {
		t.Error(complaint)
	}
	for _, complaint := range rooms.unused(packages) {
		t.Error(complaint)
	}
}

func list(t *testing.T) []listed {
	t.Helper()
	// -e: a package that does not build is for its own tests to complain about.
	const fields = "-json=ImportPath,Name,Imports,Deps,TestGoFiles,XTestImports"
	command := exec.Command("go", "list", "-e", fields, "./...")
	command.Dir = ".."
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages
		case err != nil:
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// complaints lists the imports of packages that the tables do not allow.
func (r rooms) complaints(packages []listed) []string {
	var found []string
	for _, p := range packages {
		found = append(found, r.againstRows(p)...)
		found = append(found, againstBans(p)...)
		if slices.Contains(unnamed, p.Name) {
			found = append(found, fmt.Sprintf("%s: the name %s says nothing", p.ImportPath, p.Name))
		}
		if slices.Contains(p.Imports, "testing") && !strings.HasSuffix(p.Name, "test") {
			found = append(found, p.ImportPath+" imports testing outside of tests")
		}
		// The go command would compile the package again with these files, and all that lies between it and
		// the kit: a third of the time of all tests.
		if len(p.TestGoFiles) > 0 && slices.Contains(p.XTestImports, "hallmark/api/apitest") {
			found = append(found, fmt.Sprintf("%s: its tests use the kit and stand inside it, too (%s)",
				p.ImportPath, strings.Join(p.TestGoFiles, ", ")))
		}
	}
	return found
}

func againstBans(p listed) []string {
	var found []string
	held := map[string]bool{}
	for _, b := range bans {
		if !within(p.ImportPath, b.room) || held[b.never] {
			continue
		}
		held[b.never] = true
		reached := p.Deps
		if b.direct {
			reached = p.Imports
		}
		for _, have := range reached {
			if within(have, b.never) {
				found = append(found, fmt.Sprintf("%s reaches %s: %s", p.ImportPath, have, b.reason))
			}
		}
	}
	return found
}

// within reports whether a package is room or below it.
func within(importPath, room string) bool {
	return importPath == room || strings.HasPrefix(importPath, room+"/")
}

// TestImportsCanFail breaks every row of the tables once.
func TestImportsCanFail(t *testing.T) {
	rooms := readRooms(t)
	for _, row := range rooms {
		for _, room := range row.names {
			p := listed{ImportPath: module + room, Name: "new", Imports: []string{"fmt", "example.org/x"}}
			want := []string{p.ImportPath + " imports example.org/x, which its row does not name"}
			if d := cmp.Diff(want, rooms.complaints([]listed{p})); d != "" {
				t.Errorf("row of %s: %s", room, d)
			}
		}
	}
	for _, b := range bans {
		p := listed{ImportPath: b.room, Name: "x", Deps: []string{"fmt", b.never + "/below"}}
		if b.direct {
			p.Imports, p.Deps = p.Deps, nil
		}
		want := fmt.Sprintf("%s reaches %s/below: %s", p.ImportPath, b.never, b.reason)
		if have := rooms.complaints([]listed{p}); !slices.Contains(have, want) {
			t.Errorf("ban %s in %s: complaints %q", b.never, b.room, have)
		}
	}
	for _, test := range []struct {
		p    listed
		want []string
	}{
		{listed{ImportPath: "hallmark/pdf", Name: "pdf", Imports: []string{"io", "rsc.io/qr"}}, nil},
		{listed{ImportPath: "hallmark/other", Name: "other"},
			[]string{"hallmark/other stands in no row"}},
		{listed{ImportPath: "hallmark/pdf/util", Name: "util"},
			[]string{"hallmark/pdf/util: the name util says nothing"}},
		{listed{ImportPath: "hallmark/pdf", Name: "pdf", Imports: []string{"testing"}},
			[]string{"hallmark/pdf imports testing outside of tests"}},
		{listed{ImportPath: "hallmark/api/mail/mailtest", Name: "mailtest",
			Imports: []string{"testing"}}, nil},
		{listed{ImportPath: "hallmark/api/outcomes", Name: "outcomes",
			Imports: []string{"hallmark/api/audits"}}, nil},
		{listed{ImportPath: "hallmark/api/outcomes", Name: "outcomes", TestGoFiles: []string{"export_test.go"},
			XTestImports: []string{"fmt", "hallmark/api/apitest"}},
			[]string{"hallmark/api/outcomes: its tests use the kit and stand inside it, too (export_test.go)"}},
		{listed{ImportPath: "hallmark/api/audits", Name: "audits",
			Imports: []string{"hallmark/api/outcomes"}},
			[]string{"hallmark/api/audits imports hallmark/api/outcomes, which its row does not name"}},
		{listed{ImportPath: "hallmark/api/audits", Name: "audits", Imports: []string{"hallmark/api"}},
			[]string{"hallmark/api/audits imports hallmark/api, which its row does not name"}},
		{listed{ImportPath: "hallmark/api", Name: "api",
			Imports: []string{"hallmark/api/outcomes", "hallmark/api/store/sqlite"}},
			[]string{"hallmark/api imports hallmark/api/store/sqlite, which its row does not name"}},
	} {
		if d := cmp.Diff(test.want, rooms.complaints([]listed{test.p})); d != "" {
			t.Errorf("%s: %s", test.p.ImportPath, d)
		}
	}
}
