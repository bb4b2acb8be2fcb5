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

// partial starts an audit that asks some clauses.
func partial(t testing.TB, e *standard.Edition, only ...standard.ClauseUID) checklists.Audit {
	t.Helper()
	o := opening(e)
	o.Kind, o.Only = checklists.Phone, only
	a, err := checklists.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestPartialAudit(t *testing.T) {
	e := checktest.Reference(t)
	a := partial(t, e, "HS003", "HS001")
	if d := cmp.Diff([]standard.ClauseUID{"HS001", "HS003"}, a.Only); d != "" || a.Asked != 2 {
		t.Fatalf("asks %d (-want +got):\n%s", a.Asked, d)
	}
	answers := full(e, a.Tier)
	change := func(n int, uid standard.ClauseUID) checklists.Change {
		value, err := json.Marshal(answers[uid])
		if err != nil {
			t.Fatal(err)
		}
		return checklists.Change{ID: numbered(n), Clause: uid, At: stamp(n), Device: "tab",
			Op: checklists.OpAnswer, Value: value}
	}
	got := statuses(t, a.Apply(e, []checklists.Change{change(1, "HS001"), change(2, "HS002")}, "li",
		checktest.Morning.Add(time.Hour)))
	if want := "applied rejected:clause-not-asked"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var missing *checklists.NotReadyError
	if err := a.Submit(e, "li", checktest.Morning.Add(time.Hour), ""); !errors.As(err, &missing) ||
		!cmp.Equal(missing.Unanswered, []standard.ClauseUID{"HS003"}) {
		t.Errorf("missing: %v", err)
	}
	a.Apply(e, []checklists.Change{change(3, "HS003")}, "li", checktest.Morning.Add(time.Hour))
	if err := a.Submit(e, "li", checktest.Morning.Add(2*time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	if a.Result.Total.String() != "100" || a.Result.Grade != "" || a.Result.Stars != "" {
		t.Errorf("result %+v", *a.Result)
	}
	if err := a.CheckDigest(); err != nil {
		t.Error(err)
	}
	widened := a.Clone()
	widened.Only = nil
	var altered *checklists.AlteredError
	if err := widened.CheckDigest(); !errors.As(err, &altered) || altered.Record != "head" {
		t.Errorf("a part that was made a whole: %v", err)
	}
	if err := a.Approve("chen", checktest.Morning.Add(3*time.Hour), ""); err != nil {
		t.Fatal(err)
	}
	o, err := checklists.OutcomeOf(e, &a, nil)
	if err != nil || !o.Partial || o.Official() || len(o.Clauses) != 2 {
		t.Errorf("outcome %+v, %v", o, err)
	}
	var invalid *standard.InvalidError
	if err := a.Restate(e, "HS002", answers["HS002"], "chen", checktest.Morning.Add(4*time.Hour), "x",
		numbered(9)); !errors.As(err, &invalid) {
		t.Errorf("restating a clause that is not asked: %v", err)
	}
}

func TestPartOfAllIsAWholeAudit(t *testing.T) {
	e := checktest.Reference(t)
	whole, all := started(t, e), opening(e)
	all.Only = uidsOf(e.Checklist(all.Hall.Tier))
	a, err := checklists.Start(all)
	if err != nil {
		t.Fatal(err)
	}
	if a.Partial() || a.Digest != whole.Digest {
		t.Errorf("partial %t, sealed as %s, want %s", a.Partial(), a.Digest, whole.Digest)
	}
}

func TestStartRefusesParts(t *testing.T) {
	e := checktest.Reference(t)
	o := opening(e)
	o.Only = []standard.ClauseUID{"HS001", "XX", "HS001"}
	_, err := checklists.Start(o)
	checktest.WantProblems(t, err, "only[1] audit.only", "only[2] audit.only-twice")
}

// Of two official audits in a campaign the one that asked a part is in no ranking.
func TestRankingLeavesPartsOut(t *testing.T) {
	total := standard.NewDecimal(90, 0)
	list := []checklists.Outcome{
		{Hall: "A", Tier: standard.District, Kind: checklists.Unannounced, Partial: true,
			Result: checklists.Result{Total: standard.NewDecimal(100, 0)}},
		{Hall: "B", Tier: standard.District, Kind: checklists.Unannounced,
			Result: checklists.Result{Total: total, Grade: "优秀"}},
	}
	lines := checklists.RankingOf(standard.District, list, nil)
	if len(lines) != 1 || lines[0].Hall != "B" || lines[0].Rank != 1 {
		t.Errorf("%+v", lines)
	}
}
