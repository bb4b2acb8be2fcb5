package outcomes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/checklists"
)

// TestIssuedDue approves a result while the holidays on the way are not known, and loads them then: the
// notice says the day that it said, and the hall keeps the later of both days for its appeal. An appeal
// says by when it is to be decided, and that the day is uncertain.
func TestIssuedDue(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Clock.Advance(time.Date(2028, 1, 21, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	audit := "/api/v1/audits/" + k.ApprovedAudit()
	notice := func() string {
		_, _, file := k.Call("GET", audit+"/rectification-notice.pdf", nil)
		name := filepath.Join(t.TempDir(), "notice.pdf")
		k.Must(os.WriteFile(name, file, 0o600))
		text, err := exec.Command("pdftotext", name, "-").Output()
		k.Must(err)
		return strings.Join(strings.Fields(string(text)), "")
	}
	k.SignIn("supervisor")
	before := notice()
	if !strings.Contains(before, "2028年1月28日（节假日安排尚未公布") {
		t.Errorf("no uncertain day: %s", before)
	}
	k.SignIn("head")
	var made struct {
		ID, Due   string
		Uncertain []string
	}
	k.Want(201, "POST", audit+"/appeals", apitest.Object{"clause": "HS044", "ground": "当日有人在岗"}, &made)
	if made.Due != "2028-02-04" || len(made.Uncertain) != 1 || made.Uncertain[0] != "due" {
		t.Errorf("%+v", made)
	}
	days, err := os.ReadFile("../settings/testdata/2028.csv")
	k.Must(err)
	k.Clock.Advance(time.Hour)
	k.SignIn("supervisor")
	k.Want(200, "PUT", "/api/v1/settings/calendar", string(days), nil)
	if after := notice(); after != before {
		t.Errorf("the notice has changed:\n%s\n%s", before, after)
	}
	k.Want(200, "GET", "/api/v1/appeals/"+made.ID, nil, &made)
	if made.Due <= "2028-02-04" {
		t.Errorf("%+v", made)
	}
	k.Clock.Advance(8 * 24 * time.Hour) // after the day of the notice, before the one that is known now
	k.SignIn("head")
	k.Want(201, "POST", audit+"/appeals", apitest.Object{"clause": "HS079", "ground": "当日有人在岗"}, nil)
}
