package oscal_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/standard"
)

// mended opens the rectifications of an audit and takes the first through an extension, a plan, a
// reply that is sent back, and a second one that is verified; the second is planned, the third
// under appeal, the others are untouched.
func mended(t testing.TB, r oscal.Record) oscal.Record {
	t.Helper()
	approved := r.Audit.UpdatedAt
	list, err := checklists.OpenRectifications(r.Edition, r.Audit, r.Findings,
		map[standard.ClauseUID]int{}, approved.Time, checklists.Calendar{},
		checklists.DefaultDeadlines())
	must(t, err)
	if len(list) < 3 {
		t.Fatalf("only %d rectifications", len(list))
	}
	at := func(hours int) time.Time { return approved.Add(time.Duration(hours) * time.Hour) }
	proof := []standard.Digest{standard.DigestBytes([]byte("after"))}
	x := &list[0]
	must(t, x.AskExtension("head", at(1), later(t, x.Due), "材料采购"))
	must(t, x.Extend("supervisor", at(2), later(t, x.Due), "同意"))
	must(t, x.PlanBy("head", at(3), "更换标识", x.FirstDue, ""))
	must(t, x.Reply("head", at(4), "已更换", proof))
	must(t, x.SendBack("auditor", at(5), "仍缺一块"))
	must(t, x.Reply("head", at(6), "全部更换", proof))
	c, _ := r.Edition.Clause(x.Clause)
	must(t, x.Verify(r.Edition, "auditor", at(7), checklists.WholeAnswer(c, x.Tier), "合格"))
	must(t, list[1].PlanBy("head", at(1), "补台账", list[1].Due, ""))
	must(t, list[2].Suspend("supervisor", at(1), "对扣分有异议"))
	r.Rectifications = list
	return r
}

func later(t testing.TB, day string) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	must(t, err)
	return d.AddDate(0, 0, 7).Format(time.DateOnly)
}

func TestPOAM(t *testing.T) {
	r := mended(t, record(t, standard.Subdistrict))
	text, _ := write(t, r, oscal.WritePOAM)
	p := read[oscal.POAM](t, text, "plan-of-action-and-milestones")
	toMend := 0
	for _, f := range r.Findings {
		if f.Severity != checklists.Advice {
			toMend++
		}
	}
	if len(p.Items) != toMend || len(p.Risks) != toMend || toMend != len(r.Rectifications) {
		t.Errorf("%d items, %d risks, %d rectifications for %d findings", len(p.Items), len(p.Risks),
			len(r.Rectifications), toMend)
	}
	have := []string{}
	for _, risk := range p.Risks[:4] {
		have = append(have, fmt.Sprint(risk.Status, " ", risk.Deadline[:10]))
	}
	x := r.Rectifications
	want := []string{"closed " + x[0].Due, "remediating " + x[1].Due, "deviation-requested " + x[2].Due,
		"open " + x[3].Due}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	if x[0].Due == x[0].FirstDue {
		t.Error("the extension does not show")
	}
	checkLog(t, &p.Risks[0])
	if p.Risks[3].RiskLog != nil || p.Risks[3].Remediations != nil {
		t.Error("something was invented for a rectification without a step")
	}
}

func checkLog(t *testing.T, risk *oscal.Risk) {
	t.Helper()
	log := []string{}
	for _, e := range risk.RiskLog.Entries {
		log = append(log, e.Props[0].Value+" "+e.StatusChange+" "+e.Description)
	}
	want := []string{"ask-extension open 材料采购", "extend open 同意", "plan remediating 更换标识",
		"reply remediating 已更换", "return remediating 仍缺一块", "reply remediating 全部更换",
		"verify closed 合格"}
	if d := cmp.Diff(want, log); d != "" {
		t.Error(d)
	}
	done := []string{}
	for _, m := range risk.Remediations {
		done = append(done, m.Lifecycle+" "+m.Description)
	}
	if d := cmp.Diff([]string{"planned 更换标识", "completed 已更换", "completed 全部更换"}, done); d != "" {
		t.Error(d)
	}
	if n := len(risk.Remediations[0].Tasks); n != 1 {
		t.Errorf("%d milestones of a plan", n)
	}
}

// TestRevoked is an appeal that was upheld whole: the clause is satisfied, its risk closed.
func TestRevoked(t *testing.T) {
	r := mended(t, record(t, standard.Subdistrict))
	x := &r.Rectifications[2]
	must(t, x.Revoke("supervisor", x.Steps[0].At.Add(time.Hour), "申诉成立"))
	c, _ := r.Edition.Clause(x.Clause)
	must(t, r.Audit.Restate(r.Edition, x.Clause, checklists.WholeAnswer(c, x.Tier), "supervisor",
		r.Audit.UpdatedAt.Add(time.Hour), "申诉成立", "01940000-0000-7000-8000-999999999999"))
	score, err := r.Audit.Score(r.Edition)
	must(t, err)
	r.Findings = checklists.FindingsOf(r.Edition, score, r.Audit.Answers(), r.Audit.UpdatedAt.Time,
		checklists.Calendar{})
	text, _ := write(t, r, oscal.WritePOAM)
	if err := validate(t, schemaOf(t, "poam"), text); err != nil {
		t.Error(err)
	}
	p := read[oscal.POAM](t, text, "plan-of-action-and-milestones")
	if len(p.Items) != len(r.Rectifications) {
		t.Errorf("%d items of %d rectifications", len(p.Items), len(r.Rectifications))
	}
	if have := p.Risks[2].Status + " " + p.Findings[2].Target.Status.State; have != "closed satisfied" ||
		p.Items[2].RelatedFindings[0].FindingUUID != p.Findings[2].UUID {
		t.Errorf("after the appeal: %s", have)
	}
}

// TestRisksOpen is the time before the rectifications: deadlines come from the findings.
func TestRisksOpen(t *testing.T) {
	r := record(t, standard.Subdistrict)
	text, _ := write(t, r, oscal.WritePOAM)
	for _, risk := range read[oscal.POAM](t, text, "plan-of-action-and-milestones").Risks {
		if risk.Status != "open" || risk.Deadline == "" || risk.Statement == "" {
			t.Errorf("%s: %s until %q", risk.Title, risk.Status, risk.Deadline)
		}
	}
}
