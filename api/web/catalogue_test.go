package web_test

import (
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// sets are the closed sets whose members have names in the catalogue: "state" "final".
func sets(t *testing.T) map[string][]string {
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	grades, stars := []string{"none"}, []string{}
	for _, g := range e.Scoring.Grades {
		grades = append(grades, g.Name)
	}
	for _, s := range e.Scoring.Stars {
		stars = append(stars, s.Name)
	}
	states := names(checklists.InProgress, checklists.Submitted, checklists.Returned,
		checklists.Approved, checklists.Final, checklists.Voided)
	shows := names(web.ShowUnanswered, web.ShowLost, web.ShowConflicts, web.ShowPhotos)
	steps := names(web.Submit, web.Return, web.Approve, web.Void)
	statuses := names("400", "401", "403", "404", "409", "413", "429", "500", "503", "changed")
	return map[string][]string{
		"grade": grades, "stars": stars, "state": states, "read-only": states, "show": shows,
		"show-none": append(shows, ""), "step": steps, "step-do": steps, "step-about": steps,
		"step-why": names(web.Return, web.Void),
		"error":    append(statuses, "home", "request"), "error.next": statuses,
		"score": names("live", "partial-total", "submitted", "voided", "approved", "appealed"),
		"role":  names(checklists.Roles()...), "kind": names(checklists.Kinds()...),
		"kind-about":     names(checklists.Kinds()...),
		"tier":           names(standard.District.String(), standard.Subdistrict.String(), standard.Community.String()),
		"hall-status":    names(checklists.InService, checklists.Closed),
		"edition-status": names(standard.Draft, standard.Published, standard.Withdrawn),
		"modality":       names(standard.Requirement, standard.Recommendation, standard.Permission),
		"method": names(standard.PassFail, standard.Graded, standard.Measured, standard.Ratio,
			standard.Deduction),
		"evidence": names(standard.EvidenceObservation, standard.EvidencePhoto,
			standard.EvidenceRecord, standard.EvidenceDocument, standard.EvidenceInterview),
		"duty": names(standard.DutyHall, standard.DutyDistrictAuthority,
			standard.DutyBusinessDepartment),
		"dimension": names(standard.Civility, standard.Efficiency, standard.Quality,
			standard.Management),
		"change": names((&web.Comparison{}).Kinds()...),
		"change-grade": names(standard.Editorial, standard.Clarified, standard.Tightened,
			standard.Relaxed, standard.Extended, standard.Split, standard.Merged,
			standard.Renumbered, standard.Rescored, standard.Added, standard.GradeWithdrawn),
		"draft-state": names("open", "submitted", "closed"),
		"operation": names(standard.OpReplace, standard.OpAdd, standard.OpDelete, standard.OpTerm,
			standard.OpWeight, standard.OpFrontMatter),
		"better": names(standard.Higher, standard.Lower),
		"field": append(append(jsonNames("", standard.Clause{}),
			jsonNames("method.", standard.Method{})...), "weight", "scope", "scope_en",
			"normative_references", "chapter-at", "section-at", "term-at", "scoring"),
		"flag": names(checklists.FlagSmallSample, checklists.FlagTransition),
		"severity": names(checklists.VetoFailure, checklists.Major, checklists.Minor,
			checklists.Advice),
		"format": names("date", "month", "time"),
		"menu": names("bulletins", "feedback", "training", "changes", "webhooks", "robots", "audits", "phone-checks", "campaigns", "results", "rankings", "rectifications", "appeals", "my-hall", "start", "settings", "halls", "editions", "amendments", "drafts", "consultations",
			"problems", "users", "events", "password", "sign-out"),
	}
}

func names[T ~string](values ...T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// jsonNames lists the fields of a struct as they stand in JSON.
func jsonNames(prefix string, of any) []string {
	var list []string
	for i := range reflect.TypeOf(of).NumField() {
		name, _, _ := strings.Cut(reflect.TypeOf(of).Field(i).Tag.Get("json"), ",")
		list = append(list, prefix+name)
	}
	return list
}

// TestCatalogue compares the texts that the pages ask for with the texts that there are, both ways.
func TestCatalogue(t *testing.T) {
	used := map[string]bool{}
	for set, members := range sets(t) {
		for _, m := range members {
			used["page."+set+"."+m] = true
		}
	}
	for _, key := range []string{"list-cut", "audits.extent", "audits.whole", "users.username",
		"events.subject", "events.system", "events.terminal", "events.visitor",
		"unjoined-one", "unprintable-one", "unprintable-and"} {
		used["page."+key] = true // in files and notes that other packages write
	}
	call := regexp.MustCompile(`(?:\bt |w\.text\()"([^"]+[^".])"`)
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") && path != "text.go" {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			used["page."+string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	holdKeys(t, "page.", used)
}

// TestCatalogueOfAmendments does the same for the area of amendments, which the standard uses too.
func TestCatalogueOfAmendments(t *testing.T) {
	used := map[string]bool{}
	for set, members := range map[string][]string{
		"state": names(web.AmendmentProposed, web.AmendmentApproved, web.AmendmentRejected,
			web.AmendmentWithdrawn, web.AmendmentPublished),
		"op": names(standard.OpReplace, standard.OpAdd, standard.OpDelete, standard.OpTerm,
			standard.OpWeight, standard.OpFrontMatter),
		"fate": names(checklists.Fates()...),
		"carry": append(names(checklists.FateReused, checklists.FateRecheck, checklists.FateNew),
			"note", "note-with"), // notes of origin are written by package api
		"sort": names(web.SortByGrade, web.SortByHall, web.SortByStep),
	} {
		for _, m := range members {
			used["amendment."+set+"-"+m] = true
		}
	}
	call := regexp.MustCompile(`"(amendment\.[a-z-]+[a-z])"`)
	for _, key := range []string{"tier", "audit", "edition", "lowest", "highest", "code", "clause",
		"due", "hall-id", "result", "official-grade", "projected-grade", "seal-reason", "seal-data"} {
		used["amendment."+key] = true // in files that package api writes
	}
	for _, dir := range []string{".", "../../standard"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || strings.HasSuffix(path, "_test.go") ||
				!strings.HasSuffix(path, ".html") && path != "transition.go" {
				return err
			}
			source, err := fs.ReadFile(os.DirFS(dir), path)
			for _, m := range call.FindAllSubmatch(source, -1) {
				used[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	holdKeys(t, "amendment.", used)
}

// holdKeys compares the keys that are used with those of an area, both ways.
func holdKeys(t *testing.T, area string, used map[string]bool) {
	t.Helper()
	for _, l := range message.Languages() {
		for key := range used {
			if !message.Has(l, key) {
				t.Errorf("%s: %q is used and has no text", l, key)
			}
		}
		for key := range message.Keys(l) {
			if strings.HasPrefix(key, area) && !used[key] {
				t.Errorf("%s: %q has a text and is used nowhere", l, key)
			}
		}
	}
}
