package drafts

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// draftEditsRequest holds edits that belong together: all are made, or none. Revision is that of
// the draft as the editor saw it.
type draftEditsRequest struct {
	Revision int         `json:"revision" validate:"required,min=1"`
	Edits    []draftEdit `json:"edits" validate:"required,min=1,max=200,dive"`
}

// draftEdit is a [standard.Edit].
type draftEdit struct {
	Op        standard.EditOp    `json:"op" validate:"required,max=16"`
	UID       standard.ClauseUID `json:"uid" validate:"max=64"`
	Field     string             `json:"field" validate:"max=64"`
	Value     json.RawMessage    `json:"value"`
	Section   string             `json:"section" validate:"max=32"`
	After     standard.ClauseUID `json:"after" validate:"max=64"`
	Other     standard.ClauseUID `json:"other" validate:"max=64"`
	Numbering standard.Numbering `json:"numbering" validate:"max=16"`
}

// editReply is the result of edits. Changed are the places that others have edited since the
// editor's revision.
type editReply struct {
	Revision int                  `json:"revision"`
	Clauses  []standard.ClauseUID `json:"clauses"`
	Changed  []DraftTouch         `json:"changed"`
}

// editPlan says which edits to make of a draft as it stands. It refuses edits at a place where
// somebody else has written meanwhile.
type editPlan func(context.Context, *DraftDocument, *standard.WorkingDraft) ([]standard.Edit, error)

// editTries is how often a draft is looked at again when others were faster.
const editTries = 8

// editDraft makes edits. Those of others since the editor's revision stay when they are at other
// places; at the same place the edits are refused with both texts, and nothing is changed.
func (s *Service) editDraft(ctx context.Context, by *access.User, id string, revision int,
	plan editPlan) (
	editReply, error,
) {
	for try := 1; ; try++ {
		d, err := s.Docs.Drafts.Get(ctx, id)
		if err != nil {
			return editReply{}, err
		}
		stored := d.Revision
		reply, err := s.tryEdits(ctx, by, d, revision, plan)
		if !errors.Is(err, store.ErrConflict) || stored < revision || try == editTries {
			return reply, err
		}
	}
}

func (s *Service) tryEdits(ctx context.Context, by *access.User, d DraftDocument, revision int,
	plan editPlan,
) (reply editReply, err error) {
	if err := d.Open(); err != nil {
		return reply, err
	}
	w, err := s.Resume(ctx, &d)
	if err != nil {
		return reply, err
	}
	before, stored := journal.DigestDocument(d), d.Revision
	reply.Changed = d.since(revision)
	edits, err := plan(ctx, &d, w)
	if err != nil {
		return reply, err
	}
	reply.Revision, reply.Clauses = stored, []standard.ClauseUID{}
	if len(edits) == 0 {
		return reply, nil
	}
	d.Revision, d.Updated = d.Revision+1, checklists.At(s.Now())
	for i, e := range edits {
		uid, err := w.Apply(e)
		if err != nil {
			return reply, atEdit(i, err)
		}
		reply.Clauses = append(reply.Clauses, uid)
		d.touch(DraftTouch{e.Place(), by.Username, d.Updated, d.Revision})
	}
	d.Editors = joined(d.Editors, by.Username)
	if err := d.writeBack(w); err != nil {
		return reply, err
	}
	reply.Revision = d.Revision
	return reply, journal.Replace(ctx, s.Journal, s.Docs.Drafts, d, stored,
		draftEvent(by.Username, "edited", before, &d))
}

// clear drops the edits that ask for what the draft says already, and refuses those at a place that
// somebody has edited meanwhile.
func (s *Service) clear(ctx context.Context, w *standard.WorkingDraft, changed []DraftTouch,
	edits []standard.Edit,
) ([]standard.Edit, error) {
	conflict := wire.Refuse(http.StatusConflict, "draft-conflict")
	var kept []standard.Edit
	for _, e := range edits {
		if w.Says(&e) {
			continue
		}
		kept = append(kept, e)
		for _, t := range changed {
			if e.Op == standard.EditAdd || !overlaps(e.Place(), t.Place) {
				continue
			}
			name := string(t.By)
			if u, err := s.Docs.Users.Get(ctx, name); err == nil {
				name = u.Name
			}
			f := wire.Wrong(e.Place(), "draft-conflict", name)
			f.Want, f.Have = w.Show(e.Wants()), w.Show(w.Value(&e))
			conflict.Fields = append(conflict.Fields, f)
			break
		}
	}
	if len(conflict.Fields) > 0 {
		return nil, conflict
	}
	return kept, nil
}

// atEdit says which edit was wrong.
func atEdit(i int, err error) error {
	var wrong *standard.InvalidError
	if !errors.As(err, &wrong) {
		return err
	}
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, p := range wrong.Problems {
		r.Fields = append(r.Fields, wire.Field{Name: editPath(i, p.Path), Code: p.Code,
			Text: func(l message.Language) string { return p.Text(l) }})
	}
	return r
}
