package checklists_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/standard"
)

// model is the merge rule said as plainly as it can be: every rule asks every
// pair of changes. It is slow, and shares nothing with the merge but the reading of an answer.
type model struct {
	list  []checklists.Change
	value []checklists.Answer // of answer-like changes
	text  []string            // of the others: a note, an occurrence ID, a digest
	ok    []bool
}

func modelOf(changes []checklists.Change) *model {
	m := &model{list: slices.Clone(changes)}
	slices.SortFunc(m.list, func(a, b checklists.Change) int {
		return strings.Compare(string(a.At)+string(a.ID), string(b.At)+string(b.ID))
	})
	for _, c := range m.list {
		var a checklists.Answer
		var text string
		var err error
		switch c.Op {
		case "answer":
			err = json.Unmarshal(c.Value, &a)
		case "not-applicable":
			a.Kind = checklists.NotApplicable
			err = json.Unmarshal(c.Value, &a.Reason)
		case "occurrence.add":
			a.Occurrences = make([]checklists.Occurrence, 1)
			err = json.Unmarshal(c.Value, &a.Occurrences[0])
		case "clear":
		default:
			err = json.Unmarshal(c.Value, &text)
		}
		m.value, m.text, m.ok = append(m.value, a), append(m.text, text), append(m.ok, err == nil)
	}
	return m
}

func (m *model) answers(i int) bool {
	op := m.list[i].Op
	return m.ok[i] && (op == "answer" || op == "not-applicable" || op == "clear")
}

// reaches reports whether i has seen j, directly or through others.
func (m *model) reaches(i, j int, visited map[int]bool) bool {
	for _, id := range m.list[i].Saw {
		p := slices.IndexFunc(m.list, func(c checklists.Change) bool { return c.ID == id })
		if p == j {
			return true
		}
		if p >= 0 && !visited[p] {
			visited[p] = true
			if m.reaches(p, j, visited) {
				return true
			}
		}
	}
	return false
}

func (m *model) saw(i, j int) bool {
	return i != j && m.reaches(i, j, map[int]bool{}) && !m.reaches(j, i, map[int]bool{})
}

func (m *model) unseen(sort func(i int) bool) (heads []int) {
	for i := range m.list {
		seen := !sort(i)
		for j := range m.list {
			seen = seen || sort(j) && m.saw(j, i)
		}
		if !seen {
			heads = append(heads, i)
		}
	}
	return heads
}

// lastOfEach drops what the same person said later.
func (m *model) lastOfEach(list []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool {
		return slices.ContainsFunc(list, func(j int) bool {
			return j > i && m.list[j].By == m.list[i].By
		})
	})
}

// lives reports whether change i adds the occurrence and no rule takes that addition away.
func (m *model) lives(i int, id string) bool {
	lists := func(j int) bool {
		return slices.ContainsFunc(m.value[j].Occurrences,
			func(o checklists.Occurrence) bool { return o.ID == id })
	}
	if !m.ok[i] || !lists(i) {
		return false
	}
	for j, c := range m.list {
		if c.Op == "occurrence.remove" && m.text[j] == id || m.answers(j) && m.saw(j, i) && !lists(j) {
			return false
		}
	}
	return true
}

func TestMergeAgreesWithModel(t *testing.T) {
	thoroughly(t, func(t *rapid.T) {
		list := histories(9).Draw(t, "history")
		m, s := modelOf(list), checklists.Merge(list)

		heads := []checklists.ChangeID(nil)
		for _, i := range m.unseen(func(int) bool { return true }) {
			heads = append(heads, m.list[i].ID)
		}
		if diff := cmp.Diff(heads, s.Heads); diff != "" {
			t.Fatalf("heads (-model +merge):\n%s", diff)
		}
		m.checkAnswer(t, s)

		var notes []string
		for _, i := range m.lastOfEach(m.unseen(func(i int) bool {
			return m.ok[i] && (m.list[i].Op == "note" || m.value[i].Note != "")
		})) {
			if note := m.text[i] + m.value[i].Note; note != "" && !slices.Contains(notes, note) {
				notes = append(notes, note)
			}
		}
		if want := strings.Join(notes, "\n"); s.Answer.Note != want {
			t.Fatalf("note %q, model has %q", s.Answer.Note, want)
		}

		shown := false
		for i, c := range m.list {
			adds := m.ok[i] && (c.Op == "evidence.add" || len(m.value[i].Evidence) > 0)
			for j, d := range m.list {
				adds = adds && (d.Op != "evidence.remove" || m.saw(i, j))
			}
			shown = shown || adds
		}
		if shown != slices.Equal(s.Answer.Evidence, []standard.Digest{sha}) {
			t.Fatalf("evidence %v, model has %v", s.Answer.Evidence, shown)
		}
	})
}

func (m *model) checkAnswer(t *rapid.T, s checklists.ClauseState) {
	given := m.unseen(m.answers)
	var alive []string
	finds := map[int]bool{} // occurrence.add changes with a live occurrence
	for i, c := range m.list {
		for _, o := range m.value[i].Occurrences {
			if m.lives(i, o.ID) {
				finds[i] = c.Op == "occurrence.add"
				if !slices.Contains(alive, o.ID) {
					alive = append(alive, o.ID)
				}
			}
		}
	}
	var claims []int
	for i := range m.list {
		hidden := false
		for j := range m.list {
			hidden = hidden || slices.Contains(given, j) && m.saw(j, i) || // listed by an answer
				finds[j] && m.saw(j, i) && m.value[i].Kind != checklists.Occurrences && !finds[i]
		}
		if (slices.Contains(given, i) || finds[i]) && !hidden {
			claims = append(claims, i)
		}
	}
	claims = m.lastOfEach(claims)
	if len(claims) == 0 {
		if s.Change != "" || s.Answer.Kind != checklists.Unanswered || s.Conflict != nil {
			t.Fatalf("model has no answer, merge %+v", s)
		}
		return
	}
	last := claims[len(claims)-1]
	if s.Change != m.list[last].ID {
		t.Fatalf("%s stands, model has %s", s.Change, m.list[last].ID)
	}
	plain := func(i int) checklists.Answer {
		a := m.value[i]
		if m.list[i].Op == "occurrence.add" {
			a.Kind = checklists.Occurrences
		}
		a.Occurrences, a.Note, a.Evidence = nil, "", nil
		return a
	}
	got := s.Answer
	var ids []string
	for _, o := range got.Occurrences {
		ids = append(ids, o.ID)
	}
	slices.Sort(ids) // their order is the merge's own affair
	slices.Sort(alive)
	got.Occurrences, got.Note, got.Evidence = nil, "", nil
	if diff := cmp.Diff(plain(last), got, compareDecimals); diff != "" {
		t.Fatalf("answer (-model +merge):\n%s", diff)
	}
	if got.Kind == checklists.Occurrences && !slices.Equal(ids, alive) {
		t.Fatalf("occurrences %v, model has %v", ids, alive)
	}
	differ := slices.ContainsFunc(claims, func(i int) bool {
		return !cmp.Equal(plain(i), plain(last), compareDecimals)
	})
	var want, have []checklists.ChangeID
	if differ {
		want = append(want, m.list[last].ID)
		for _, i := range claims[:len(claims)-1] {
			want = append(want, m.list[i].ID)
		}
	}
	for _, h := range s.Conflict {
		have = append(have, h.Change)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Fatalf("conflict (-model +merge):\n%s", diff)
	}
}

// thoroughly checks a property some thousand times; rapid's default is a hundred.
func thoroughly(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	for range 30 {
		rapid.Check(t, property)
	}
}
