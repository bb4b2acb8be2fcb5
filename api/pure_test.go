package api_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// clocks are the functions of package time that ask what time it is.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}

// TestPure finds rules of standard and checklists that look at a clock.
func TestPure(t *testing.T) {
	files := 0
	for _, s := range readSources(t) {
		if room, _, _ := strings.Cut(s.file, "/"); room != "standard" && room != "checklists" ||
			strings.HasPrefix(s.file, "checklists/checktest/") {
			continue
		}
		files++
		for _, complaint := range s.clocks() {
			t.Error(complaint)
		}
	}
	if files < 50 {
		t.Errorf("only %d files", files)
	}
	s, err := parseSource("standard/x.go", "x.go", "package x\n\nvar a, b = time.Now(), time.Unix(0, 0)\n")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"standard/x.go asks the clock: time.Now"}, s.clocks()); d != "" {
		t.Error(d)
	}
}

func (s source) clocks() (found []string) {
	ast.Inspect(s.tree, func(n ast.Node) bool {
		call, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(clocks, call.Sel.Name) {
			return true
		}
		if of, ok := call.X.(*ast.Ident); ok && of.Name == "time" {
			found = append(found, fmt.Sprintf("%s asks the clock: time.%s", s.file, call.Sel.Name))
		}
		return true
	})
	return found
}
