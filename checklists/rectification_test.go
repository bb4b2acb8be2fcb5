package checklists_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
	"hallmark/standard/message"
)

// fellShort is an audit of a sub-district hall, approved on the morning, in which HS079 (graded)
// and HS001 (measured) fell short.
func fellShort(t *testing.T, e *standard.Edition) checklists.Audit {
	t.Helper()
	a := started(t, e)
	changes := answerAll(t, e, a.Tier)
	for i := range changes {
		switch changes[i].Clause {
		case "HS079":
			changes[i].Value = json.RawMessage(`{"level":1,"note":"台账不全"}`)
		case "HS001":
			changes[i].Value = json.RawMessage(`{"value":150}`)
		}
	}
	a.Apply(e, changes, "li", checktest.Morning)
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	checktest.Must(t, a.Approve("sun", checktest.Morning, ""))
	return a
}

func opened(t *testing.T, e *standard.Edition, a *checklists.Audit) []checklists.Rectification {
	t.Helper()
	score, err := a.Score(e)
	checktest.Must(t, err)
	findings := checklists.FindingsOf(e, score, a.Answers(), checktest.Morning, checklists.Calendar{})
	list, err := checklists.OpenRectifications(e, a, findings,
		map[standard.ClauseUID]int{"HS079": 2}, checktest.Morning, checklists.Calendar{},
		checklists.DefaultDeadlines())
	checktest.Must(t, err)
	return list
}

// rectification opens those of the audit and returns the one of HS079.
func rectification(t *testing.T, e *standard.Edition, a *checklists.Audit) *checklists.Rectification {
	t.Helper()
	list := opened(t, e, a)
	for i := range list {
		if list[i].Clause == "HS079" {
			return &list[i]
		}
	}
	t.Fatalf("no rectification of HS079 among %d", len(list))
	return nil
}

var proof = []standard.Digest{standard.DigestBytes([]byte("after"))}

func whole(t *testing.T, e *standard.Edition, uid standard.ClauseUID) checklists.Answer {
	t.Helper()
	c, ok := e.Clause(uid)
	if !ok {
		t.Fatal("no clause", uid)
	}
	return checklists.WholeAnswer(c, standard.Subdistrict)
}

func TestOpenRectifications(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	list := opened(t, e, &a)
	if len(list) != 2 {
		t.Fatalf("%d rectifications, want those of the two clauses that lost points", len(list))
	}
	r := rectification(t, e, &a)
	if r.Found != "台账不全" || r.Repeats != 2 || r.PlanDue != "2018-01-17" || r.Due != "2018-02-02" ||
		r.Severity != checklists.Major || r.State != checklists.AwaitingPlan {
		t.Errorf("opened as %+v", *r)
	}
	checktest.Must(t, r.CheckDigest())
}

func TestRectificationCloses(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	checktest.Must(t, r.PlanBy("head", checktest.Morning, "补齐台账", "2018-01-26", ""))
	checktest.Must(t, r.Reply("head", checktest.Morning, "已补齐", proof))
	if err := r.Verify(e, "head", checktest.Morning, whole(t, e, "HS079"), ""); !errors.Is(err,
		checklists.ErrOwnReply) {
		t.Errorf("own reply: %v", err)
	}
	checktest.Must(t, r.SendBack("li", checktest.Morning, "照片看不清"))
	checktest.Must(t, r.Reply("head", checktest.Morning, "重拍", proof))
	lower := checklists.Answer{Kind: checklists.Level, Level: 2}
	if err := r.Verify(e, "li", checktest.Morning, lower, ""); !errors.Is(err, checklists.ErrNotMended) {
		t.Errorf("two thirds: %v", err)
	}
	checktest.Must(t, r.Verify(e, "li", checktest.Morning, whole(t, e, "HS079"), "已核实"))
	if r.State != checklists.ClosedOff || r.State.Open() || r.Revision != 6 {
		t.Errorf("state %s, revision %d", r.State, r.Revision)
	}
	checktest.Must(t, r.CheckDigest())
	before, err := a.Score(e)
	checktest.Must(t, err)
	after, err := a.AfterRectification(e, []checklists.Rectification{*r})
	checktest.Must(t, err)
	if after.Total.Compare(before.Total) <= 0 {
		t.Errorf("after rectification %s, official %s", after.Total, before.Total)
	}
}

func TestRectificationRefuses(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	var state *checklists.RectificationStateError
	if err := r.Verify(e, "li", checktest.Morning, whole(t, e, "HS079"), ""); !errors.As(err, &state) {
		t.Errorf("verified without a reply: %v", err)
	}
	checktest.WantProblems(t, r.PlanBy("head", checktest.Morning, " ", "2018-03-01", ""), "text empty",
		"finish rectification.plan-late")
	checktest.WantProblems(t, r.PlanBy("head", checktest.Morning, "x", "2018-01-11", ""), "finish rectification.too-early")
	checktest.WantProblems(t, r.PlanBy("head", checktest.Morning, "x", "2018-02-30", ""), "finish audit.day")
	checktest.WantProblems(t, r.Reply("head", checktest.Morning, "x", nil), "evidence rectification.evidence")
	checktest.WantProblems(t, r.AskExtension("head", checktest.Morning, r.Due, "x"), "until rectification.too-early")
	checktest.WantProblems(t, r.KeepDeadline("sun", checktest.Morning, "x"), " rectification.nothing-asked")
	if r.Revision != 1 || len(r.Steps) != 0 {
		t.Errorf("refused steps left revision %d and %d steps", r.Revision, len(r.Steps))
	}
	checktest.Must(t, r.Reply("head", checktest.Morning, "x", proof))
	checktest.WantProblems(t, r.SendBack("li", checktest.Morning, ""), "comment empty")
	checktest.WantProblems(t, r.Verify(e, "li", checktest.Morning, checklists.Answer{Kind: checklists.Verdict}, ""),
		"verdict answer.kind")
}

