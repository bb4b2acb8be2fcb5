package tablet_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/standard"
)

// history is what several people recorded about one clause, and other orders of it in which every
// change stands at least once, by place.
type history struct {
	Changes []checklists.Change `json:"changes"`
	Mixed   [][]int             `json:"mixed"`
}

// histories is how many random histories of a clause, and how many random sets of answers, both readers
// of the one specification come to the same with: so many in every run.
const histories = 10_000

// randomHistories merges the same sets of changes in the page and on the server.
func (p *page) randomHistories(t *testing.T) {
	dice := rand.New(rand.NewPCG(2017, 2))
	list := make([]history, histories)
	for i := range list {
		list[i] = randomHistory(dice)
	}
	p.serve(t, "histories", list)
	type result struct{ State, Other string }
	got := ask[[]result](t, p, `core.mergeAll()`)
	if len(got) != histories {
		t.Fatalf("%d states", len(got))
	}
	met := map[string]int{}
	for i, h := range list {
		want := stateOf(t, checklists.Merge(h.Changes))
		for _, order := range h.Mixed {
			if again := stateOf(t, checklists.Merge(inOrder(h.Changes, order))); again != want {
				t.Fatalf("the server's state depends on the order:\n%s", cmp.Diff(want, again))
			}
		}
		if have := sorted(t, got[i].State); want != have || got[i].Other != "" {
			t.Fatalf("history %d (-server +tablet):\n%s\nin another order: %s\n%s", i,
				cmp.Diff(want, have), got[i].Other, argument(t, h.Changes))
		}
		meet(met, checklists.Merge(h.Changes))
	}
	for _, what := range []string{"conflict", "answer", "occurrences", "note", "notes of several",
		"evidence", "nothing", "cleared"} {
		if met[what] < histories/100 {
			t.Errorf("the histories come to %q %d times only: %v", what, met[what], met)
		}
	}
}

func inOrder(changes []checklists.Change, places []int) []checklists.Change {
	list := make([]checklists.Change, len(places))
	for i, place := range places {
		list[i] = changes[place]
	}
	return list
}

// state is a state as the tablet's merge writes it.
type state struct {
	Answer      *checklists.Answer      `json:"answer"`
	Occurrences []checklists.Occurrence `json:"occurrences"`
	By          checklists.Username     `json:"by"`
	At          checklists.Stamp        `json:"at"`
	Change      checklists.ChangeID     `json:"change"`
	Conflict    []head                  `json:"conflict"`
	Note        string                  `json:"note"`
	Evidence    []standard.Digest       `json:"evidence"`
	Heads       []checklists.ChangeID   `json:"heads"`
}

type head struct {
	Answer *checklists.Answer  `json:"answer"`
	By     checklists.Username `json:"by"`
	At     checklists.Stamp    `json:"at"`
	Change checklists.ChangeID `json:"change"`
}

// stateOf writes the server's state in the tablet's form, with members in one order.
func stateOf(t testing.TB, s checklists.ClauseState) string {
	t.Helper()
	out := state{Answer: bare(s.Answer), Occurrences: []checklists.Occurrence{}, By: s.By, At: s.At,
		Change: s.Change, Conflict: []head{}, Note: s.Answer.Note,
		Evidence: append([]standard.Digest{}, s.Answer.Evidence...),
		Heads:    append([]checklists.ChangeID{}, s.Heads...)}
	if s.Answer.Kind == checklists.Occurrences {
		out.Occurrences = append(out.Occurrences, s.Answer.Occurrences...)
	}
	for _, h := range s.Conflict {
		out.Conflict = append(out.Conflict, head{bare(h.Answer), h.By, h.At, h.Change})
	}
	return argument(t, out)
}

// sorted reads the tablet's state strictly and writes its members in the order of the server's.
func sorted(t testing.TB, text string) string {
	t.Helper()
	var s state
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return argument(t, s)
}

func bare(a checklists.Answer) *checklists.Answer {
	if a.Kind == checklists.Unanswered {
		return nil
	}
	a.Note, a.Evidence = "", nil
	return &a
}

// meet counts what a state holds.
func meet(met map[string]int, s checklists.ClauseState) {
	for what, holds := range map[string]bool{
		"answer": s.Answer.Kind != checklists.Unanswered, "conflict": len(s.Conflict) > 0,
		"nothing": s.Answer.Kind == checklists.Unanswered, "note": s.Answer.Note != "",
		"notes of several": strings.Contains(s.Answer.Note, "\n"),
		"occurrences":      len(s.Answer.Occurrences) > 0, "evidence": len(s.Answer.Evidence) > 0,
		"cleared": s.Answer.Kind == checklists.Unanswered && s.Change != "",
	} {
		if holds {
			met[what]++
		}
	}
}

