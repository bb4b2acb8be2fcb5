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

// A floor says what the packages of a room may import directly, besides the standard library and
// the room itself. The first floor that fits a package holds.
var floors = []struct {
	room   string // this package and those below it
	may    []string
	reason string
}{
	{"hallmark/standard/yaml", []string{"hallmark/standard", "go.yaml.in/yaml/v3"},
		"a codec stands in its own sub-package"},
	{"hallmark/standard/xlsx", []string{"hallmark/standard", "github.com/xuri/excelize/v2"},
		"a codec stands in its own sub-package"},
	{"hallmark/standard/oscal", []string{"hallmark/standard"},
		"a codec stands in its own sub-package"},
	{"hallmark/standard/sts", []string{"hallmark/standard"},
		"a codec stands in its own sub-package"},
	{"hallmark/standard", nil, "what is asked of a hall depends on nothing"},
	{"hallmark/checklists/oscal", []string{"hallmark/standard", "hallmark/checklists"},
		"a codec stands in its own sub-package"},
	{"hallmark/checklists", []string{"hallmark/standard"}, "rules are tested without a server"},
	{"hallmark/pdf/seal", []string{"hallmark/standard", "hallmark/checklists",
		"github.com/smallstep/pkcs7"}, "signing knows the record and nothing of the service"},
	{"hallmark/pdf", []string{"hallmark/standard", "hallmark/checklists",
		"github.com/jung-kurt/gofpdf", "github.com/klauspost/compress", "rsc.io/qr",
		"golang.org/x/image"},
		"a page is laid out from values"},
	{"hallmark/fixtures", []string{"hallmark/standard", "hallmark/checklists"},
		"reference data are values of the domain"},
	{"hallmark/api/store/sqlite", []string{"hallmark/api/store", "modernc.org/sqlite"},
		"an engine knows the port and its driver"},
	{"hallmark/api/store/mongodb", []string{"hallmark/api/store", "go.mongodb.org/mongo-driver"},
		"an engine knows the port and its driver"},
	{"hallmark/api/store/storetest", []string{"hallmark/api/store", "github.com/google/go-cmp"},
		"the contract holds for every engine"},
	{"hallmark/api/store", nil, "the port knows neither driver nor domain"},
	{"hallmark/api/web/tablet", []string{"hallmark/standard"}, "the tablet knows no page"},
	{"hallmark/api/web", []string{"hallmark/standard", "hallmark/checklists"},
		"pages are made from values"},
	{"hallmark/api/workdays", []string{"hallmark/checklists", "github.com/6tail/lunar-go"},
		"holidays are data"},
	{"hallmark/api/table", []string{"hallmark/standard", "github.com/xuri/excelize/v2"},
		"a list is written from values"},
	{"hallmark/api/mail", []string{"github.com/wneessen/go-mail"}, "mail is sent from values"},
	{"hallmark/api/browsertest", []string{"github.com/chromedp"}, "a browser knows no page"},
	{"hallmark/api/apitest", []string{"hallmark", "github.com/getkin/kin-openapi", "github.com/google/uuid"},
		"tests start the whole service"},
	{"hallmark/api", []string{"hallmark", "github.com/gin-gonic/gin", "github.com/google/uuid",
		"github.com/go-playground/validator/v10", "github.com/VictoriaMetrics/metrics",
		"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/crypto",
		"golang.org/x/term", "golang.org/x/time"}, "the service may use every room; a new module is named here"},
}

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

// unnamed are package names that say nothing about what a package owns.
var unnamed = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types"}

// listed is what the go command says about a package, without its tests.
type listed struct {
	ImportPath, Name string
	Imports, Deps    []string
}

func TestImports(t *testing.T) {
	packages := list(t)
	if len(packages) < 5 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	for _, complaint := range complaints(packages) {
		t.Error(complaint)
	}
}

func list(t *testing.T) []listed {
	t.Helper()
	// -e: a package that does not build is for its own tests to complain about.
	const fields = "-json=ImportPath,Name,Imports,Deps"
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

// complaints holds the packages against the tables.
func complaints(packages []listed) []string {
	var found []string
	for _, p := range packages {
		found = append(found, againstFloors(p)...)
		found = append(found, againstBans(p)...)
		if slices.Contains(unnamed, p.Name) {
			found = append(found, fmt.Sprintf("%s: the name %s says nothing", p.ImportPath, p.Name))
		}
		if slices.Contains(p.Imports, "testing") && !strings.HasSuffix(p.Name, "test") {
			found = append(found, p.ImportPath+" imports testing outside of tests")
		}
	}
	return found
}

func againstFloors(p listed) []string {
	for _, f := range floors {
		if !within(p.ImportPath, f.room) {
			continue
		}
		var found []string
		for _, have := range p.Imports {
			if !standardLibrary(have) && !within(have, f.room) && !withinAny(have, f.may) {
				found = append(found, fmt.Sprintf("%s imports %s: %s", p.ImportPath, have, f.reason))
			}
		}
		return found
	}
	return []string{p.ImportPath + " stands on no floor"}
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

// standardLibrary reports whether a package belongs to Go: its first element holds no dot.
func standardLibrary(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return first != "hallmark" && !strings.Contains(first, ".")
}

// within reports whether a package is room or below it.
func within(importPath, room string) bool {
	return importPath == room || strings.HasPrefix(importPath, room+"/")
}

func withinAny(importPath string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return within(importPath, r) })
}

// TestImportsCanFail breaks every row of the tables once.
func TestImportsCanFail(t *testing.T) {
	for _, f := range floors {
		p := listed{ImportPath: f.room + "/new", Name: "new", Imports: []string{"fmt", "example.org/x"}}
		want := []string{fmt.Sprintf("%s imports example.org/x: %s", p.ImportPath, f.reason)}
		if d := cmp.Diff(want, complaints([]listed{p})); d != "" {
			t.Errorf("floor %s: %s", f.room, d)
		}
	}
	for _, b := range bans {
		p := listed{ImportPath: b.room, Name: "x", Deps: []string{"fmt", b.never + "/below"}}
		if b.direct {
			p.Imports, p.Deps = p.Deps, nil
		}
		want := fmt.Sprintf("%s reaches %s/below: %s", p.ImportPath, b.never, b.reason)
		if have := complaints([]listed{p}); !slices.Contains(have, want) {
			t.Errorf("ban %s in %s: complaints %q", b.never, b.room, have)
		}
	}
	for _, test := range []struct {
		p    listed
		want []string
	}{
		{listed{ImportPath: "hallmark/pdf", Name: "pdf", Imports: []string{"io", "rsc.io/qr"}}, nil},
		{listed{ImportPath: "hallmark/other", Name: "other"},
			[]string{"hallmark/other stands on no floor"}},
		{listed{ImportPath: "hallmark/pdf/util", Name: "util"},
			[]string{"hallmark/pdf/util: the name util says nothing"}},
		{listed{ImportPath: "hallmark/pdf", Name: "pdf", Imports: []string{"testing"}},
			[]string{"hallmark/pdf imports testing outside of tests"}},
		{listed{ImportPath: "hallmark/api/web/webtest", Name: "webtest",
			Imports: []string{"testing"}}, nil},
	} {
		if d := cmp.Diff(test.want, complaints([]listed{test.p})); d != "" {
			t.Errorf("%s: %s", test.p.ImportPath, d)
		}
	}
}
