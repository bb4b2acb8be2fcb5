package tabletjourney_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallmark/standard/message"
)

// TestWords holds the texts that the modules ask for against the catalogue, both ways.
func TestWords(t *testing.T) {
	files, err := filepath.Glob("../web/tablet/*.js")
	must(t, err)
	var all strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		must(t, err)
		all.Write(source)
	}
	source, keys := all.String(), message.Keys(message.Chinese)
	for _, m := range regexp.MustCompile(`["\x60]tablet\.([a-z-]+)(["$])`).FindAllStringSubmatch(source, -1) {
		name, whole := m[1], m[2] == `"`
		if _, ok := keys["tablet."+name]; whole && !ok {
			t.Errorf("tablet.%s has no text", name)
		}
	}
	families := regexp.MustCompile(`tablet\.([a-z-]+-)\$\{`).FindAllStringSubmatch(source, -1)
	for key := range keys {
		name, ours := strings.CutPrefix(key, "tablet.")
		used := strings.Contains(source, `"tablet.`+name+`"`) || strings.Contains(source, `"`+name+`"`)
		for _, family := range families {
			used = used || strings.HasPrefix(name, family[1])
		}
		if ours && !used {
			t.Errorf("nobody asks for %s", key)
		}
	}
}
