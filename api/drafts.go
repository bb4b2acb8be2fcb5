package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// newDraftRequest opens a draft. An ID that the client has made makes repeating harmless.
type newDraftRequest struct {
	ID    string             `json:"id" form:"id" validate:"omitempty,uuid"`
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
func (s *Server) draft(ctx context.Context, id string) (*DraftDocument, error) {
	d, err := s.docs.drafts.Get(ctx, id)
	return &d, err
}

// openedDraft loads it together with its value.
func (s *Server) openedDraft(ctx context.Context, id string) (*DraftDocument, *standard.WorkingDraft, error) {
	d, err := s.draft(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	w, err := s.resume(ctx, d)
	return d, w, err
}

// addDraft makes a draft of a published edition.
func (s *Server) addDraft(ctx context.Context, by checklists.Username, in newDraftRequest) (
	DraftDocument, error,
) {
	return s.openDraft(ctx, by, in, func(base *standard.Edition, used []standard.ClauseUID) (
		*standard.WorkingDraft, error,
	) {
		return standard.OpenDraft(base, used...), nil
	})
}

// openDraft stores a draft that is made of its base and the permanent names in use.
func (s *Server) openDraft(ctx context.Context, by checklists.Username, in newDraftRequest,
	makes func(*standard.Edition, []standard.ClauseUID) (*standard.WorkingDraft, error),
) (DraftDocument, error) {
	if have, err := s.docs.drafts.Get(ctx, in.ID); err == nil && in.ID != "" {
		if have.Author == by && have.Base == in.Base && have.Title == in.Title {
			return have, nil
		}
		return have, store.ErrExists
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return have, err
	}
	base, err := s.edition(ctx, in.Base)
	if errors.Is(err, store.ErrNotFound) {
		return DraftDocument{}, invalidField("base", "edition", in.Base)
	}
	if err != nil {
		return DraftDocument{}, err
	}
	used, err := s.usedUIDs(ctx)
	if err != nil {
		return DraftDocument{}, err
	}
	now := checklists.At(s.now())
	d := DraftDocument{ID: in.ID, Title: in.Title, Base: in.Base, BaseDigest: base.Digest(),
		Author: by, Editors: []checklists.Username{by}, State: DraftOpen, Created: now, Updated: now,
		Revision: 1, Touches: []DraftTouch{}}
	if d.ID == "" {
		d.ID = uuid.Must(uuid.NewV7()).String()
	}
	w, err := makes(base, used)
	if err == nil {
		err = d.keep(w)
	}
	if err != nil {
		return d, err
	}
	if err := s.noteDraft(ctx, by, "opened", "", &d); err != nil {
		return d, err
	}
	return d, s.docs.drafts.Insert(ctx, d)
}

// usedUIDs are the permanent names that any edition has given to a clause.
func (s *Server) usedUIDs(ctx context.Context) ([]standard.ClauseUID, error) {
	lines, err := s.editionLines(ctx)
	if err != nil {
		return nil, err
	}
	var used []standard.ClauseUID
	for _, line := range lines {
		e, err := s.edition(ctx, line.ID)
		if err != nil {
			return nil, err
		}
		for i := range e.Clauses {
			used = append(used, e.Clauses[i].UID)
		}
	}
	return used, nil
}

func (s *Server) getDrafts(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	items, next, err := collect(c.Request.Context(), s.docs.drafts, q, nil, viewDraftLine)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		people, err := s.everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return sendRows(c, next, draftTable(language(c), people, items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) postDraft(c *gin.Context) error {
	var in newDraftRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	d, err := s.addDraft(c.Request.Context(), userOf(c).Username, in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/drafts/"+d.ID)
	c.JSON(http.StatusCreated, viewDraftLine(d))
	return nil
}

func (s *Server) getDraft(c *gin.Context) error {
	d, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDraft(d, w))
	return nil
}

func (s *Server) patchDraft(c *gin.Context) error {
	var in draftPatch
	if err := bind(c, &in); err != nil {
		return err
	}
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if d.Revision != in.Revision {
		return store.ErrConflict
	}
	err = s.changeDraft(c.Request.Context(), userOf(c).Username, d, in.Title, in.State)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDraftLine(*d))
	return nil
}

// changeDraft gives a draft another title or state.
func (s *Server) changeDraft(ctx context.Context, by checklists.Username, d *DraftDocument,
	title *string, state *DraftState,
) error {
	before, stored := digestDocument(d), d.Revision
	if state != nil && *state != d.State && d.State == DraftSubmitted {
		if *state != DraftOpen {
			return d.open()
		}
		if err := s.givenBack(ctx, d); err != nil {
			return err
		}
	}
	set(&d.Title, title)
	set(&d.State, state)
	d.Revision, d.Updated = stored+1, checklists.At(s.now())
	if err := s.noteDraft(ctx, by, "changed", before, d); err != nil {
		return err
	}
	return s.docs.drafts.Replace(ctx, *d, stored)
}

// givenBack refuses to open a draft whose amendment still waits for a decision, or has got one.
func (s *Server) givenBack(ctx context.Context, d *DraftDocument) error {
	a, err := s.docs.amendments.Get(ctx, string(d.Amendment))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if a.From == "draft/"+d.ID && a.State != AmendmentRejected && a.State != AmendmentWithdrawn {
		return refuse(http.StatusConflict, "amendment-state", amendmentStateKey(a.State))
	}
	return nil
}

// deleteDraft drops a draft. Only who opened it may, and not one that became an amendment.
func (s *Server) deleteDraft(c *gin.Context) error {
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.dropDraft(c.Request.Context(), userOf(c).Username, d); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *Server) dropDraft(ctx context.Context, by checklists.Username, d *DraftDocument) error {
	if d.State == DraftSubmitted {
		return d.open()
	}
	if d.Author != by {
		return refuse(http.StatusForbidden, "draft-author")
	}
	if consulted, err := s.wasConsulted(ctx, d.ID); err != nil {
		return err
	} else if consulted {
		return refuse(http.StatusConflict, "draft-consulted")
	}
	before := digestDocument(d)
	if err := s.note(ctx, Event{Actor: by, Action: "draft-deleted", Subject: "draft/" + d.ID,
		Label: d.Title, Before: before, Revision: d.Revision}); err != nil {
		return err
	}
	return s.docs.drafts.Delete(ctx, d.ID)
}

// joined adds a name to a sorted list of names.
func joined(names []checklists.Username, name checklists.Username) []checklists.Username {
	names = append(slices.Clone(names), name)
	slices.Sort(names)
	return slices.Compact(names)
}
