package checklists_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
	"hallmark/standard/message"
)

func opening(e *standard.Edition) checklists.Opening {
	return checklists.Opening{
		ID: "01940000-0000-7000-8000-0000004f2a9c", Kind: checklists.Announced, Edition: e,
		Hall: checklists.Hall{ID: "GS-S03", Name: "祥符街道便民服务中心", Tier: standard.Subdistrict},
		At:   checktest.Morning, Inspectors: []checklists.Username{"li", "wu"},
	}
}

// failer is what a test and a property have in common.
type failer interface {
	Helper()
	Fatal(...any)
}

func started(t failer, e *standard.Edition) checklists.Audit {
	t.Helper()
	a, err := checklists.Start(opening(e))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// stamp is a time n seconds after the morning.
func stamp(n int) checklists.Stamp {
	ms := checktest.Morning.Add(time.Duration(n) * time.Second).UnixMilli()
	return checklists.Stamp(fmt.Sprintf("%d-0000-tab", ms))
}

// answerAll returns one change for every clause of the checklist, each with its best answer.
func answerAll(t testing.TB, e *standard.Edition, tier standard.Tier) []checklists.Change {
	t.Helper()
	answers := full(e, tier)
	var changes []checklists.Change
	for i, c := range e.Checklist(tier) {
		value, err := json.Marshal(answers[c.UID])
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, checklists.Change{ID: numbered(i), Clause: c.UID, At: stamp(i),
			Device: "tab", Op: checklists.OpAnswer, Value: value})
	}
	return changes
}

func numbered(i int) checklists.ChangeID {
	return checklists.ChangeID(fmt.Sprintf("01940000-0000-7000-8000-%012d", i))
}

