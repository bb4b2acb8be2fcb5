package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hallmark/api/web"
	"hallmark/checklists"
)

// TestCatalogueOfRectifications compares the texts of rectification and appeal with those that
// pages and files ask for, both ways.
func TestCatalogueOfRectifications(t *testing.T) {
	used := map[string]bool{}
	for _, op := range []checklists.RectificationOp{checklists.OpPlan, checklists.OpReply,
		checklists.OpVerify, checklists.OpSendBack, checklists.OpAskExtension, checklists.OpExtend,
		checklists.OpKeepDeadline, checklists.OpSuspend, checklists.OpResume, checklists.OpRevoke,
		checklists.OpFoundWhole, checklists.OpCarryOn, checklists.OpContinue, checklists.OpTakeBack} {
		used["loop.op-"+string(op)] = true
	}
	for _, state := range checklists.AppealStates() {
		used["loop.appeal-"+string(state)] = true
	}
	for _, member := range []string{"planDue", "due", "recheckDue", "overdue"} {
		used["loop.unsure-"+member] = true // of "uncertain" in answers
	}
	for _, f := range slices.Concat((&web.Settings{}).Deadlines(), (&web.Settings{}).Escalation(),
		(&web.Settings{}).LastPlaces()) {
		used["loop.set-"+f.Name], used["loop.set-about-"+f.Name] = true, true
	}
	call := regexp.MustCompile(`"loop\.([a-z-]+[a-z])"`)
	inTable := regexp.MustCompile(`"([a-z-]*[a-z])"`) // with "loop." in front
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") ||
			!strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(os.DirFS(".."), path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			used["loop."+string(m[1])] = true
		}
		if path == "outcomes/shown/tables.go" {
			for _, m := range inTable.FindAllSubmatch(source, -1) {
				used["loop."+string(m[1])] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	holdKeys(t, "loop.", used)
}
