package drafts

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// mayDraft reports whether the person may write drafts.
func mayDraft(caller access.Caller) bool {
	return access.ScopeOf(access.DraftEditions, caller.User) != access.Nothing
}

// PageDrafts answers GET /drafts.
func (s Handlers) PageDrafts(c *gin.Context) error {
	return s.showDrafts(c, http.StatusOK, web.NewDraftForm{}, nil)
}

func (s Handlers) showDrafts(c *gin.Context, status int, f web.NewDraftForm, failed error) error {
	ctx := c.Request.Context()
	page := &web.Drafts{Frame: s.Pages.Frame(c), MayEdit: mayDraft(access.CallerOf(c)), Form: f}
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	row := func(d DraftDocument) web.DraftRow {
		return web.DraftRow{ID: d.ID, Title: d.Title, Base: d.Base, State: string(d.State),
			Author: s.Access.NameOf(ctx, d.Author), Updated: d.Updated}
	}
	page.Rows, page.Next, err = wire.Collect(ctx, s.Docs.Drafts, q, nil, row)
	if err != nil {
		return err
	}
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return err
	}
	for _, line := range lines {
		page.Bases = append(page.Bases, line.ID)
	}
	page.Refused = register.ImportPlaces(failed, page.Language)
	if failed != nil {
		page.Path = web.DraftsURL
	}
	if failed != nil && page.Refused == nil {
		if page.Problems = pages.Problems(failed, wire.LanguageOf(c), ""); page.Problems == nil {
			return failed
		}
	}
	return s.Pages.Render(c, status, page)
}

// FormNewDraft answers POST /drafts.
func (s Handlers) FormNewDraft(c *gin.Context) error {
	var f web.NewDraftForm
	err := pages.BindForm(c, &f)
	if err == nil {
		var d DraftDocument
		in := newDraftRequest{Base: f.Base, Title: f.Title}
		if d, err = s.addDraft(c.Request.Context(), access.UserOf(c).Username, in); err == nil {
			return pages.SeeOther(c, web.DraftURL(d.ID))
		}
	}
	return s.showDrafts(c, wire.RefusalOf(err).Status, f, err)
}

// FormDraftState closes, opens or deletes a draft.
func (s Handlers) FormDraftState(c *gin.Context) error {
	var f web.DraftStateForm
	if err := pages.BindForm(c, &f); err != nil {
		return err
	}
	d, err := s.draft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	ctx, by := c.Request.Context(), access.UserOf(c).Username
	if f.State == "deleted" && !f.Confirmed {
		ask := web.AskDelete(wire.LanguageOf(c), "ask.delete-draft", d.Title, web.DraftURL(d.ID))
		ask.Follows = []string{message.Text(wire.LanguageOf(c), "ask.delete-follows")}
		return s.Pages.Ask(c, ask, nil)
	}
	if f.State == "deleted" {
		if err := s.dropDraft(ctx, by, d); err != nil {
			return err
		}
		return pages.SeeOther(c, web.DraftsURL)
	}
	if d.Revision != f.Revision {
		return store.ErrConflict
	}
	state := DraftState(f.State)
	if err := s.changeDraft(ctx, by, d, nil, &state); err != nil {
		return err
	}
	return pages.SeeOther(c, web.DraftURL(d.ID))
}

// draftHead is what the pages of a draft have in common.
func (s *Service) draftHead(ctx context.Context, caller access.Caller, d *DraftDocument,
	w *standard.WorkingDraft,
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