// statuses writes results as "status" or "status:code".
func statuses(t testing.TB, results []checklists.ChangeResult) string {
	t.Helper()
	var words []string
	for _, r := range results {
		word := string(r.Status)
		if r.Code != "" {
			word += ":" + r.Code
			for _, l := range message.Languages() {
				if text := r.Text(l); text == "" || strings.HasSuffix(text, r.Code) || checktest.HasVerb(text) {
					t.Errorf("%s: sentence in %s: %q", r.Code, l, text)
				}
			}
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestStart(t *testing.T) {
	a := started(t, checktest.Reference(t))
	if a.Number != "GS-S03-20180112-4F2A9C" || a.State != checklists.InProgress || a.Revision != 1 {
		t.Errorf("number %s, state %s, revision %d", a.Number, a.State, a.Revision)
	}
	if err := a.CheckDigest(); err != nil {
		t.Error(err)
	}
	// Half past midnight in the hall is still the day before in UTC.
	o := opening(checktest.Reference(t))
	o.At = time.Date(2018, 1, 31, 16, 30, 0, 0, time.UTC)
	if a, _ := checklists.Start(o); !strings.Contains(a.Number, "-20180201-") {
		t.Errorf("number %s is not of the hall's day", a.Number)
	}
	_, err := checklists.Start(checklists.Opening{ID: "x", Kind: "visit", Edition: checktest.Reference(t),
		Inspectors: []checklists.Username{"li", "li"}})
	checktest.WantProblems(t, err, "id change.id", "hall audit.hall", "kind audit.kind",
		"inspectors[1] audit.inspector-twice")
}

func TestApplyRefuses(t *testing.T) {
	e := checktest.Reference(t)
	good := checklists.Change{ID: numbered(1), Clause: "HS078", At: stamp(1), Device: "tab",
		Op: checklists.OpAnswer, Value: json.RawMessage(`{"level":2}`)}
	for want, spoil := range map[string]func(*checklists.Change){
		"rejected:id": func(c *checklists.Change) { c.ID = "1" },
		"rejected:answer.occurrence-uuid": func(c *checklists.Change) {
			c.Clause, c.Op = "HS036", checklists.OpOccurrenceAdd
			c.Value = json.RawMessage(`{"id":"1","kind":"a"}`)
		},
		"rejected:device-reserved": func(c *checklists.Change) { c.Device = "appeal" },
		"rejected:stamp":           func(c *checklists.Change) { c.At = "1767225600000-3-tab" },
		"rejected:device":          func(c *checklists.Change) { c.Device = "平板" },
		"rejected:op":              func(c *checklists.Change) { c.Op = "delete" },
		"rejected:saw":             func(c *checklists.Change) { c.Saw = []checklists.ChangeID{"a"} },
		"rejected:clause-unknown":  func(c *checklists.Change) { c.Clause = "HS999" },
		"rejected:clause-tier":     func(c *checklists.Change) { c.Clause = "HS004" },
		"rejected:form":            func(c *checklists.Change) { c.Value = json.RawMessage(`{"level":2`) },
		"rejected:answer.level":    func(c *checklists.Change) { c.Value = json.RawMessage(`{"level":4}`) },
		"rejected:answer.kind":     func(c *checklists.Change) { c.Value = json.RawMessage(`{"value":4}`) },
		"rejected:answer.none":     func(c *checklists.Change) { c.Value = json.RawMessage(`{"note":""}`) },
		"rejected:answer.counts-only": func(c *checklists.Change) {
			c.Clause, c.Value = "HS036", json.RawMessage(`{"counts":{"a":1}}`)
		},
		"rejected:answer.veto": func(c *checklists.Change) {
			c.Clause, c.Op, c.Value = "HS038", checklists.OpNotApplicable, json.RawMessage(`"无"`)
		},
		"rejected:answer.no-value": func(c *checklists.Change) { c.Op = checklists.OpClear },
		"rejected:answer.too-long": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpNote, json.RawMessage(`"`+strings.Repeat("长", 2001)+`"`)
		},
		"rejected:control": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpNote, json.RawMessage(`{"note":"a\u0000"}`)
		},
		"rejected:answer.reason": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpNotApplicable, json.RawMessage(`"\u200e\u3164"`)
		},
		"rejected:answer.negative": func(c *checklists.Change) {
			c.Clause, c.Value = "HS001", json.RawMessage(`{"value":-5}`)
		},
		"rejected:answer.above": func(c *checklists.Change) { // a percentage
			c.Clause, c.Value = "HS032", json.RawMessage(`{"value":100.5}`)
		},
		"rejected:value-size": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpNote, json.RawMessage(`"`+strings.Repeat("x", 70_000)+`"`)
		},
		"rejected:answer.sha256": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpEvidenceAdd, json.RawMessage(`"ABC"`)
		},
		"rejected:answer.occurrence-kind": func(c *checklists.Change) {
			c.Clause, c.Op = "HS036", checklists.OpOccurrenceAdd
			c.Value = json.RawMessage(`{"id":"1","kind":"z"}`)
		},
		"rejected:answer.missing": func(c *checklists.Change) {
			c.Op, c.Value = checklists.OpOccurrenceRemove, json.RawMessage(`{}`)
		},
	} {
		t.Run(want, func(t *testing.T) {
			a, bad := started(t, e), good
			spoil(&bad)
			if got := statuses(t, a.Apply(e, []checklists.Change{bad}, "li", checktest.Morning)); got != want {
				t.Errorf("alone: %s", got)
			}
			if a.Revision != 1 || len(a.Log) != 0 {
				t.Errorf("a refused change left revision %d, %d logs", a.Revision, len(a.Log))
			}
			after := good
			after.ID = numbered(2)
			got := statuses(t, a.Apply(e, []checklists.Change{bad, after}, "li", checktest.Morning))
			if got != want+" applied" || a.Revision != 2 {
				t.Errorf("before a good one: %s, revision %d", got, a.Revision)
			}
		})
	}
}

