package drafts

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/amendments"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// newDraftRequest opens a draft. An ID that the client has made makes repeating harmless.
type newDraftRequest struct {
	ID    string             `json:"id" form:"id" validate:"omitempty,uuid7"`
	Base  standard.EditionID `json:"base" form:"base" validate:"required,max=64"`
	Title string             `json:"title" form:"title" validate:"required,max=120,clean"`
}

// draftPatch changes the fields that it names.
type draftPatch struct {
	Revision int         `json:"revision" validate:"required,min=1"`
	Title    *string     `json:"title" validate:"omitempty,min=1,max=120,clean"`
	State    *DraftState `json:"state" validate:"omitempty,oneof=open closed"`
}

// draft loads the draft of a request's path.
func (s *Service) draft(ctx context.Context, id string) (*DraftDocument, error) {
	d, err := s.Docs.Drafts.Get(ctx, id)
	return &d, err
}

// openedDraft loads it together with its value.
func (s *Service) openedDraft(ctx context.Context, id string) (
	*DraftDocument, *standard.WorkingDraft, error,
) {
	d, err := s.draft(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	w, err := s.Resume(ctx, d)
	return d, w, err
}

// addDraft makes a draft of a published edition.
func (s *Service) addDraft(ctx context.Context, by checklists.Username, in newDraftRequest) (
	DraftDocument, error,
) {
	return s.openDraft(ctx, by, in, func(base *standard.Edition, used []standard.ClauseUID) (
		*standard.WorkingDraft, error,
	) {
		return standard.OpenDraft(base, used...), nil
	})
}

// openDraft stores a draft that is made of its base and the permanent names in use.
func (s *Service) openDraft(ctx context.Context, by checklists.Username, in newDraftRequest,
	makes func(*standard.Edition, []standard.ClauseUID) (*standard.WorkingDraft, error),
) (DraftDocument, error) {
	if have, err := s.Docs.Drafts.Get(ctx, in.ID); err == nil && in.ID != "" {
		if have.Author == by && have.Base == in.Base && have.Title == in.Title {
			return have, nil
		}
		return have, store.ErrExists
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return have, err
	}
	base, err := s.Editions.Edition(ctx, in.Base)
	if errors.Is(err, store.ErrNotFound) {
		return DraftDocument{}, wire.InvalidField("base", "edition", in.Base)
	}
	if err != nil {
		return DraftDocument{}, err
	}
	used, err := s.usedUIDs(ctx)
	if err != nil {
		return DraftDocument{}, err
	}
	now := checklists.At(s.Now())
	d := DraftDocument{ID: in.ID, Title: in.Title, Base: in.Base, BaseDigest: base.Digest(),
		Author: by, Editors: []checklists.Username{by}, State: DraftOpen, Created: now, Updated: now,
		Revision: 1, Touches: []DraftTouch{}}
	if d.ID == "" {
		d.ID = uuid.Must(uuid.NewV7()).String()
	}
	w, err := makes(base, used)
	if err == nil {
		err = d.writeBack(w)
	}
	if err != nil {
		return d, err
	}
	return d, journal.Insert(ctx, s.Journal, s.Docs.Drafts, d, draftEvent(by, "opened", "", &d))
}

// usedUIDs are the permanent names that any edition has given to a clause.
func (s *Service) usedUIDs(ctx context.Context) ([]standard.ClauseUID, error) {
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return nil, err
	}
	var used []standard.ClauseUID
	for _, line := range lines {
		e, err := s.Editions.Edition(ctx, line.ID)
		if err != nil {
			return nil, err
		}
		for i := range e.Clauses {
			used = append(used, e.Clauses[i].UID)
		}
	}
	return used, nil
}

// changeDraft gives a draft another title or state.
func (s *Service) changeDraft(ctx context.Context, by checklists.Username, d *DraftDocument,
	title *string, state *DraftState,
) error {
	before, stored := journal.DigestDocument(d), d.Revision
	if state != nil && *state != d.State && d.State == DraftSubmitted {
		if *state != DraftOpen {
			return d.Open()
		}
		if err := s.givenBack(ctx, d); err != nil {
			return err
		}
	}
	wire.Set(&d.Title, title)
	wire.Set(&d.State, state)
	d.Revision, d.Updated = stored+1, checklists.At(s.Now())
	return journal.Replace(ctx, s.Journal, s.Docs.Drafts, *d, stored,
		draftEvent(by, "changed", before, d))
}

// givenBack refuses to open a draft whose amendment still waits for a decision, or has got one.
func (s *Service) givenBack(ctx context.Context, d *DraftDocument) error {
	a, err := s.Docs.Amendments.Get(ctx, string(d.Amendment))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if a.From == "draft/"+d.ID && a.State != amendments.AmendmentRejected &&
		a.State != amendments.AmendmentWithdrawn {
		return wire.Refuse(http.StatusConflict, "amendment-state", amendments.AmendmentStateKey(a.State))
	}
	return nil
}

func (s *Service) dropDraft(ctx context.Context, by checklists.Username, d *DraftDocument) error {
	if d.State == DraftSubmitted {
		return d.Open()
	}
	if d.Author != by {
		return wire.Refuse(http.StatusForbidden, "draft-author")
	}
	if consulted, err := s.WasConsulted(ctx, d.ID); err != nil {
		return err
	} else if consulted {
		return wire.Refuse(http.StatusConflict, "draft-consulted")
	}
	seen := d.Revision
	return journal.Delete(ctx, s.Journal, s.Docs.Drafts, d.ID,
		func(d *DraftDocument) (journal.Event, error) {
			e := journal.Event{Actor: by, Action: "draft-deleted", Subject: "draft/" + d.ID,
				Label: d.Title, Before: journal.DigestDocument(d), Revision: d.Revision}
			if d.Revision != seen {
				return e, store.ErrConflict
			}
			d.Revision++
			return e, nil
		})
}

// joined adds a name to a sorted list of names.
func joined(names []checklists.Username, name checklists.Username) []checklists.Username {
	names = append(slices.Clone(names), name)
	slices.Sort(names)
	return slices.Compact(names)
}
