package checklists_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
)

// histories draws what several people may record about one deduction clause, seeing anything,
// themselves and each other included, with clocks that go astray.
func histories(most int) *rapid.Generator[[]checklists.Change] {
	values := map[checklists.Op][]string{
		"answer": {`{"level":1}`, `{"level":2,"note":"n"}`, `{"occurrences":[]}`,
			`{"occurrences":[{"id":"1","kind":"a"}]}`,
			`{"occurrences":[{"id":"1","kind":"a","note":"x"},{"id":"2","kind":"b"}]}`,
			`{"occurrences":[],"evidence":["` + string(sha) + `"]}`, `[]`},
		"not-applicable": {`"甲"`, `"乙"`}, "clear": {``},
		"note":              {`"x"`, `"y"`, `""`},
		"occurrence.add":    {`{"id":"1","kind":"b"}`, `{"id":"2","kind":"a"}`, `{"id":"3","kind":"a"}`},
		"occurrence.remove": {`"1"`, `"3"`}, "evidence.add": {`"` + string(sha) + `"`},
		"evidence.remove": {`"` + string(sha) + `"`},
	}
	ops := []checklists.Op{"answer", "answer", "answer", "not-applicable", "clear", "note",
		"occurrence.add", "occurrence.add", "occurrence.remove", "evidence.add", "evidence.remove"}
	return rapid.Custom(func(t *rapid.T) []checklists.Change {
		list := make([]checklists.Change, rapid.IntRange(0, most).Draw(t, "changes"))
		for i := range list {
			op := rapid.SampledFrom(ops).Draw(t, "op")
			c := checklists.Change{ID: numbered(i), Op: op, Clause: "HS036", Device: "tab",
				By: rapid.SampledFrom([]checklists.Username{"li", "wu", "xu"}).Draw(t, "by"),
				At: stamp(rapid.IntRange(0, 9).Draw(t, "at")),
			}
			if v := rapid.SampledFrom(values[op]).Draw(t, "value"); v != "" {
				c.Value = json.RawMessage(v)
			}
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, most), 0, 3).Draw(t, "saw") {
				c.Saw = append(c.Saw, numbered(n))
			}
			list[i] = c
		}
		return list
	})
}

// Merging is a function of the set of changes: any order and any repetition give the same state.
func TestMergeIsAFunctionOfTheSet(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		list := histories(12).Draw(t, "history")
		want := checklists.Merge(list)
		mixed := rapid.Permutation(list).Draw(t, "order")
		if len(list) > 0 {
			mixed = append(mixed, rapid.SliceOf(rapid.SampledFrom(list)).Draw(t, "again")...)
		}
		if diff := cmp.Diff(want, checklists.Merge(mixed), compareDecimals); diff != "" {
			t.Fatalf("another order gives another state:\n%s", diff)
		}
	})
}

// However batches reach the server, and however often, the audit says the same in the end.
func TestApplyInAnyOrder(t *testing.T) {
	e := checktest.Reference(t)
	rapid.Check(t, func(t *rapid.T) {
		list := histories(10).Draw(t, "history")
		for i := range list {
			list[i].By = "" // the server sets it
		}
		once, piecemeal := started(t, e), started(t, e)
		for _, c := range list {
			once.Apply(e, []checklists.Change{c}, personOf(c), checktest.Morning)
		}
		for _, c := range rapid.Permutation(list).Draw(t, "order") {
			piecemeal.Apply(e, []checklists.Change{c, c}, personOf(c), checktest.Morning)
			piecemeal.Apply(e, []checklists.Change{c}, personOf(c), checktest.Morning)
		}
		if once.Revision != piecemeal.Revision {
			t.Fatalf("revisions %d and %d", once.Revision, piecemeal.Revision)
		}
		if diff := cmp.Diff(once.ClauseState("HS036"), piecemeal.ClauseState("HS036"),
			compareDecimals); diff != "" {
			t.Fatal(diff)
		}
		if err := piecemeal.CheckDigest(); err != nil {
			t.Fatal(err)
		}
	})
}

func personOf(c checklists.Change) checklists.Username {
	return checklists.Username(fmt.Sprint("person", c.ID[35]%3))
}

// Nothing that was recorded is overwritten unseen: an answer that nobody has seen, the author
// included, either stands, or is in the conflict, or agrees with the answer that stands.
func TestNoAnswerIsOverwrittenUnseen(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		list := histories(8).Draw(t, "history")
		s := checklists.Merge(list)
		for _, c := range list {
			if c.Op != "not-applicable" || seenByAny(list, c.ID) || laterOf(list, c) {
				continue
			}
			var reason string
			_ = json.Unmarshal(c.Value, &reason)
			kept := s.Change == c.ID || s.Answer.Reason == reason
			for _, h := range s.Conflict {
				kept = kept || h.Change == c.ID
			}
			if !kept {
				t.Fatalf("%s of %s is gone: %+v", c.ID, c.By, s)
			}
		}
	})
}

