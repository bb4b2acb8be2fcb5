package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
)

// TestCatalogueOfBulletins compares the texts of bulletins with those that drafts, pages and files
// ask for, both ways.
func TestCatalogueOfBulletins(t *testing.T) {
	used := map[string]bool{}
	for set, members := range map[string][]string{
		"kind": names(bulletin.Kinds()...), "title": names(bulletin.Kinds()...),
		"title-correction": names(bulletin.Kinds()...),

		"code":    names(bulletin.Kinds()...),
		"state":   names(bulletin.Draft, bulletin.Sealed, bulletin.Issued),
		"quarter": {"1", "2", "3", "4"}, "done": {"save", "redraft", "issue"},
		"consequence": names(checklists.InternalNotice, checklists.ParentNotice),
		"section": names(bulletin.SectionChecks, bulletin.SectionRanking, bulletin.SectionPractice,
			bulletin.SectionProblems, bulletin.SectionMending, bulletin.SectionDemands),
	} {
		for _, m := range members {
			used["bulletin."+set+"-"+m] = true
		}
	}
	call := regexp.MustCompile(`"bulletin\.([a-z-]+[a-z])"`)
	own := regexp.MustCompile(`(?:say|text|quantities)\((?:w, )?"([a-z-]+[a-z])"`)
	columns := regexp.MustCompile(`(?s)columns\(\[\]string\{([^}]*)\}`)
	word := regexp.MustCompile(`"([a-z-]+)"`)
	for _, dir := range []string{"..", "../../checklists", "../../pdf"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || strings.HasSuffix(path, "_test.go") ||
				!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
				return err
			}
			source, err := fs.ReadFile(os.DirFS(dir), path)
			for _, m := range call.FindAllSubmatch(source, -1) {
				used["bulletin."+string(m[1])] = true
			}
			if strings.HasPrefix(path, "bulletin") && strings.HasSuffix(path, ".go") {
				for _, m := range own.FindAllSubmatch(source, -1) {
					used["bulletin."+string(m[1])] = true
				}
				for _, list := range columns.FindAllSubmatch(source, -1) {
					for _, m := range word.FindAllSubmatch(list[1], -1) {
						used["bulletin.column-"+string(m[1])] = true
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"pdf", "docx", "json"} {
		delete(used, "bulletin."+file)
	}
	for _, key := range []string{"kind", "no-section", "too-long", "print-issued", "print-drafted"} {
		used["bulletin."+key] = true // problems, and a choice of two
	}
	holdKeys(t, "bulletin.", used)
}
