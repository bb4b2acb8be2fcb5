package checklists_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// The findings of a visit about HS079, which is graded.
const (
	levelWhole = `{"level":3}`
	levelLost  = `{"level":1,"note":"台账不全"}`
	levelNone  = `{"notApplicable":"没有这项业务"}`
)

// office is what is stored of one hall, and settles it after each approval as the service does.
type office struct {
	t      testing.TB
	e      *standard.Edition
	visits []*checklists.Audit
	list   map[checklists.RectificationID]*checklists.Rectification
}

func newOffice(t testing.TB) *office {
	return &office{t: t, e: checktest.Reference(t), list: map[checklists.RectificationID]*checklists.Rectification{}}
}

// visit makes a submitted audit of so many weeks after the morning, in which HS079 is answered.
func (o *office) visit(week int, kind checklists.Kind, value string, only ...standard.ClauseUID) *checklists.Audit {
	o.t.Helper()
	open := opening(o.e)
	open.ID = checklists.AuditID(fmt.Sprintf("01940000-0000-7000-8000-%012d", 1000+week))
	open.Kind, open.Only = kind, only
	open.At = checktest.Morning.AddDate(0, 0, 7*week)
	a, err := checklists.Start(open)
	checktest.Must(o.t, err)
	var changes []checklists.Change
	for _, c := range answerAll(o.t, o.e, a.Tier) {
		if len(only) > 0 && !slices.Contains(only, c.Clause) {
			continue
		}
		if c.Clause == "HS079" {
			c.Value = json.RawMessage(value)
		}
		changes = append(changes, c)
	}
	a.Apply(o.e, changes, "li", open.At)
	checktest.Must(o.t, a.Submit(o.e, "li", open.At, ""))
	return &a
}

// approve approves an audit on a day and settles what follows.
func (o *office) approve(a *checklists.Audit, day int) {
	o.t.Helper()
	at := checktest.Morning.AddDate(1, 0, day)
	checktest.Must(o.t, a.Approve("sun", at, ""))
	o.visits = append(o.visits, a)
	score, err := a.Score(o.e)
	checktest.Must(o.t, err)
	findings := checklists.FindingsOf(o.e, score, a.Answers(), at, checklists.Calendar{})
	list, err := checklists.OpenRectifications(o.e, a, findings, nil, at, checklists.Calendar{},
		checklists.DefaultDeadlines())
	checktest.Must(o.t, err)
	for i := range list {
		if a.Kind != checklists.Self {
			o.list[list[i].ID] = &list[i]
		}
	}
	o.settle()
}

// settle takes every step that the succession asks, and returns how many there were.
func (o *office) settle() (steps int) {
	o.t.Helper()
	var heads []checklists.Audit
	for _, a := range o.visits {
		heads = append(heads, *a)
	}
	var list []checklists.Rectification
	for _, r := range o.list {
		list = append(list, *r)
	}
	var visits []checklists.Visit
	for _, a := range checklists.Unsettled(heads, list) {
		visits = append(visits, checklists.Visit{Audit: &a, Edition: o.e})
	}
	s, err := checklists.SuccessionOf(visits, list)
	checktest.Must(o.t, err)
	for _, id := range s.Order() {
		for {
			wants, err := s.Wants(id)
			checktest.Must(o.t, err)
			op, err := s.Settle(o.list[id])
			checktest.Must(o.t, err)
			if wants != (op != "") {
				o.t.Errorf("%s: wants a step: %t, took %q", id, wants, op)
			}
			if op == "" {
				break
			}
			if steps++; steps > 100 {
				o.t.Fatal("there is no end to it")
			}
		}
		checktest.Must(o.t, o.list[id].CheckDigest())
	}
	return steps
}

func (o *office) of(a *checklists.Audit) *checklists.Rectification {
	o.t.Helper()
	r := o.list[checklists.RectificationID(string(a.ID)+"-HS079")]
	if r == nil {
		o.t.Fatal("no rectification of", a.ID)
	}
	return r
}

