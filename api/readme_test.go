package api_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme finds every file that the README names in the tree.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if rows := table(string(text), whereHead); len(rows) < 20 {
		t.Errorf("the table of nouns has %d rows", len(rows))
	}
	for _, complaint := range readmeComplaints(string(text)) {
		t.Error(complaint)
	}
}

// The table that says where is what.
const whereHead = "| noun | rule | use case | page | print | texts |"

// Somewhere in the tree, and the target of a link or picture.
var (
	ofTree = regexp.MustCompile(`^\.?(api|standard|checklists|pdf|fixtures|github|ci)/`)
	linked = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

func readmeComplaints(text string) (found []string) {
	missing := func(place, pattern string) {
		if files, err := filepath.Glob(filepath.Join("..", pattern)); err != nil || len(files) == 0 {
			found = append(found, fmt.Sprintf("%s: there is no %s", place, pattern))
		}
	}
	for _, row := range table(text, whereHead) {
		noun := strings.TrimSpace(row[0])
		for _, cell := range row[1:] {
			names := code(cell)
			if len(names) == 0 && strings.TrimSpace(cell) != "–" {
				found = append(found, fmt.Sprintf("%s: a cell names no file", noun))
			}
			for _, name := range names {
				switch filepath.Ext(name) {
				case ".html":
					missing(noun, "api/web/templates/pages/"+name)
				case ".json":
					missing(noun, "standard/message/zh/"+name)
					missing(noun, "standard/message/en/"+name)
				default:
					missing(noun, name)
				}
			}
		}
	}
	for _, name := range code(text) {
		if ofTree.MatchString(name) {
			missing("README", name)
		}
	}
	for _, link := range linked.FindAllStringSubmatch(text, -1) {
		missing("README", link[1])
	}
	return found
}

// TestDocNamesFiles finds every file that doc.go names, each by the end of its path, in the tree.
func TestDocNamesFiles(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var tree []string
	err = filepath.WalkDir("..", func(file string, _ fs.DirEntry, err error) error {
		tree = append(tree, filepath.ToSlash(file))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lost := lostNames(string(text), tree)
	if len(lost) > 0 {
		t.Errorf("there is no %s", strings.Join(lost, ", "))
	}
	if d := cmp.Diff([]string{"web/no.go"}, lostNames("web/no.go, web/doc.go.", tree)); d != "" {
		t.Error(d)
	}
}

var fileName = regexp.MustCompile(`(?:^|[\s(])([a-z][\w/-]*\.(?:go|js|html|json))\b`)

func lostNames(text string, tree []string) (lost []string) {
	for _, found := range fileName.FindAllStringSubmatch(text, -1) {
		name := found[1]
		if !slices.ContainsFunc(tree, func(file string) bool { return strings.HasSuffix(file, "/"+name) }) {
			lost = append(lost, name)
		}
	}
	return lost
}

func TestReadmeCanFail(t *testing.T) {
	const text = "![a picture](pdf/no.png), `api/no.go`, `api/routes.go`\n\n" + whereHead + "\n|---|\n" +
		"| appeal | `checklists/appeal.go` | `checklists/no.go` | `appeal*.html` `none*.html` | – | `no.json` |\n" +
		"| hall | `checklists/hall.go` |  |\n"
	want := []string{"appeal: there is no checklists/no.go",
		"appeal: there is no api/web/templates/pages/none*.html",
		"appeal: there is no standard/message/zh/no.json", "appeal: there is no standard/message/en/no.json",
		"hall: a cell names no file", "README: there is no api/no.go",
		"README: there is no checklists/no.go", "README: there is no pdf/no.png"}
	if d := cmp.Diff(want, readmeComplaints(text)); d != "" {
		t.Error(d)
	}
}