func TestRectificationExtension(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	checktest.Must(t, r.AskExtension("head", checktest.Morning, "2018-02-20", "等待采购"))
	if err := r.Extend("head", checktest.Morning, "2018-02-20", "同意"); !errors.Is(err,
		checklists.ErrOwnRequest) {
		t.Errorf("own request: %v", err)
	}
	checktest.Must(t, r.Extend("sun", checktest.Morning, "2018-02-15", "同意"))
	if r.Due != "2018-02-15" || r.FirstDue != "2018-02-02" || r.Asked != "" {
		t.Errorf("due %s, first %s, asked %q", r.Due, r.FirstDue, r.Asked)
	}
	checktest.Must(t, r.Suspend("head", checktest.Morning, "申诉"))
	checktest.Must(t, r.Resume("sun", checktest.Morning, "维持", "2018-02-28", true))
	if r.State != checklists.AwaitingPlan || r.Due != "2018-02-28" {
		t.Errorf("state %s, due %s", r.State, r.Due)
	}
	checktest.Must(t, r.CheckDigest())
	r.Steps[1].Text = "同意!"
	var altered *checklists.AlteredError
	if err := r.CheckDigest(); !errors.As(err, &altered) {
		t.Errorf("an altered step passes: %v", err)
	}
}

func TestEscalation(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	rules := checklists.DefaultEscalation()
	known, err := checklists.NewCalendar(nil, nil, []int{2018})
	checktest.Must(t, err)
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, checklists.HallZone)
		checktest.Must(t, err)
		return d.Add(9 * time.Hour)
	}
	for _, c := range []struct {
		day     string
		repeats int
		overdue int
		want    checklists.Escalation
	}{
		{"2018-02-02", 0, 0, checklists.NotEscalated}, // a Friday, the deadline
		{"2018-02-04", 0, 0, checklists.NotEscalated}, // the weekend counts nothing
		{"2018-02-05", 0, 1, checklists.Urged},
		{"2018-02-09", 0, 5, checklists.Reported},
		{"2018-02-16", 0, 10, checklists.Summoned},
		{"2018-02-02", 2, 0, checklists.Urged}, // a repeated finding is taken one level further
		{"2018-02-05", 2, 1, checklists.Reported},
		{"2018-02-16", 2, 10, checklists.Summoned},
	} {
		r.Repeats = c.repeats
		now := day(c.day)
		if got := r.Overdue(now, checklists.Calendar{}); got != c.overdue {
			t.Errorf("%s: overdue %d, want %d", c.day, got, c.overdue)
		}
		if got := r.Escalation(rules, now, known); got != c.want {
			t.Errorf("%s, %d repeats: level %d, want %d", c.day, c.repeats, got, c.want)
		}
		if got := r.Escalation(rules, now, checklists.Calendar{}); got > checklists.Urged || c.repeats == 0 && got > 0 {
			t.Errorf("%s, %d repeats: level %d by days that nobody knows", c.day, c.repeats, got)
		}
	}
	r.Repeats, r.Due = 0, "2018-12-12"
	if got := r.Escalation(rules, day("2019-03-01"), known); got != checklists.Reported {
		t.Errorf("level %d, want that of the days that are known, to 2018-12-19", got)
	}
	r.Due = "2018-02-02"
	checktest.Must(t, r.Reply("head", checktest.Morning, "x", proof))
	if got := r.Overdue(day("2018-03-01"), checklists.Calendar{}); got != 0 {
		t.Errorf("waiting for the re-check, yet %d days overdue", got)
	}
}

// TestPlanAfterTheDeadline plans what is overdue for a day after the deadline: an extension is asked
// in the same step, and the refusal of a plan without one says so, with days as people write them.
func TestPlanAfterTheDeadline(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	late := checktest.Morning.AddDate(0, 2, 0)
	err := r.PlanBy("head", late, "换柜台", "2018-03-30", "")
	checktest.WantProblems(t, err, "finish rectification.plan-late")
	var wrong *standard.InvalidError
	if !errors.As(err, &wrong) ||
		!strings.Contains(wrong.Problems[0].Text(message.Chinese), "2018年3月30日") ||
		!strings.Contains(wrong.Problems[0].Text(message.English), "30 March 2018") {
		t.Errorf("%v", err)
	}
	checktest.WantProblems(t, r.PlanBy("head", checktest.Morning, "x", r.Due, "为何"),
		"extension rectification.extension-needless")
	if len(r.Steps) > 0 || r.Asked != "" {
		t.Fatalf("refused, and changed: %+v", r)
	}
	due := r.Due
	checktest.Must(t, r.PlanBy("head", late, "换柜台", "2018-03-30", "供货延误"))
	if r.Due != due || r.Asked != "2018-03-30" || len(r.Steps) != 2 ||
		r.State != checklists.InRectification {
		t.Errorf("%+v", r)
	}
}