func (o *office) want(a *checklists.Audit, state checklists.RectificationState) *checklists.Rectification {
	o.t.Helper()
	r := o.of(a)
	if r.State != state {
		o.t.Errorf("%s is %s, want %s", r.ID, r.State, state)
	}
	return r
}

// TestFoundWhole: a newer visit that found the clause whole closes the finding, with what it found;
// the hall's own check, a call and a visit that did not ask the clause close nothing.
func TestFoundWhole(t *testing.T) {
	for _, c := range []struct {
		kind checklists.Kind
		only []standard.ClauseUID
		want checklists.RectificationState
	}{
		{checklists.Comprehensive, nil, checklists.ClosedOff},
		{checklists.Announced, nil, checklists.ClosedOff},
		{checklists.Unannounced, nil, checklists.ClosedOff},
		{checklists.ThirdParty, nil, checklists.ClosedOff},
		{checklists.Announced, []standard.ClauseUID{"HS079"}, checklists.ClosedOff},
		{checklists.Announced, []standard.ClauseUID{"HS001"}, checklists.AwaitingPlan},
		{checklists.Phone, []standard.ClauseUID{"HS079"}, checklists.AwaitingPlan},
		{checklists.Self, nil, checklists.AwaitingPlan},
	} {
		o := newOffice(t)
		first, second := o.visit(0, checklists.Announced, levelLost), o.visit(1, c.kind, levelWhole, c.only...)
		o.approve(first, 0)
		o.approve(second, 30)
		r := o.want(first, c.want)
		if c.want != checklists.ClosedOff {
			continue
		}
		last := r.Steps[len(r.Steps)-1]
		if last.Op != checklists.OpFoundWhole || last.Audit != second.ID || last.By != "li" ||
			last.Answer == nil || last.Answer.Level != 3 {
			t.Errorf("%s: %+v", c.kind, last)
		}
		after, err := first.AfterRectification(o.e, []checklists.Rectification{*r})
		checktest.Must(t, err)
		if want, err := second.Score(o.e); err != nil || len(c.only) == 0 && after.Total != want.Total {
			t.Errorf("after rectification %s, the newer visit has %s (%v)", after.Total, want.Total, err)
		}
	}
}

// TestCarriedOn: a clause that is lost again is open once, with age, deadline and repeats; the end of
// the newer one settles both.
func TestCarriedOn(t *testing.T) {
	o := newOffice(t)
	first, second := o.visit(0, checklists.Announced, levelLost), o.visit(1, checklists.Announced, levelLost)
	o.approve(first, 0)
	due := o.of(first).Due
	checktest.Must(t, o.of(first).PlanBy("head", checktest.Morning.AddDate(1, 0, 1), "补齐台账", due, ""))
	o.approve(second, 30)
	older, newer := o.want(first, checklists.CarriedOn), o.want(second, checklists.AwaitingPlan)
	if older.State.Open() || newer.Due != due || newer.FirstDue <= due || !newer.Began().Equal(older.Opened.Time) ||
		newer.Continues() == nil || newer.Continues().Other != older.ID || older.Steps[1].Other != newer.ID {
		t.Errorf("older %+v\nnewer %+v", older, newer)
	}
	at := checktest.Morning.AddDate(1, 0, 40)
	if late := newer.Overdue(at, checklists.Calendar{}); late != (checklists.Calendar{}).WorkdaysAfter(due, at) ||
		late == 0 {
		t.Errorf("overdue by %d working days", late)
	}
	if then := older.AsOf(checktest.Morning.AddDate(1, 0, 29)); !then.State.Open() {
		t.Errorf("the day before it was %s", then.State)
	}
	third := o.visit(2, checklists.Comprehensive, levelWhole)
	o.approve(third, 60)
	o.want(first, checklists.CarriedOn)
	o.want(second, checklists.ClosedOff)
	if o.settle() != 0 {
		t.Error("settled again, there is more to settle")
	}
}

