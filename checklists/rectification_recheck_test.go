package checklists_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// recheckVisit is an approved re-check of an audit with an answer to each of its clauses.
func recheckVisit(t *testing.T, e *standard.Edition, origin *checklists.Audit, by checklists.Username,
	answers map[standard.ClauseUID]string,
) checklists.Audit {
	t.Helper()
	o := opening(e)
	o.ID = "01940000-0000-7000-8000-0000004f2aff"
	o.Kind, o.Origin, o.At, o.Inspectors = checklists.Recheck, origin, checktest.Morning.AddDate(0, 0, 20),
		[]checklists.Username{by}
	n := 0
	var changes []checklists.Change
	for uid, value := range answers {
		o.Only = append(o.Only, uid)
		changes = append(changes, checklists.Change{ID: numbered(500 + n), Clause: uid, At: stamp(n),
			Device: "tab", Op: checklists.OpAnswer, Value: json.RawMessage(value)})
		n++
	}
	a, err := checklists.Start(o)
	checktest.Must(t, err)
	a.Apply(e, changes, by, o.At)
	checktest.Must(t, a.Submit(e, by, o.At, ""))
	checktest.Must(t, a.Approve("sun", o.At, ""))
	return a
}

// TestRecheckVisit: what is whole closes its rectification, also without a reply; a reply that does
// not convince goes back; a visit counts once.
func TestRecheckVisit(t *testing.T) {
	e := checktest.Reference(t)
	origin := fellShort(t, e)
	list := opened(t, e, &origin)
	if d := cmp.Diff([]standard.ClauseUID{"HS001", "HS079"},
		checklists.ToRecheck(e, &origin, list, checktest.Morning)); d != "" {
		t.Fatalf("to be re-checked (-want +got):\n%s", d)
	}
	var area, level *checklists.Rectification
	for i := range list {
		switch list[i].Clause {
		case "HS001":
			area = &list[i]
		case "HS079":
			level = &list[i]
		}
	}
	later := checktest.Morning.AddDate(0, 0, 21)
	checktest.Must(t, level.Reply("head", checktest.Morning, "已补齐", proof))
	best, err := json.Marshal(whole(t, e, "HS001"))
	checktest.Must(t, err)
	found := recheckVisit(t, e, &origin, "wu", map[standard.ClauseUID]string{"HS001": string(best),
		"HS079": `{"level":2,"note":"仍缺3月"}`})
	for _, r := range []*checklists.Rectification{area, level} {
		if done, err := r.Recheck(e, &found, later); !done || err != nil {
			t.Fatal(r.Clause, done, err)
		}
		if err := r.CheckDigest(); err != nil {
			t.Error(err)
		}
		if done, err := r.Recheck(e, &found, later); done || err != nil {
			t.Error("a visit counts twice:", r.Clause, done, err)
		}
	}
	for ahead, want := range map[time.Duration][]standard.ClauseUID{-time.Hour: {"HS001", "HS079"},
		time.Hour: {"HS079"}} {
		if d := cmp.Diff(want, checklists.ToRecheck(e, &origin, list, later.Add(ahead))); d != "" {
			t.Errorf("a visit begun %v after the closing (-want +got):\n%s", ahead, d)
		}
	}
	last := func(r *checklists.Rectification) checklists.RectificationStep { return r.Steps[len(r.Steps)-1] }
	if area.State != checklists.ClosedOff || last(area).By != "wu" || last(area).Audit != found.ID {
		t.Errorf("HS001 is %s: %+v", area.State, last(area))
	}
	if level.State != checklists.SentBack || last(level).Text != "仍缺3月" {
		t.Errorf("HS079 is %s: %+v", level.State, last(level))
	}
	after, err := origin.AfterRectification(e, []checklists.Rectification{*area, *level})
	checktest.Must(t, err)
	answers := origin.Answers()
	answers["HS001"] = whole(t, e, "HS001")
	want, err := checklists.ScoreOf(e, origin.Tier, answers)
	checktest.Must(t, err)
	if after.Total != want.Total || after.Grade != want.Grade {
		t.Errorf("after rectification %s %s, want %s %s", after.Total, after.Grade, want.Total, want.Grade)
	}
}

func TestRecheckVisitRefuses(t *testing.T) {
	e := checktest.Reference(t)
	origin := fellShort(t, e)
	r := rectification(t, e, &origin)
	checktest.Must(t, r.Reply("wu", checktest.Morning, "已补齐", proof))
	own := recheckVisit(t, e, &origin, "wu", map[standard.ClauseUID]string{"HS079": `{"level":3}`})
	if done, err := r.Recheck(e, &own, checktest.Morning); done || !errors.Is(err, checklists.ErrOwnReply) {
		t.Error("an own reply is verified:", done, err)
	}
	other := own
	other.Origin = "01940000-0000-7000-8000-000000000000"
	if done, err := r.Recheck(e, &other, checktest.Morning); done || err != nil {
		t.Error("a visit for another audit counts:", done, err)
	}
	o := opening(e)
	o.Origin = &origin // but of another kind
	_, err := checklists.Start(o)
	checktest.WantProblems(t, err, "origin audit.origin")
	o.Kind = checklists.Recheck
	o.Hall.ID = "GS-S01"
	_, err = checklists.Start(o)
	checktest.WantProblems(t, err, "origin audit.origin")
}

// A re-check is scored by the thresholds that held for its audit, also when they have run out.
func TestRecheckKeepsThresholds(t *testing.T) {
	e, err := standard.Apply(checktest.Reference(t), amendment(t))
	checktest.Must(t, err)
	o := opening(e)
	o.At = time.Date(2022, 7, 1, 9, 0, 0, 0, checklists.HallZone)
	origin, err := checklists.Start(o)
	checktest.Must(t, err)
	if len(origin.Kept) == 0 {
		t.Fatal("nothing is kept")
	}
	o.Kind, o.Origin, o.At, o.Only = checklists.Recheck, &origin, o.At.AddDate(5, 0, 0), origin.Kept
	a, err := checklists.Start(o)
	checktest.Must(t, err)
	if d := cmp.Diff(origin.Kept, a.Kept); d != "" {
		t.Error(d)
	}
}

// So is a fix that is verified without a visit: 200 m² were enough for a hall of old.
func TestVerifyKeepsThresholds(t *testing.T) {
	e, err := standard.Apply(checktest.Reference(t), amendment(t))
	checktest.Must(t, err)
	for at, want := range map[time.Time]error{
		time.Date(2022, 7, 1, 9, 0, 0, 0, checklists.HallZone): nil,
		time.Date(2024, 7, 1, 9, 0, 0, 0, checklists.HallZone): checklists.ErrNotMended,
	} {
		o := opening(e)
		o.At = at
		a, err := checklists.Start(o)
		checktest.Must(t, err)
		changes := answerAll(t, e, a.Tier)
		for i := range changes {
			if changes[i].Clause == "HS001" {
				changes[i].Value = json.RawMessage(`{"value":150}`)
			}
		}
		a.Apply(e, changes, "li", at)
		checktest.Must(t, a.Submit(e, "li", at, ""))
		checktest.Must(t, a.Approve("sun", at, ""))
		r := opened(t, e, &a)[0]
		checktest.Must(t, r.Reply("head", at, "已扩建", proof))
		enough := checklists.Answer{Kind: checklists.Value, Value: standard.NewDecimal(200, 0)}
		if err := r.Verify(e, "li", at, enough, ""); !errors.Is(err, want) {
			t.Errorf("%s at %s: %v, want %v", r.Clause, at.Format(time.DateOnly), err, want)
		}
	}
}
