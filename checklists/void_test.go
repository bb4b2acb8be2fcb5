package checklists_test

import (
	"errors"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
)

// TestVoid voids an audit in which nothing stands, with a reason, for good; never one with an answer,
// a note or a photograph, nor one that was submitted.
func TestVoid(t *testing.T) {
	t.Parallel()
	e := checktest.Reference(t)
	for _, c := range []struct {
		name    string
		changes []checklists.Change
		err     error
	}{
		{"nothing", nil, nil},
		{"an answer", []checklists.Change{change(t, `a li 1 answer {"occurrences":[]}`)}, checklists.ErrStands},
		{"a note", []checklists.Change{change(t, `a li 1 note {"note":"x"}`)}, checklists.ErrStands},
		{"taken back", []checklists.Change{change(t, `a li 1 answer {"occurrences":[]}`),
			change(t, `b li 2 clear < a`)}, nil},
	} {
		a := started(t, e)
		for i := range c.changes {
			c.changes[i].By, c.changes[i].At = "", stamp(i)
		}
		for _, r := range a.Apply(e, c.changes, "li", a.StartedAt.Time) {
			if r.Status == checklists.Rejected {
				t.Fatalf("%s: %+v", c.name, r)
			}
		}
		at := a.StartedAt.Add(time.Minute)
		if err := checklists.Void(&a, "li", at, " "); err == nil {
			t.Errorf("%s: voided without a reason", c.name)
		}
		before := a.Digest
		err := checklists.Void(&a, "li", at, "选错了大厅")
		if !errors.Is(err, c.err) || (a.State == checklists.Voided) != (c.err == nil) ||
			(a.Digest == before) != (c.err != nil) {
			t.Errorf("%s: %v, %s", c.name, err, a.State)
		}
		if c.err != nil {
			continue
		}
		var state *checklists.StateError
		if err := checklists.Void(&a, "li", at, "再来"); !errors.As(err, &state) {
			t.Errorf("%s: voided twice: %v", c.name, err)
		}
		late := a.Apply(e, []checklists.Change{change(t, `c li 3 answer {"occurrences":[]}`)}, "li", at)
		if late[0].Code != "audit-voided" {
			t.Errorf("%s: a voided audit takes an answer: %+v", c.name, late[0])
		}
	}
}