// TestTakenBack: a decision on an appeal restates the newer audit. What it said of the older finding
// is said anew, or taken back, exactly.
func TestTakenBack(t *testing.T) {
	for value, want := range map[string]checklists.RectificationState{
		levelWhole: checklists.ClosedOff, levelNone: checklists.InRectification,
		`{"level":2}`: checklists.CarriedOn,
	} {
		o := newOffice(t)
		first, second := o.visit(0, checklists.Announced, levelLost), o.visit(1, checklists.Announced, levelLost)
		o.approve(first, 0)
		checktest.Must(t, o.of(first).PlanBy("head", checktest.Morning.AddDate(1, 0, 1), "补齐台账", o.of(first).Due, ""))
		o.approve(second, 5)
		o.want(first, checklists.CarriedOn)
		at := checktest.Morning.AddDate(1, 0, 6)
		checktest.Must(t, o.of(second).Suspend("head", at, "申诉"))
		var answer checklists.Answer
		checktest.Must(t, json.Unmarshal([]byte(value), &answer))
		checktest.Must(t, second.Restate(o.e, "HS079", answer, "zhou", at, "台账属实", numbered(9000)))
		if value == `{"level":2}` {
			checktest.Must(t, o.of(second).Resume("zhou", at, "台账属实", o.of(second).Due, true))
		} else {
			checktest.Must(t, o.of(second).Revoke("zhou", at, "台账属实"))
		}
		o.settle()
		r := o.want(first, want)
		if last := r.Steps[len(r.Steps)-1]; !last.At.Equal(checktest.Morning.AddDate(1, 0, 6)) && value != `{"level":2}` {
			t.Errorf("%s: settled at %s", value, last.At)
		}
	}
}

// TestRevokedWhileCarried: an appeal against the older audit takes the older finding away while it is
// carried on. The newer one stands alone then, and has its own deadline.
func TestRevokedWhileCarried(t *testing.T) {
	o := newOffice(t)
	first, second := o.visit(0, checklists.Announced, levelLost), o.visit(1, checklists.Announced, levelLost)
	o.approve(first, 0)
	o.approve(second, 5)
	at := checktest.Morning.AddDate(1, 0, 6)
	checktest.Must(t, first.Restate(o.e, "HS079", whole(t, o.e, "HS079"), "zhou", at, "台账属实", numbered(9000)))
	checktest.Must(t, o.of(first).Revoke("zhou", at, "台账属实"))
	o.settle()
	o.want(first, checklists.Revoked)
	r := o.want(second, checklists.AwaitingPlan)
	if r.Due != r.FirstDue || r.Continues() != nil || !r.Began().Equal(r.Opened.Time) {
		t.Errorf("due %s, first %s, since %s", r.Due, r.FirstDue, r.Began())
	}
}

// TestNothingOfAnothers: what was verified, what is under appeal, and what the inspector of the newer
// visit has replied to stay as they are.
func TestNothingOfAnothers(t *testing.T) {
	o := newOffice(t)
	first, second := o.visit(0, checklists.Announced, levelLost), o.visit(1, checklists.Announced, levelWhole)
	o.approve(first, 0)
	at := checktest.Morning.AddDate(1, 0, 1)
	checktest.Must(t, o.of(first).Suspend("head", at, "申诉"))
	o.approve(second, 5)
	o.want(first, checklists.UnderAppeal)
	checktest.Must(t, o.of(first).Resume("zhou", at.AddDate(0, 0, 9), "维持", o.of(first).Due, true))
	o.settle()
	r := o.want(first, checklists.ClosedOff)
	if last := r.Steps[len(r.Steps)-1]; last.At.Before(r.Steps[len(r.Steps)-2].At.Time) {
		t.Errorf("%s lies before the step before", last.At)
	}

	o = newOffice(t)
	first, second = o.visit(0, checklists.Announced, levelLost), o.visit(1, checklists.Announced, levelWhole)
	o.approve(first, 0)
	checktest.Must(t, o.of(first).Reply("li", at, "已督促", proof))
	o.approve(second, 5)
	o.want(first, checklists.AwaitingRecheck)
}

