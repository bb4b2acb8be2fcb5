package succession

import (
	"context"

	"hallmark/api/editions"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Deps are the rooms and collections that the package works with.
type Deps struct {
	Journal        *journal.Service
	Editions       *editions.Service
	Audits         store.Collection[checklists.Audit]
	Rectifications store.Collection[checklists.Rectification]
}

// actions are the events of the steps.
var actions = map[checklists.RectificationOp]string{
	checklists.OpFoundWhole: "rectification-found-whole",
	checklists.OpCarryOn:    "rectification-carried-on",
	checklists.OpContinue:   "rectification-continued",
	checklists.OpTakeBack:   "rectification-taken-back",
}

// Settle settles the rectifications of a hall by its approved audits. It may run at any time and in
// several processes; what is settled already stays.
func (d Deps) Settle(ctx context.Context, hall checklists.HallID) error {
	of := store.Query{Equal: map[string]string{"hall": string(hall)}, Order: "due"}
	list, err := wire.Gather(ctx, d.Rectifications, of)
	if err != nil {
		return err
	}
	of.Order, of.Brief = "started", true
	heads, err := wire.Gather(ctx, d.Audits, of)
	if err != nil {
		return err
	}
	visits, err := d.visits(ctx, checklists.Unsettled(heads, list))
	if err != nil {
		return err
	}
	s, err := checklists.SuccessionOf(visits, list)
	if err != nil {
		return err
	}
	for _, id := range s.Order() {
		more, err := s.Wants(id)
		for more && err == nil {
			more, err = d.step(ctx, s, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// visits loads audits, whose heads are given, with their editions.
func (d Deps) visits(ctx context.Context, heads []checklists.Audit) (list []checklists.Visit, err error) {
	for i := range heads {
		a, err := d.Audits.Get(ctx, string(heads[i].ID))
		if err != nil {
			return nil, err
		}
		e, err := d.Editions.Edition(ctx, a.Edition)
		if err != nil {
			return nil, err
		}
		list = append(list, checklists.Visit{Audit: &a, Edition: e})
	}
	return list, nil
}

// step takes the next step of one rectification with its event, and reports whether there was one.
func (d Deps) step(ctx context.Context, s *checklists.Succession, id checklists.RectificationID) (
	more bool, err error,
) {
	_, err = follow.Update(ctx, d.Journal.Steps, d.Rectifications, string(id),
		func(r *checklists.Rectification) ([]store.Follow, error) {
			before := r.Digest
			op, err := s.Settle(r)
			if more = op != ""; err != nil || !more {
				return nil, err
			}
			return Note(ctx, d.Journal, r.Steps[len(r.Steps)-1].By, actions[op], before, r)
		})
	return more, err
}

// Note is the step that writes the event of a change to a rectification.
func Note(ctx context.Context, j *journal.Service, by checklists.Username, action string,
	before standard.Digest, r *checklists.Rectification,
) ([]store.Follow, error) {
	return j.Follows(ctx, journal.Event{Actor: by, Action: action,
		Subject: "rectification/" + string(r.ID),
		Label:   r.HallName + " " + r.Code, Before: before, After: r.Digest, Revision: r.Revision})
}