// valuesOf lists what changes of each kind may say, unreadable values included.
func valuesOf() map[checklists.Op][]string {
	d1, d2 := strings.Repeat("11", 32), strings.Repeat("22", 32)
	return map[checklists.Op][]string{
		"answer": {`{"level":1}`, `{"level":2,"note":"二号窗"}`, `{"level":1.0}`,
			`{"verdict":"fail","evidence":["` + d2 + `"]}`, `{"verdict":"pass"}`,
			`{"value":187.50}`, `{"value":0.000001}`, `{"value":-0}`,
			`{"numerator":17,"denominator":20}`, `{"denominator":20,"numerator":17}`,
			`{"occurrences":[]}`, `{"occurrences":[{"id":"1","kind":"a"}]}`,
			`{"occurrences":[{"id":"1","kind":"a","note":"x"},{"id":"2","kind":"b"}]}`,
			`{"occurrences":[{"kind":"b","id":"2"}],"evidence":["` + d1 + `"]}`,
			`[]`, `{}`, `{"level":"1"}`, `{"level":1,"value":1}`, `{"counts":{"a":1}}`, ``,
			`{"level":"1","note":"lost","evidence":["` + d2 + `"]}`,
			`{"occurrences":[{"id":"9","kind":"a"}],"verdict":1}`},
		"not-applicable": {`"甲"`, `{"notApplicable":"乙","note":"n"}`, `{"level":1}`, `7`},
		"clear":          {``, `null`, `{"level":1}`},
		"note":           {`"x"`, `"y"`, `""`, `{"note":"z"}`, `{"text":"z"}`, `{"note":"\ud800"}`},
		"occurrence.add": {`{"id":"1","kind":"b"}`, `{"id":"2","kind":"a"}`, `{"id":"3"}`,
			`{"id":"3","kind":"a","note":"窗口"}`, `{"id":"\ud800","kind":"a"}`, `"3"`},
		"occurrence.remove": {`"1"`, `"\udfff"`, `{"id":"3"}`, `{}`},
		"evidence.add":      {`"` + d1 + `"`, `{"sha256":"` + d2 + `"}`, `{"sha256":1}`},
		"evidence.remove":   {`"` + d1 + `"`, `"` + d2 + `"`},
		"unknown":           {`{"level":1}`},
	}
}

// randomHistory lets a few people with a few devices see anything, themselves, each other and what
// never was included, with clocks that stand still and go astray.
func randomHistory(dice *rand.Rand) history {
	values, ops := valuesOf(), []checklists.Op{"answer", "answer", "answer", "answer",
		"not-applicable", "clear", "note", "note", "occurrence.add", "occurrence.add",
		"occurrence.remove", "evidence.add", "evidence.add", "evidence.remove", "unknown"}
	many := dice.IntN(14)
	h := history{Changes: make([]checklists.Change, many)}
	for i := range h.Changes {
		op := ops[dice.IntN(len(ops))]
		c := checklists.Change{ID: numbered(i), Clause: "HS036", Op: op,
			Device: fmt.Sprint("tab", dice.IntN(2)),
			By:     checklists.Username([]string{"li", "wu", "xu"}[dice.IntN(3)])}
		c.At = checklists.Stamp(fmt.Sprintf("%d-%04d-%s", 1_515_720_600_000+dice.IntN(9)*1000,
			dice.IntN(2), c.Device))
		if v := values[op][dice.IntN(len(values[op]))]; v != "" {
			c.Value = json.RawMessage(v)
		}
		for n := dice.IntN(4); n > 0; n-- {
			c.Saw = append(c.Saw, numbered(dice.IntN(many+2)))
		}
		h.Changes[i] = c
	}
	for range 3 {
		order := dice.Perm(many)
		for n := dice.IntN(4); n > 0 && many > 0; n-- {
			order = append(order, dice.IntN(many))
		}
		h.Mixed = append(h.Mixed, order)
	}
	return h
}

func numbered(i int) checklists.ChangeID {
	return checklists.ChangeID(fmt.Sprintf("01940000-0000-7000-8000-%012d", i))
}