// TestIDsThatEnter: a device may send an ID of version 7, another program also one of version 4, and
// nobody one that follows from something else. What is stored may have any ID and may be seen.
func TestIDsThatEnter(t *testing.T) {
	e := checktest.Reference(t)
	for id, want := range map[checklists.ChangeID]string{
		"01940000-0000-7000-8000-000000000001": "applied",
		"3d6f0a80-4f4e-4d5b-9c7e-2b1a6f0e9d11": "applied",
		"3d6f0a80-4f4e-1d5b-9c7e-2b1a6f0e9d11": "rejected:id",
		"3d6f0a80-4f4e-3d5b-9c7e-2b1a6f0e9d11": "rejected:id",
		"3d6f0a80-4f4e-5d5b-9c7e-2b1a6f0e9d11": "rejected:id",
		"3d6f0a80-4f4e-8d5b-9c7e-2b1a6f0e9d11": "rejected:id",
		"01940000-0000-7000-c000-000000000001": "rejected:id", // another variant
		"01940000-0000-7000-8000-00000000000A": "rejected:id",
		"00000000-0000-0000-0000-000000000000": "rejected:id",
	} {
		a := started(t, e)
		c := checklists.Change{ID: id, Clause: "HS078", At: stamp(1), Device: "tab",
			Saw: []checklists.ChangeID{"3d6f0a80-4f4e-5d5b-9c7e-2b1a6f0e9d11"},
			Op:  checklists.OpAnswer, Value: json.RawMessage(`{"level":2}`)}
		if got := statuses(t, a.Apply(e, []checklists.Change{c}, "li", checktest.Morning)); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestApplyStatuses(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	one := func(n int, clause standard.ClauseUID, op checklists.Op, value string,
		saw ...checklists.ChangeID) checklists.Change {
		return checklists.Change{ID: numbered(n), Clause: clause, At: stamp(n), Saw: saw,
			Device: "tab", Op: op, Value: json.RawMessage(value)}
	}
	turned := one(15, "HS075", "note", `{"note":"窗\u202e口\r\n二"}`)
	of1970 := one(14, "HS076", "answer", `{"level":3}`)
	of1970.At = "0000000000001-0000-tab"
	for _, step := range []struct {
		by   checklists.Username
		want string
		list []checklists.Change
	}{
		{"li", "applied applied duplicate", []checklists.Change{
			one(5, "HS078", "answer", `{"level":2}`), one(6, "HS036", "occurrence.add",
				`{"id":"`+string(numbered(61))+`","kind":"a"}`), one(5, "HS078", "answer", `{"level":2}`)}},
		{"li", "duplicate:duplicate rejected:id-taken superseded:superseded", []checklists.Change{
			one(6, "HS036", "occurrence.add", `{"id": "`+string(numbered(61))+`", "kind": "a"}`),
			one(6, "HS036", "clear", `null`), one(4, "HS078", "answer", `{"level":1}`)}},
		{"wu", "conflict:conflict applied:clock-ahead", []checklists.Change{
			one(7, "HS078", "answer", `{"level":3}`), one(9000, "HS077", "answer", `{"level":3}`)}},
		{"wu", "applied:clock-behind applied:direction-removed", []checklists.Change{
			of1970,
			turned}},
		{"wu", "duplicate:duplicate", []checklists.Change{turned}},
		{"wu", "superseded:superseded applied", []checklists.Change{
			one(8, "HS078", "answer", `{"level":0}`),
			one(9, "HS078", "answer", `{"level":1}`, numbered(8), numbered(5), numbered(4), numbered(7))}},
		{"wu", "applied superseded:superseded applied", []checklists.Change{
			one(10, "HS036", "occurrence.remove", `"`+string(numbered(62))+`"`),
			one(11, "HS036", "occurrence.add", `{"id":"`+string(numbered(62))+`","kind":"a"}`),
			one(12, "HS036", "evidence.add", `{"sha256":"`+string(sha)+`"}`)}},
	} {
		want := strings.ReplaceAll(step.want, "applied duplicate", "applied duplicate:duplicate")
		if got := statuses(t, a.Apply(e, step.list, step.by, checktest.Morning)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	late := a.ClauseState("HS077")
	if want := fmt.Sprintf("%d-0000-tab", checktest.Morning.UnixMilli()); string(late.At) != want {
		t.Errorf("time brought back to %s, want %s", late.At, want)
	}
	if c := a.Log["HS077"][0]; c.Claimed != stamp(9000) || c.By != "wu" || c.Revision != 4 {
		t.Errorf("stored as %+v", c)
	}
	if c := a.Log["HS076"][0]; c.Claimed != of1970.At || c.At[:13] != late.At[:13] {
		t.Errorf("stored as %+v", c)
	}
	if c := a.Log["HS075"][0]; string(c.Value) != `{"note":"窗口\n二"}` {
		t.Errorf("stored as %s", c.Value)
	}
	if got := a.Since(5); len(got) != 5 || got[0].ID != numbered(8) || got[4].ID != numbered(12) {
		t.Errorf("since 5: %v", got)
	}
	if err := a.CheckDigest(); err != nil {
		t.Error(err)
	}
}

func TestApplyRefusesServerFields(t *testing.T) {
	e := checktest.Reference(t)
	for field, value := range map[string]string{"by": `"wu"`, "received": `"2018-01-12T00:00:00Z"`,
		"claimed": `"x"`, "revision": `7`, "digest": `"` + string(sha) + `"`} {
		b := fmt.Sprintf(`{"id":%q,"clause":"HS078","at":%q,"device":"tab","op":"answer",
			"value":{"level":2},%q:%s}`, numbered(1), stamp(1), field, value)
		var c checklists.Change
		checktest.Must(t, json.Unmarshal([]byte(b), &c))
		a := started(t, e)
		if got := statuses(t, a.Apply(e, []checklists.Change{c}, "li", checktest.Morning)); got !=
			"rejected:server-field" {
			t.Errorf("%s: %s", field, got)
		}
	}
}

// The order that a fast clock claims is kept when its times are brought back.
func TestFastClockKeepsOrder(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	at := func(n int, id int, value string) checklists.Change {
		return checklists.Change{ID: numbered(id), Clause: "HS078", At: stamp(n), Device: "tab",
			Op: checklists.OpAnswer, Value: json.RawMessage(value)}
	}
	a.Apply(e, []checklists.Change{at(7200, 1, `{"level":3}`), at(7100, 2, `{"level":1}`)}, "li", checktest.Morning)
	if got := a.ClauseState("HS078"); got.Answer.Level != 3 {
		t.Errorf("level %d stands, want the later 3", got.Answer.Level)
	}
}

func TestSteps(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	all := answerAll(t, e, a.Tier)
	a.Apply(e, all[1:], "li", checktest.Morning)
	conflict := all[2]
	conflict.ID, conflict.Op = numbered(900), checklists.OpClear
	conflict.Value = nil
	a.Apply(e, []checklists.Change{conflict}, "wu", checktest.Morning)

	var notReady *checklists.NotReadyError
	if err := a.Submit(e, "li", checktest.Morning, ""); !errors.As(err, &notReady) {
		t.Fatalf("submitted an unfinished audit: %v", err)
	}
	want := &checklists.NotReadyError{Edition: e, Unanswered: []standard.ClauseUID{all[0].Clause},
		Conflicts: []standard.ClauseUID{all[2].Clause}}
	if diff := cmp.Diff(want, notReady, cmp.Comparer(func(x, y *standard.Edition) bool {
		return x == y
	})); diff != "" {
		t.Error(diff)
	}
	choice := all[2]
	choice.ID, choice.Saw = numbered(901), a.ClauseState(choice.Clause).Heads
	if got := statuses(t, a.Apply(e, []checklists.Change{all[0], choice}, "wu", checktest.Morning)); got !=
		"applied applied" {
		t.Fatal(got)
	}
	revision := a.Revision
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, "请审核"))
	if a.State != checklists.Submitted || a.Revision != revision+1 ||
		a.Result.Total.String() != "102" || a.Result.Stars != "五星" {
		t.Errorf("state %s, revision %d, result %+v", a.State, a.Revision, a.Result)
	}

	late := all[3]
	late.ID = numbered(902)
	if got := statuses(t, a.Apply(e, []checklists.Change{late, all[3]}, "li", checktest.Morning)); got !=
		"rejected:audit-closed duplicate:duplicate" || a.Revision != revision+1 {
		t.Errorf("%s, revision %d", got, a.Revision)
	}
	var wrong *checklists.StateError
	if err := a.Finalize("zhao", checktest.Morning, ""); !errors.As(err, &wrong) {
		t.Errorf("final before approval: %v", err)
	}
	checktest.WantProblems(t, a.Return("zhao", checktest.Morning, " "), "comment audit.comment")
	checktest.Must(t, a.Return("zhao", checktest.Morning, "请补照片"))
	if got := statuses(t, a.Apply(e, []checklists.Change{late}, "xu", checktest.Morning)); got !=
		"applied" || a.State != checklists.InProgress || a.Revision != revision+4 {
		t.Errorf("%s, state %s, revision %d", got, a.State, a.Revision)
	}
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	for _, by := range []checklists.Username{"li", "wu", "xu"} {
		if err := a.Approve(by, checktest.Morning, ""); !errors.Is(err, checklists.ErrOwnWork) {
			t.Errorf("%s approved: %v", by, err)
		}
	}
	checktest.Must(t, a.Approve("zhao", checktest.Morning, ""))
	checktest.Must(t, a.Finalize("zhao", checktest.Morning, ""))
	if err := a.Submit(e, "li", checktest.Morning, ""); !errors.As(err, &wrong) {
		t.Errorf("final audit submitted: %v", err)
	}
	checktest.Must(t, a.CheckDigest())
}

func TestAuditJSON(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	b, err := json.Marshal(a)
	checktest.Must(t, err)
	var back checklists.Audit
	checktest.Must(t, json.Unmarshal(b, &back))
	if diff := cmp.Diff(a, back, compareDecimals, cmpopts.IgnoreUnexported(a)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(a.Answers(), back.Answers(), compareDecimals); diff != "" {
		t.Error(diff)
	}
	checktest.Must(t, back.CheckDigest())
}

func TestClone(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	all := answerAll(t, e, a.Tier)
	a.Apply(e, all[:2], "li", checktest.Morning)
	before, err := json.Marshal(a)
	checktest.Must(t, err)
	b, c := a.Clone(), a.Clone()
	for i, clone := range []*checklists.Audit{&b, &c} {
		again := all[0]
		again.ID, again.Op, again.Value = numbered(500+i), checklists.OpClear, nil
		clone.Apply(e, append(all[2:], again), "wu", checktest.Morning)
	}
	if after, _ := json.Marshal(a); string(after) != string(before) {
		t.Error("changing a clone changed the audit")
	}
	if a.ClauseState(all[0].Clause).Answer.Kind == checklists.Unanswered {
		t.Error("changing a clone changed a clause state")
	}
}

// Clones that share a log must not write into it, whatever room append has left there.
func TestClonesDoNotShareLogs(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	note := func(n int) []checklists.Change {
		return []checklists.Change{{ID: numbered(n), Clause: "HS078", At: stamp(n), Device: "tab",
			Op: checklists.OpNote, Value: json.RawMessage(`"x"`)}}
	}
	for n := range 20 {
		a.Apply(e, note(n), "li", checktest.Morning)
		b, c := a.Clone(), a.Clone()
		b.Apply(e, note(100), "li", checktest.Morning)
		c.Apply(e, note(200), "li", checktest.Morning)
		if last := b.Log["HS078"][n+1].ID; last != numbered(100) {
			t.Fatalf("with %d changes, a clone wrote %s into another's log", n+1, last)
		}
	}
}

func TestSubmitReturnedAsItIs(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, ""))
	checktest.Must(t, a.Return("zhao", checktest.Morning, "请核对"))
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, "已核对,无改动"))
	var steps []string
	for _, step := range a.Transitions {
		steps = append(steps, string(step.From)+" "+string(step.To))
	}
	want := []string{"planned in-progress", "in-progress submitted", "submitted returned",
		"returned in-progress", "in-progress submitted"}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
	checktest.Must(t, a.CheckDigest())
	other, err := standard.Apply(e, amendment(t))
	checktest.Must(t, err)
	checktest.Must(t, a.Return("zhao", checktest.Morning, "请核对"))
	change := answerAll(t, e, a.Tier)[0]
	change.ID = numbered(999)
	if got := statuses(t, a.Apply(other, []checklists.Change{change}, "li", checktest.Morning)); got !=
		"rejected:edition" {
		t.Errorf("applied against another edition: %s", got)
	}
	if err := a.Submit(other, "li", checktest.Morning, ""); !errors.Is(err, checklists.ErrEdition) {
		t.Errorf("submitted against another edition: %v", err)
	}
}

