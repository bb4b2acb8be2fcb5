package checklists_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func TestReturnClauses(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	all := answerAll(t, e, a.Tier)
	a.Apply(e, all, "li", checktest.Morning)
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	first, second := all[0].Clause, all[4].Clause
	checktest.WantProblems(t, a.Return("zhao", checktest.Morning, "", checklists.ClauseReturn{Clause: first},
		checklists.ClauseReturn{Clause: "HS999", Comment: "没有"},
		checklists.ClauseReturn{Clause: first, Comment: "再次"}),
		"clauses[0].comment audit.comment", "clauses[1].clause audit.only",
		"clauses[2].clause audit.only-twice")
	if a.State != checklists.Submitted || a.ChangedSinceReturn() != nil || !a.LastReturn().IsZero() {
		t.Fatalf("a refused return left %s", a.State)
	}
	back := []checklists.ClauseReturn{{Clause: first, Comment: "照片看不清"}, {Clause: second, Comment: "核对"}}
	checktest.Must(t, a.Return("zhao", checktest.Morning, "", back...))

	again := all[0]
	again.ID, again.Saw = numbered(950), a.ClauseState(first).Heads
	a.Apply(e, []checklists.Change{again}, "li", checktest.Morning)
	if got := a.ChangedSinceReturn(); !slices.Equal(got, []standard.ClauseUID{first}) {
		t.Errorf("changed since the return: %v", got)
	}
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	if diff := cmp.Diff(back, a.Returned); diff != "" {
		t.Error("what was returned is there for the next review:", diff)
	}
	altered := a
	altered.Returned = back[:1]
	var wrong *checklists.AlteredError
	if err := altered.CheckDigest(); !errors.As(err, &wrong) || wrong.Record != "returned" {
		t.Errorf("a clause less: %v", err)
	}
	file, err := json.Marshal(a)
	checktest.Must(t, err)
	var read checklists.Audit
	checktest.Must(t, json.Unmarshal(file, &read))
	checktest.Must(t, read.CheckDigest())
	checktest.Must(t, a.Approve("zhao", checktest.Morning, ""))
	if a.Returned != nil {
		t.Error("something is still returned after the approval")
	}
	checktest.Must(t, a.CheckDigest())
}

// TestOmissions: li leaves out 6 of 60, the others 1 of 20 and 0 of 40 clauses.
func TestOmissions(t *testing.T) {
	outcome := func(asked, left int, names ...checklists.Username) checklists.Outcome {
		return checklists.Outcome{Asked: asked, NotApplicable: left, Inspectors: names}
	}
	got := checklists.OmissionsOf([]checklists.Username{"li", "neu"}, []checklists.Outcome{
		outcome(20, 1, "li", "wu"), outcome(40, 5, "li"), outcome(40, 0, "xu")})
	want := []checklists.Omission{
		{Inspector: "li", Audits: 2, Rate: standard.MustDecimal("0.1"),
			Median: standard.MustDecimal("0.025"), Others: 2},
		{Inspector: "neu", Median: standard.MustDecimal("0.05"), Others: 3}}
	if !slices.Equal(want, got) {
		t.Errorf("%+v", got)
	}
}

// TestAnswerAtReturn tells what stood when the audit was returned from what stands now.
func TestAnswerAtReturn(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	all := answerAll(t, e, a.Tier)
	a.Apply(e, all, "li", checktest.Morning)
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	i := slices.IndexFunc(all, func(c checklists.Change) bool { return c.Clause == "HS044" })
	before := a.ClauseState("HS044")
	if got := a.AnswerAtReturn("HS044"); got.Kind != checklists.Unanswered {
		t.Errorf("never returned: %+v", got)
	}
	checktest.Must(t, a.Return("zhao", checktest.Morning, "重看"))
	again := all[i]
	again.ID, again.Saw, again.Value = numbered(951), before.Heads, json.RawMessage(`{"level":0}`)
	again.At = checklists.StampAt(checktest.Morning.Add(time.Second), 0, again.Device)
	a.Apply(e, []checklists.Change{again}, "li", checktest.Morning.Add(time.Second))
	if got, want := a.AnswerAtReturn("HS044"), before.Answer; got.Kind != want.Kind || got.Level != want.Level {
		t.Errorf("stood then: %+v, want %+v", got, want)
	}
	if got := a.ClauseState("HS044").Answer; got.Kind != checklists.Level || got.Level != 0 {
		t.Errorf("stands now: %+v", got)
	}
}
