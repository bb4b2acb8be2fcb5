package pdf_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"hallmark/standard/message"
)

// holdTexts compares the texts of an area with those that a file asks for, both ways. The file
// names each text in full but for the area.
func holdTexts(t *testing.T, area, file string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z.-]+)"`).FindAllSubmatch(source, -1) {
		used[area+string(m[1])] = true
	}
	for key := range message.Keys(message.Chinese) {
		if strings.HasPrefix(key, area) && !used[key] {
			t.Errorf("%s has a text and is used nowhere", key)
		}
	}
	for _, m := range regexp.MustCompile(`n\.say\("([a-z.-]+)"`).FindAllSubmatch(source, -1) {
		if key := area + string(m[1]); !message.Has(message.Chinese, key) {
			t.Errorf("%s is used and has no text", key)
		}
	}
}
