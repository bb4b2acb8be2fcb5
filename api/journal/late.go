package journal

import (
	"context"
	"slices"

	"hallmark/api/store"
	"hallmark/checklists"
)

// Late is the action of somebody who sent changes to an audit after its submission. None counts, and
// the device keeps them; the event holds what the audit would take if it were open. Events of older
// versions hold nothing of it.
const Late = "answers-late"

// Offer notes that somebody sent changes after the submission of an audit. What is noted already is
// not noted again.
func (s *Service) Offer(ctx context.Context, a *checklists.Audit, by checklists.Username,
	offers []checklists.Change,
) error {
	have, err := s.LateFor(ctx, a)
	if err != nil {
		return err
	}
	if have != nil {
		offers = slices.DeleteFunc(offers, func(c checklists.Change) bool { return have.Offered(c.ID) })
		if len(offers) == 0 && slices.Contains(have.By, by) {
			return nil
		}
	}
	return s.Note(ctx, Event{Actor: by, Action: Late, Subject: "audit/" + string(a.ID), Label: a.Number,
		Before: a.Digest, After: a.Digest, Revision: a.Revision, Offered: offers})
}

// LateFor returns what was sent after the last submission of an audit; nil for nothing.
func (s *Service) LateFor(ctx context.Context, a *checklists.Audit) (*checklists.Late, error) {
	submission := a.Submission()
	if submission == nil {
		return nil, nil
	}
	late := checklists.Late{Offers: []checklists.Change{}}
	q := store.Query{Equal: map[string]string{"subject": "audit/" + string(a.ID)}}
	for e, err := range s.Docs.Events.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if e.Action == Late && e.Revision >= submission.Revision {
			late.Add(e.Actor, e.Offered)
		}
	}
	if len(late.By) == 0 {
		return nil, nil
	}
	return &late, nil
}
