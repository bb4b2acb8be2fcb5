package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// mayDraft reports whether the person may write drafts.
func mayDraft(caller Caller) bool { return scopeOf(DraftEditions, caller.User) != Nothing }

func (s *Server) pageDrafts(c *gin.Context) error {
	return s.showDrafts(c, http.StatusOK, web.NewDraftForm{}, nil)
}

func (s *Server) showDrafts(c *gin.Context, status int, f web.NewDraftForm, failed error) error {
	ctx := c.Request.Context()
	page := &web.Drafts{Frame: s.frame(c), MayEdit: mayDraft(callerOf(c)), Form: f}
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	row := func(d DraftDocument) web.DraftRow {
		return web.DraftRow{ID: d.ID, Title: d.Title, Base: d.Base, State: string(d.State),
			Author: s.nameOf(ctx, d.Author), Updated: d.Updated}
	}
	page.Rows, page.Next, err = collect(ctx, s.docs.drafts, q, nil, row)
	if err != nil {
		return err
	}
	lines, err := s.editionLines(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		page.Bases = append(page.Bases, line.ID)
	}
	page.Refused = importPlaces(failed, page.Language)
	if failed != nil {
		page.Path = web.DraftsURL
	}
	if failed != nil && page.Refused == nil {
		if page.Problems = problems(failed, language(c), ""); page.Problems == nil {
			return failed
		}
	}
	return s.render(c, status, page)
}

// nameOf is what people call an account.
func (s *Server) nameOf(ctx context.Context, name checklists.Username) string {
	if u, err := s.docs.users.Get(ctx, string(name)); err == nil {
		return u.Name
	}
	return string(name)
}

func (s *Server) formNewDraft(c *gin.Context) error {
	var f web.NewDraftForm
	err := bindForm(c, &f)
	if err == nil {
		var d DraftDocument
		in := newDraftRequest{Base: f.Base, Title: f.Title}
		if d, err = s.addDraft(c.Request.Context(), userOf(c).Username, in); err == nil {
			return seeOther(c, web.DraftURL(d.ID))
		}
	}
	return s.showDrafts(c, refusalOf(err).Status, f, err)
}

// formDraftState closes, opens or deletes a draft.
func (s *Server) formDraftState(c *gin.Context) error {
	var f web.DraftStateForm
	if err := bindForm(c, &f); err != nil {
		return err
	}
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	ctx, by := c.Request.Context(), userOf(c).Username
	if f.State == "deleted" {
		if err := s.dropDraft(ctx, by, d); err != nil {
			return err
		}
		return seeOther(c, web.DraftsURL)
	}
	if d.Revision != f.Revision {
		return store.ErrConflict
	}
	state := DraftState(f.State)
	if err := s.changeDraft(ctx, by, d, nil, &state); err != nil {
		return err
	}
	return seeOther(c, web.DraftURL(d.ID))
}

// draftHead is what the pages of a draft have in common.
func (s *Server) draftHead(ctx context.Context, caller Caller, d *DraftDocument, w *standard.WorkingDraft,
	e *standard.Edition, diff *standard.Diff,
) web.DraftHead {
	h := web.DraftHead{ID: d.ID, Title: d.Title, Base: d.Base, State: string(d.State),
		Revision: d.Revision, Amendment: d.Amendment, Changes: len(diff.Clauses) + len(diff.Other),
		Digest: e.Digest(), MayEdit: mayDraft(caller) && d.State == DraftOpen}
	h.MayReopen = mayDraft(caller) && (d.State == DraftClosed ||
		d.State == DraftSubmitted && s.givenBack(ctx, d) == nil)
	for _, r := range w.Check() {
		if r.Severity == standard.SeverityError {
			h.Errors++
		}
	}
	return h
}

func deskText(l message.Language, key string, args ...any) string {
	return message.Text(l, "draft."+key, args...)
}
