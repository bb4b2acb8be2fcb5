package checklists_test

import (
	"errors"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func appealOf(t *testing.T, e *standard.Edition, a *checklists.Audit) checklists.Appeal {
	t.Helper()
	due, _ := a.AppealDue(checklists.Calendar{}, checklists.AppealWorkdays)
	p, err := checklists.OpenAppeal(e, a, "HS079", "当日台账送审", proof, "head", checktest.Morning, due)
	checktest.Must(t, err)
	return p
}

func ruled(by checklists.Username, reason string) checklists.Ruling {
	return checklists.Ruling{By: by, At: checktest.Morning, Reason: reason, Due: "2018-01-30"}
}

func TestAppealUpheld(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	official := *a.Result
	p := appealOf(t, e, &a)
	if p.Earned.String() != "0.33" || p.Max.String() != "1" {
		t.Errorf("earned %s of %s", p.Earned, p.Max)
	}
	checktest.Must(t, p.Uphold(e, &a, ruled("zhou", "台账属实"), whole(t, e, "HS079")))
	checktest.Must(t, a.CheckDigest())
	first, restated := a.Released()
	if first != official || !restated || a.Result.Total.Compare(official.Total) <= 0 {
		t.Errorf("first %v, restated %v, now %v", first, restated, *a.Result)
	}
	d := p.Decision
	if d.Before != official || d.After != *a.Result || !d.Restate || d.Earned != p.Max {
		t.Errorf("decision %+v", *d)
	}
	if log := a.Log["HS079"]; len(log) != 2 || log[1].By != "zhou" {
		t.Errorf("the log holds %d changes", len(log))
	}
	if err := p.Dismiss(&a, ruled("zhou", "x")); !errors.Is(err, checklists.ErrAppealDecided) {
		t.Errorf("decided twice: %v", err)
	}
}

// TestDecisionID: the change of a decision is told by its step and not by its ID, so that an answer
// recorded under a foreseen ID is no decision; and it follows from the approval.
func TestDecisionID(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	p := appealOf(t, e, &a)
	if err := p.Restated(e, &a, ruled("zhou", "x")); !errors.Is(err, checklists.ErrAppealDecided) {
		t.Errorf("finished without a decision: %v", err)
	}
	id := p.DecisionID(&a)
	again := p
	checktest.Must(t, p.Uphold(e, &a, ruled("zhou", "台账属实"), whole(t, e, "HS079")))
	if log := a.Log["HS079"]; id[14] != '8' || log[len(log)-1].ID != id || p.DecisionID(&a) != id {
		t.Errorf("decided under %s, foreseen %s", log[len(log)-1].ID, id)
	}
	revision := a.Revision
	if err := again.Uphold(e, &a, ruled("li", "x"), whole(t, e, "HS079")); !errors.Is(err,
		checklists.ErrAppealInvolved) {
		t.Errorf("an inspector finishes a decision: %v", err)
	}
	checktest.Must(t, again.Uphold(e, &a, ruled("zhou", "台账属实"), whole(t, e, "HS079")))
	if a.Revision != revision || again.Decision.By != "zhou" || again.Decision.Earned != p.Max {
		t.Errorf("decided twice: revision %d, %+v", a.Revision, *again.Decision)
	}
	other := fellShort(t, e)
	other.Transitions[len(other.Transitions)-1].Digest = "0"
	if p.DecisionID(&other) == id {
		t.Error("the ID does not follow from the approval")
	}
}

func TestAppealDismissed(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	digest := a.Digest
	p := appealOf(t, e, &a)
	checktest.Must(t, p.Dismiss(&a, ruled("zhou", "维持原判")))
	if p.Decision.After != *a.Result || p.Decision.Restate || a.Digest != digest {
		t.Errorf("a dismissal changed the audit: %+v", *p.Decision)
	}
}

func TestAppealRefuses(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	due, _ := a.AppealDue(checklists.Calendar{}, checklists.AppealWorkdays)
	if due != "2018-01-19" {
		t.Errorf("appeals are due on %s", due)
	}
	late := time.Date(2018, 1, 20, 0, 0, 0, 0, checklists.HallZone)
	open := func(uid standard.ClauseUID, at time.Time, a *checklists.Audit) error {
		_, err := checklists.OpenAppeal(e, a, uid, "理由", nil, "head", at, due)
		return err
	}
	if err := open("HS079", late, &a); !errors.Is(err, checklists.ErrAppealLate) {
		t.Errorf("late: %v", err)
	}
	if err := open("HS079", late.Add(-time.Minute), &a); err != nil {
		t.Errorf("in the last minute: %v", err)
	}
	if err := open("HS002", checktest.Morning, &a); !errors.Is(err, checklists.ErrAppealNothing) {
		t.Errorf("nothing lost: %v", err)
	}
	over := a
	checktest.Must(t, over.Finalize("system", late, ""))
	if err := open("HS079", late, &over); !errors.Is(err, checklists.ErrAppealLate) {
		t.Errorf("final: %v", err)
	}
	running := started(t, e)
	if err := open("HS079", checktest.Morning, &running); !errors.Is(err, checklists.ErrAppealState) {
		t.Errorf("running: %v", err)
	}
	checktest.WantProblems(t, open("HS999", checktest.Morning, &a), "clause change.clause-unknown")
	_, err := checklists.OpenAppeal(e, &a, "HS079", "", nil, "head", checktest.Morning, due)
	checktest.WantProblems(t, err, "ground empty")

	p := appealOf(t, e, &a)
	for _, by := range []checklists.Username{"li", "wu", "sun", "head"} { // inspectors, approver, hall
		if err := p.Dismiss(&a, ruled(by, "x")); !errors.Is(err, checklists.ErrAppealInvolved) {
			t.Errorf("%s: %v", by, err)
		}
	}
	before := a.Digest
	err = p.Uphold(e, &a, ruled("zhou", "x"), checklists.Answer{Kind: checklists.Verdict})
	checktest.WantProblems(t, err, "verdict answer.kind")
	same := p.Answer
	same.Note = "另一种说法"
	checktest.WantProblems(t, p.Uphold(e, &a, ruled("zhou", "x"), same), "answer audit.appeal-same")
	overdue := ruled("zhou", "x")
	overdue.Due = "2018-01-11"
	checktest.WantProblems(t, p.Dismiss(&a, overdue), "late audit.appeal-late")
	checktest.WantProblems(t, p.Uphold(e, &a, overdue, whole(t, e, "HS079")), "late audit.appeal-late")
	if a.Digest != before || p.State != checklists.AppealOpen {
		t.Error("a refused decision left a trace")
	}
}

func TestLateDecisionSaysWhy(t *testing.T) {
	e := checktest.Reference(t)
	for _, r := range []checklists.Ruling{
		{By: "zhou", At: checktest.Morning, Reason: "台账属实", Due: "2018-01-11", Late: "等待公安部门答复"},
		{By: "zhou", At: checktest.Morning, Reason: "台账属实", Due: "2018-01-12", Late: "没有逾期"},
	} {
		want := ""
		if r.Due < "2018-01-12" {
			want = r.Late
		}
		a := fellShort(t, e)
		dismissed, upheld := appealOf(t, e, &a), appealOf(t, e, &a)
		checktest.Must(t, dismissed.Dismiss(&a, r))
		checktest.Must(t, upheld.Uphold(e, &a, r, whole(t, e, "HS079")))
		if dismissed.Decision.Late != want || upheld.Decision.Late != want {
			t.Errorf("due %s: %q and %q, want %q", r.Due, dismissed.Decision.Late,
				upheld.Decision.Late, want)
		}
	}
}

// TestAppealTookAway: a finding is gone where the clause loses nothing by the decision or is not
// applicable, and stands where it still fails, also if it is worth nothing.
func TestAppealTookAway(t *testing.T) {
	one, nothing := standard.NewDecimal(100, 2), standard.NewDecimal(0, 2)
	for name, c := range map[string]struct {
		state       checklists.AppealState
		max, earned standard.Decimal
		answer      *checklists.Answer
		want        bool
	}{
		"whole":          {checklists.AppealUpheld, one, one, &checklists.Answer{Kind: checklists.Level, Level: 3}, true},
		"less":           {checklists.AppealUpheld, one, nothing, &checklists.Answer{Kind: checklists.Level}, false},
		"not applicable": {checklists.AppealUpheld, one, nothing, &checklists.Answer{Kind: checklists.NotApplicable}, true},
		"fails, worth 0": {checklists.AppealUpheld, nothing, nothing, &checklists.Answer{Kind: checklists.Verdict}, false},
		"dismissed of 0": {checklists.AppealDismissed, nothing, nothing, nil, false},
	} {
		p := checklists.Appeal{State: c.state, Max: c.max, Decision: &checklists.AppealDecision{Earned: c.earned, Answer: c.answer}}
		if got := p.TookAway(); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
