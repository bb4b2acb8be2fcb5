package outcomes_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/checklists"
)

type termSeen struct {
	Due, Last       string
	Uncertain, Open bool
	Items           []struct{ ID, Due string }
}

// TestUncertainTerm approves a result while the holidays on the way are not known: it stays open for
// appeals as long as the term can last, or until the year is known, and page and API say so.
func TestUncertainTerm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	until := func(month time.Month, day int) {
		t.Helper()
		k.Clock.Advance(time.Date(2028, month, day, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
		k.Must(k.Server.Outcomes.Finalize(t.Context()))
	}
	term := func(id string) (s termSeen) {
		t.Helper()
		clear(k.Tokens)
		k.SignIn("head")
		k.Want(200, "GET", "/api/v1/audits/"+id+"/appeals", nil, &s)
		return s
	}
	state := func(id string) string {
		clear(k.Tokens) // they end with the days
		k.SignIn("head")
		return k.Audit(id).State
	}
	until(1, 21)
	id := k.ApprovedAudit()
	if s := term(id); s.Due != "2028-01-28" || s.Last != "2028-02-15" || !s.Uncertain || !s.Open {
		t.Errorf("%+v", s)
	}
	until(1, 31)
	if s := state(id); s != "approved" {
		t.Fatalf("on the day after an uncertain one it is %s", s)
	}
	const late = "最晚至2028年2月15日"
	head := k.Browse("head")
	for _, path := range []string{"/halls/GS-S03", "/audits/" + id + "/score", "/audits/" + id + "/appeals?clause=HS044"} {
		if p := head.Get(path); !strings.Contains(p.Body, late) {
			t.Errorf("%s does not say %q: %d", path, late, p.Status)
		}
	}
	k.SignIn("head")
	k.Want(201, "POST", "/api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "当日有人在岗"}, nil)
	if s := term(id); len(s.Items) != 1 || !s.Open {
		t.Errorf("%+v", s)
	}

	other := k.ApprovedAudit()
	until(2, 1)
	days, err := os.ReadFile("../settings/testdata/2028.csv")
	k.Must(err)
	k.SignIn("supervisor")
	k.Want(200, "PUT", "/api/v1/settings/calendar", string(days), nil)
	if s := term(other); s.Due != "2028-02-07" || s.Last != s.Due || s.Uncertain {
		t.Errorf("once the year is known: %+v", s)
	}
	until(2, 9)
	if s := state(other); s != "final" {
		t.Errorf("after a day that is certain it is %s", s)
	}
	k.SignIn("head")
	k.Want(409, "POST", "/api/v1/audits/"+other+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "当日有人在岗"}, nil)
	if s := term(other); s.Open {
		t.Errorf("%+v", s)
	}
	if s := state(id); s != "approved" {
		t.Errorf("an appeal waits, and it is %s", s)
	}
}

// TestTermOfYearThatNobodyLoads ends with the last day that the term can have.
func TestTermOfYearThatNobodyLoads(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Clock.Advance(time.Date(2028, 1, 21, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	id := k.ApprovedAudit()
	k.Clock.Advance(time.Date(2028, 2, 15, 12, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	for _, want := range []string{"approved", "final"} {
		k.Must(k.Server.Outcomes.Finalize(t.Context()))
		clear(k.Tokens)
		k.SignIn("head")
		if s := k.Audit(id).State; s != want {
			t.Errorf("at %v: %s, want %s", k.Clock.Read(), s, want)
		}
		k.Clock.Advance(24 * time.Hour)
	}
}

// TestLateDecision asks for a reason on the weekend after the last day too, on the page that has a
// field for it.
func TestLateDecision(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ApprovedAudit() // on a Thursday
	k.Clock.Advance(24 * time.Hour)
	k.SignIn("head")
	var made struct{ ID, Due string }
	k.Want(201, "POST", "/api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "当日有人在岗"}, &made)
	last, err := time.ParseInLocation(time.DateOnly, made.Due, checklists.HallZone)
	k.Must(err)
	k.Must(k.AddSupervisor("second"))
	k.Clock.Advance(last.Add(9 * time.Hour).Sub(k.Clock.Read()))
	page := func() bool {
		return strings.Contains(k.Browse("second").Get("/appeals/"+made.ID).Body, `id="late"`)
	}
	if page() {
		t.Error("on the last day a decision is late")
	}
	k.Clock.Advance(24 * time.Hour)
	if last.Weekday() != time.Friday || !page() {
		t.Errorf("a decision on the day after %v is not late", last.Weekday())
	}
}
