package web_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallmark/checklists/campaign"
)

// TestCatalogueOfCampaigns compares the texts of the supervisor's pages with those that pages and
// files ask for, both ways.
func TestCatalogueOfCampaigns(t *testing.T) {
	used := map[string]bool{}
	for _, state := range campaign.States() {
		used["board.state-"+string(state)] = true
	}
	for _, state := range []string{"cancelled", "failed", "interrupted", "gone"} {
		used["board.archive-"+state] = true
	}
	for _, step := range []string{"seal", "draw", "open", "close"} {
		for _, text := range []string{"step-", "about-", "do-"} {
			used["board."+text+step] = true
		}
	}
	for _, key := range []string{"show-waiting", "show-started", "show-done", "outcome-drawn",
		"outcome-lot", "outcome-recent", "rule-internal-notice", "rule-parent-notice", "measure-internal-notice",
		"measure-parent-notice"} {
		used["board."+key] = true
	}
	call := regexp.MustCompile(`"((?:board|review)\.[a-z-]+[a-z])"`)
	inTable := regexp.MustCompile(`"([a-z-]*[a-z])"`) // with "board." in front
	tables := map[string]bool{"campaign_table.go": true, "result_table.go": true, "archive_table.go": true}
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") ||
			!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(os.DirFS(".."), path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			used[string(m[1])] = true
		}
		if tables[filepath.Base(path)] {
			_, source, _ = bytes.Cut(source, []byte("\nfunc ")) // after the imports
			for _, m := range inTable.FindAllSubmatch(source, -1) {
				used["board."+string(m[1])] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, show := range []string{"all", "changed", "returned", "lost", "omitted", "photos"} {
		used["review.show-"+show] = true
	}
	holdKeys(t, "board.", used)
	holdKeys(t, "review.", used)
}