func TestCheckDigest(t *testing.T) {
	e := checktest.Reference(t)
	audit := started(t, e)
	all := answerAll(t, e, audit.Tier)
	audit.Apply(e, all[:3], "li", checktest.Morning)
	audit.Apply(e, all[3:], "li", checktest.Morning)
	checktest.Must(t, audit.Submit(e, "li", checktest.Morning, ""))
	checktest.Must(t, audit.Return("zhao", checktest.Morning, "重查"))
	uid := all[1].Clause
	for want, alter := range map[string]func(*checklists.Audit){
		"head":         func(a *checklists.Audit) { a.HallName = "他" },
		"transition 2": func(a *checklists.Audit) { a.Transitions[1].Result.Grade = "优" },
		"transition 3": func(a *checklists.Audit) { a.Transitions[2].Comment = "" },
		"state":        func(a *checklists.Audit) { a.State = checklists.Approved },
		"result":       func(a *checklists.Audit) { a.Result = &checklists.Result{Grade: "优秀"} },
		"end":          func(a *checklists.Audit) { a.Transitions = a.Transitions[:2] },
		"change " + string(all[1].ID): func(a *checklists.Audit) {
			a.Log[uid][0].Value = json.RawMessage(`{"level":1}`)
		},
		"change " + string(all[2].ID): func(a *checklists.Audit) { delete(a.Log, uid) },
		"change " + string(all[0].ID): func(a *checklists.Audit) { a.Log[all[0].Clause][0].By = "wu" },
	} {
		t.Run(want, func(t *testing.T) {
			b, err := json.Marshal(audit)
			checktest.Must(t, err)
			var a checklists.Audit
			checktest.Must(t, json.Unmarshal(b, &a))
			alter(&a)
			var altered *checklists.AlteredError
			if err := a.CheckDigest(); !errors.As(err, &altered) || altered.Record != want {
				t.Errorf("got %v", err)
			}
		})
	}
}