// TestSuccessionWhateverTheOrder approves some visits in any order. Of one clause never two are open,
// settling again does nothing, and which are open, closed or carried on does not depend on the order.
func TestSuccessionWhateverTheOrder(t *testing.T) {
	kinds := []checklists.Kind{checklists.Comprehensive, checklists.Unannounced, checklists.ThirdParty,
		checklists.Phone, checklists.Self}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(rt, "visits")
		type made struct {
			kind  checklists.Kind
			value string
			final bool
		}
		var plan []made
		for range n {
			plan = append(plan, made{rapid.SampledFrom(kinds).Draw(rt, "kind"),
				rapid.SampledFrom([]string{levelWhole, levelLost, levelLost, levelNone}).Draw(rt, "found"),
				rapid.Bool().Draw(rt, "final")})
		}
		ends := func(order []int) string {
			o := newOffice(t)
			for day, week := range order {
				o.approve(o.visit(week, plan[week].kind, plan[week].value, "HS079"), day)
				if a := o.visits[day]; plan[week].final {
					checktest.Must(t, a.Finalize("", checktest.Morning.AddDate(1, 0, day), ""))
				}
				open := 0
				for _, r := range o.list {
					if r.State.Open() {
						open++
					}
				}
				if open > 1 {
					rt.Fatalf("%v in the order %v: %d are open of one clause", plan, order, open)
				}
				if o.settle() != 0 {
					rt.Fatalf("%v in the order %v: settled again, there is more", plan, order)
				}
			}
			end := ""
			for week := range plan {
				r := o.list[checklists.RectificationID(fmt.Sprintf("01940000-0000-7000-8000-%012d-HS079", 1000+week))]
				if r == nil {
					continue
				}
				end += fmt.Sprint(week, " ", r.State)
				if r.State == checklists.CarriedOn || r.State == checklists.ClosedOff {
					last := r.Steps[len(r.Steps)-1]
					end += fmt.Sprint(" by ", last.Audit, last.Other)
				}
				end += "\n"
			}
			return end
		}
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		want := ends(order)
		if got := ends(rapid.Permutation(order).Draw(rt, "order")); got != want {
			rt.Fatalf("%v: %s, in their order %s", plan, got, want)
		}
	})
}

// TestChangedDemand: a visit by an amended edition settles what it asks as before, whatever the number
// or the points of the clause are by now, and nothing of what it asks otherwise.
func TestChangedDemand(t *testing.T) {
	o := newOffice(t)
	first := o.visit(0, checklists.Announced, levelLost)
	o.approve(first, 0)
	finding := *o.of(first)
	next := newOffice(t)
	next.e = amended(t)
	second := next.visit(1, checklists.Announced, levelWhole)
	checktest.Must(t, second.Approve("sun", checktest.Morning.AddDate(1, 0, 9), ""))
	for uid, want := range map[standard.ClauseUID]checklists.RectificationOp{
		"HS079": checklists.OpFoundWhole, // as it was
		"HS065": checklists.OpFoundWhole, // has another number
		"HS001": "", "HS057": "",         // have another threshold
		"HS014": "", // asks more
	} {
		r := finding
		r.ID, r.Clause = checklists.RectificationID("x-"+uid), uid
		s, err := checklists.SuccessionOf([]checklists.Visit{{Audit: first, Edition: o.e},
			{Audit: second, Edition: next.e}}, []checklists.Rectification{r})
		checktest.Must(t, err)
		if op, err := s.Settle(&r); err != nil || op != want {
			t.Errorf("%s: %q (%v), want %q", uid, op, err, want)
		}
		for kept, want := range map[bool]checklists.RectificationOp{true: checklists.OpFoundWhole, false: ""} {
			r = finding // the visit kept the threshold before the amendment, in its transition period
			r.Clause, r.Kept, r.Edition = "HS001", kept, next.e.ID()
			if op, err := s.Settle(&r); err != nil || op != want {
				t.Errorf("found by the threshold before, %t: %q (%v)", kept, op, err)
			}
		}
	}
}