func seenByAny(list []checklists.Change, id checklists.ChangeID) bool {
	for _, c := range list {
		for _, saw := range c.Saw {
			if saw == id && c.ID != id {
				return true
			}
		}
	}
	return false
}

// laterOf reports whether the same person recorded anything later, which may replace it.
func laterOf(list []checklists.Change, c checklists.Change) bool {
	for _, d := range list {
		if d.By == c.By && (d.At > c.At || d.At == c.At && d.ID > c.ID) {
			return true
		}
	}
	return false
}

func FuzzApplyChanges(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[{"id":"01940000-0000-7000-8000-000000000001","clause":"HS036",
		"at":"1515720600000-0001-tab","saw":[],"device":"tab","op":"answer",
		"value":{"occurrences":[{"id":"1","kind":"a"}]}}]`,
		`[{"id":"01940000-0000-7000-8000-000000000001","clause":"HS001","at":"9915720600000-0001-t",
		"saw":["01940000-0000-7000-8000-000000000002"],"device":"t","op":"answer","value":{"value":-0}},
		{"id":"01940000-0000-7000-8000-000000000002","clause":"HS001","at":"0000000000000-0000-t",
		"saw":["01940000-0000-7000-8000-000000000001"],"device":"t","op":"clear","value":null}]`,
		`[{"id":"01940000-0000-7000-8000-000000000001","clause":"HS010","at":"1515720600000-0001-t",
		"device":"t","op":"answer","value":{"numerator":1e14,"denominator":999999999999999}}]`,
	} {
		f.Add([]byte(seed))
	}
	e := checktest.Reference(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		var changes []checklists.Change
		if json.Unmarshal(b, &changes) != nil || len(changes) > 50 {
			t.Skip("no list of changes")
		}
		a := started(t, e)
		first := a.Apply(e, changes, "li", checktest.Morning)
		state, err := json.Marshal(a)
		checktest.Must(t, err)
		for i, r := range a.Apply(e, changes, "wu", checktest.Morning) {
			if first[i].Status != checklists.Rejected && r.Status != checklists.Duplicate {
				t.Errorf("%s, then %s", first[i].Status, r.Status)
			}
		}
		again, err := json.Marshal(a)
		checktest.Must(t, err)
		if string(again) != string(state) {
			t.Errorf("sending twice changed the audit:\n%s\n%s", state, again)
		}
		checktest.Must(t, a.CheckDigest())
		if _, err := a.Score(e); err != nil {
			t.Errorf("what was accepted has no score: %v", err)
		}
	})
}

func BenchmarkMerge(b *testing.B) {
	for _, clauses := range []int{131, 1} {
		b.Run(fmt.Sprint("1000 changes, clauses ", clauses), func(b *testing.B) {
			logs := make([][]checklists.Change, clauses)
			for i := range 1000 {
				log := &logs[i%clauses]
				c := checklists.Change{ID: numbered(i), At: stamp(i), Op: "answer", Device: "tab",
					By: checklists.Username(fmt.Sprint("p", i%3)), Value: json.RawMessage(`{"level":2}`)}
				if n := len(*log); n > 1 {
					c.Saw = []checklists.ChangeID{(*log)[n-1].ID, (*log)[n-2].ID}
				}
				*log = append(*log, c)
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, log := range logs {
					checklists.Merge(log)
				}
			}
		})
	}
	b.Run("1000 unseen finds on one clause", func(b *testing.B) {
		var log []checklists.Change
		for i := range 1000 {
			log = append(log, checklists.Change{ID: numbered(i), At: stamp(i), Op: "answer",
				By:    checklists.Username(fmt.Sprint("p", i)),
				Value: json.RawMessage(fmt.Sprintf(`{"occurrences":[{"id":"%d","kind":"a"}]}`, i))})
		}
		for b.Loop() {
			checklists.Merge(log)
		}
	})
}

func BenchmarkApplyOne(b *testing.B) {
	e := checktest.Reference(b)
	full := started(b, e)
	full.Apply(e, answerAll(b, e, full.Tier), "li", checktest.Morning)
	change := checklists.Change{ID: numbered(9999), Clause: "HS078", At: stamp(999), Device: "tab",
		Op: "answer", Value: json.RawMessage(`{"level":1}`), Saw: full.ClauseState("HS078").Heads}
	b.ReportAllocs()
	for b.Loop() {
		a := full.Clone()
		if r := a.Apply(e, []checklists.Change{change}, "wu", checktest.Morning); r[0].Status != "applied" {
			b.Fatal(r)
		}
	}
}
