package api_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// module is how the import path of every package of the program begins.
const module = "hallmark/"

// everyRoom in a row allows every room whose row stands above.
const everyRoom = "every room above"

// room is a row of the README's table of rooms: packages, and what they may import besides the
// standard library and each other. A package has the row that names it or, if none does, that of
// the nearest package above it.
type room struct {
	names  []string // below the module
	may    []string // rooms, and paths of foreign modules or of parts of them
	groups []string // of what may be imported, as they are called in the row
	every  bool     // every room above may be imported
}

type rooms []room

// readRooms reads the table, whose order is that of the floors, from the README.
func readRooms(t *testing.T) rooms {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	read, err := parseRooms(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// Code between backticks, and a line that says what a group holds: "- *the kernel*: `api/wire`, …".
var (
	ticked = regexp.MustCompile("`([^`]+)`")
	group  = regexp.MustCompile(`(?m)^- \*(the \w+)\*: (.+)$`)
)

func parseRooms(text string) (rooms, error) {
	groups := map[string][]string{}
	for _, line := range group.FindAllStringSubmatch(text, -1) {
		groups[line[1]] = code(line[2])
	}
	var read rooms
	for _, cells := range table(text, "| room | owns | may import |") {
		row := room{names: code(cells[0]), may: code(cells[2]),
			every: strings.Contains(cells[2], everyRoom)}
		for _, name := range slices.Sorted(maps.Keys(groups)) {
			if strings.Contains(cells[2], name) {
				row.groups = append(row.groups, name)
				row.may = append(row.may, groups[name]...)
			}
		}
		if len(row.names) == 0 {
			return nil, fmt.Errorf("the row %q names no room", cells[0])
		}
		read = append(read, row)
	}
	seen := map[string]bool{}
	for i, row := range read {
		for _, name := range row.names {
			if seen[name] {
				return nil, fmt.Errorf("%s has two rows", name)
			}
			seen[name] = true
		}
		for _, name := range row.may {
			if above := read.row(module + name); !foreign(name) && (above < 0 || above >= i) {
				return nil, fmt.Errorf("%s may import %s, which has no row above", row.names[0], name)
			}
		}
	}
	return read, nil
}

// table returns the cells of the Markdown table with the given head.
func table(text, head string) (rows [][]string) {
	_, text, _ = strings.Cut(text, head+"\n")
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if i > 0 { // the first line holds dashes
			rows = append(rows, strings.Split(strings.Trim(line, "|"), "|"))
		}
	}
	return rows
}

func code(cell string) (names []string) {
	for _, m := range ticked.FindAllStringSubmatch(cell, -1) {
		names = append(names, m[1])
	}
	return names
}

// foreign reports whether a path is of another module: its first element holds a dot.
func foreign(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// row returns the index of a package's row, -1 if it has none.
func (r rooms) row(importPath string) int {
	found, longest := -1, 0
	for i, row := range r {
		for _, name := range row.names {
			if within(importPath, module+name) && len(name) > longest && inRoom(importPath, name) {
				found, longest = i, len(name)
			}
		}
	}
	return found
}

// inRoom keeps the row of package api to the package itself: a new package below it needs a row.
func inRoom(importPath, name string) bool {
	return name != "api" || importPath == module+name
}

func (r rooms) againstRows(p listed) []string {
	own := r.row(p.ImportPath)
	if own < 0 {
		return []string{p.ImportPath + " stands in no row"}
	}
	var found []string
	for _, have := range p.Imports {
		if (foreign(have) || strings.HasPrefix(have, module)) && !r.may(own, have) {
			found = append(found,
				fmt.Sprintf("%s imports %s, which its row does not name", p.ImportPath, have))
		}
	}
	return found
}

// may reports whether packages of a row may import a package.
func (r rooms) may(own int, importPath string) bool {
	if foreign(importPath) {
		return slices.ContainsFunc(r[own].may, func(m string) bool { return within(importPath, m) })
	}
	to := r.row(importPath)
	return to == own || to >= 0 && to < own && (r[own].every || r.names(own, to))
}

// names reports whether a row names a room of another.
func (r rooms) names(own, to int) bool {
	return slices.ContainsFunc(r[own].may, func(m string) bool {
		return !foreign(m) && r.row(module+m) == to
	})
}

// unused finds rows without a package, and what a row allows and nobody imports.
func (r rooms) unused(packages []listed) (found []string) {
	for i, row := range r {
		for _, name := range row.names {
			if !slices.ContainsFunc(packages, func(p listed) bool { return p.ImportPath == module+name }) {
				found = append(found, "there is no package "+name)
			}
		}
		for _, m := range row.may {
			uses := func(have string) bool {
				return foreign(m) && within(have, m) ||
					!foreign(m) && strings.HasPrefix(have, module) && r.row(have) == r.row(module+m)
			}
			if !slices.ContainsFunc(packages, func(p listed) bool {
				return r.row(p.ImportPath) == i && slices.ContainsFunc(p.Imports, uses)
			}) {
				found = append(found, fmt.Sprintf("%s: nobody imports %s", row.names[0], m))
			}
		}
	}
	return found
}

func TestRoomsCanFail(t *testing.T) {
	const text = "- *the ground*: `standard`, `example.org/gin`\n\n" +
		"| room | owns | may import |\n|---|---|---|\n" +
		"| `standard` | what is asked | – |\n" +
		"| `api/audits` | work | the ground, `example.org/uuid` |\n" +
		"| `api` | the service | every room above |\n\nMore.\n"
	read, err := parseRooms(text)
	if err != nil {
		t.Fatal(err)
	}
	packages := []listed{
		{ImportPath: "hallmark/standard/message"},
		{ImportPath: "hallmark/api/audits", Imports: []string{"hallmark/standard/message"}},
		{ImportPath: "hallmark/api", Imports: []string{"hallmark/api/audits"}},
		{ImportPath: "hallmark/api/new", Imports: []string{"example.org/uuid"}},
	}
	if d := cmp.Diff([]string{"hallmark/api/new stands in no row"}, read.complaints(packages)); d != "" {
		t.Error(d)
	}
	want := []string{"there is no package standard", "api/audits: nobody imports example.org/uuid",
		"api/audits: nobody imports example.org/gin"}
	if d := cmp.Diff(want, read.unused(packages)); d != "" {
		t.Error(d)
	}
	for row, want := range map[string]string{
		"| `pdf` | paper | `fixtures` |": "pdf may import fixtures, which has no row above",
		"| `pdf` | paper | `api` |":      "",
		"| `pdf` | paper | `pdf` |":      "pdf may import pdf, which has no row above",
		"| `standard` | paper | – |":     "standard has two rows",
		"| no room | paper | – |":        "the row \" no room \" names no room",
	} {
		said := ""
		if _, err := parseRooms(strings.Replace(text, "\n\nMore", "\n"+row+"\n\nMore", 1)); err != nil {
			said = err.Error()
		}
		if said != want {
			t.Errorf("%s: %q", row, said)
		}
	}
}
