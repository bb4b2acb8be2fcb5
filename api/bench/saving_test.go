package bench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"hallmark/checklists"
)

// How many requests each client sends in a round.
const (
	auditsEach  = 30
	answersEach = 60
)

// saving measures durable writes over HTTP by several clients, each in audits of its own.
func saving(t *testing.T, f *figures) {
	s, changes := newService(t), changesTo(t, reference(t))
	sample := s.start(t, 0)
	fresh := s.stored(t, sample)
	call(t, "POST", s.changes(sample), s.tokens[0], bodyOf(t, changes))
	full := s.stored(t, sample)
	f.fixed(fmt.Sprintf("audit of %d answers: stored", len(changes)), 45, float64(len(full))/1e3, "KB")
	floor := newFloor(t)
	one, err := json.Marshal(changes[0])
	must(t, err)
	var whole, wholeFloor, single, singleFloor rates
	for range rounds {
		floor.fill(t, clients*auditsEach, fresh)
		wholeFloor = append(wholeFloor, floor.wholes(t, bodyOf(t, changes), full))
		whole = append(whole, s.wholes(t, changes))
		floor.fill(t, clients, full)
		singleFloor = append(singleFloor, floor.singles(t, one))
		single = append(single, s.singles(t, changes))
	}
	f.ratio(fmt.Sprintf("audit of %d answers, %d clients", len(changes), clients), 0.6,
		whole, wholeFloor)
	f.ratio(fmt.Sprintf("one answer of %d, %d clients", len(changes), clients), 1, single,
		singleFloor)
}

func bodyOf(t *testing.T, changes []checklists.Change) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"revision": 1, "changes": changes})
	must(t, err)
	return b
}

// wholes is the rate at which whole audits are recorded, one request each.
func (s *service) wholes(t *testing.T, changes []checklists.Change) float64 {
	body := bodyOf(t, changes)
	var ids [clients][auditsEach]string
	together(func(c int) {
		for i := range ids[c] {
			ids[c][i] = s.start(t, c)
		}
	})
	return rate(clients, auditsEach, func(c, i int) {
		if b := call(t, "POST", s.changes(ids[c][i]), s.tokens[c], body); bytes.Count(b,
			[]byte(`"applied"`)) != len(changes) {
			t.Errorf("not applied: %.300s", b)
		}
	})
}

// singles is the rate at which answers are replaced one by one in audits that are full.
func (s *service) singles(t *testing.T, changes []checklists.Change) float64 {
	var ids [clients]string
	var bodies [clients][answersEach][]byte
	all := bodyOf(t, changes)
	together(func(c int) {
		ids[c] = s.start(t, c)
		call(t, "POST", s.changes(ids[c]), s.tokens[c], all)
		for i := range bodies[c] {
			last := changes[(7*c+i)%len(changes)]
			next := changeOf(last.Clause, string(last.Value), last.ID)
			b, err := json.Marshal(map[string]any{"revision": i + 2, "changes": []any{next}})
			if err != nil {
				t.Error(err)
			}
			bodies[c][i] = b
		}
	})
	return rate(clients, answersEach, func(c, i int) {
		if b := call(t, "POST", s.changes(ids[c]), s.tokens[c], bodies[c][i]); !bytes.Contains(b,
			[]byte(`"applied"`)) {
			t.Errorf("not applied: %.300s", b)
		}
	})
}
