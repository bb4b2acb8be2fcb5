package drafts

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// deskState is the state of the desk after a form was refused.
type deskState struct {
	clause standard.ClauseUID
	form   *web.DraftClauseForm
	frame  *web.DraftFrameForm
	failed error
}

// PageDesk answers GET /drafts/:id.
func (s Handlers) PageDesk(c *gin.Context) error {
	return s.showDesk(c, http.StatusOK, c.Query("chapter"),
		deskState{clause: standard.ClauseUID(c.Query("clause"))})
}

// showDesk renders one chapter of a draft; the chapter of the open clause counts before the one
// that is named.
func (s Handlers) showDesk(c *gin.Context, status int, chapter string, state deskState) error {
	d, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	b := deskBuilder{server: s.Service, c: c, draft: d, value: w, edition: w.Preview(), state: state}
	b.diff = standard.DiffOf(w.Base(), b.edition)
	page := &web.Desk{Frame: s.Pages.Frame(c),
		DraftHead: s.draftHead(c.Request.Context(), access.CallerOf(c), d, w, b.edition, &b.diff)}
	b.changes = map[standard.ClauseUID]*standard.ClauseChange{}
	for i := range b.diff.Clauses {
		b.changes[b.diff.Clauses[i].UID] = &b.diff.Clauses[i]
	}
	b.remarks()
	if open, ok := b.edition.Clause(state.clause); ok {
		chapter = strconv.Itoa(open.Chapter)
	}
	b.fill(page, chapter)
	page.Problems = b.problems()
	if state.failed != nil && page.Problems == nil {
		return state.failed
	}
	return s.Pages.Render(c, status, page)
}

// problems lists at the head of the page what was refused.
func (b *deskBuilder) problems() []web.Problem {
	if b.state.failed == nil {
		return nil
	}
	list := pages.Problems(b.state.failed, wire.LanguageOf(b.c), "")
	for i := range list {
		place := strings.TrimPrefix(list[i].Field, "edits[")
		if _, rest, ok := strings.Cut(place, "]."); ok {
			list[i].Field = strings.TrimPrefix(rest, "value.")
		}
		list[i].Field = strings.ReplaceAll(list[i].Field, ".", "-")
		if b.state.form == nil && b.state.frame == nil {
			list[i].Field = ""
		}
	}
	return list
}

// FormDraftClause saves the form of a clause.
func (s Handlers) FormDraftClause(c *gin.Context) error {
	uid := standard.ClauseUID(c.Param("uid"))
	var f web.DraftClauseForm
	err := pages.BindForm(c, &f)
	if err != nil {
		return s.showDesk(c, wire.RefusalOf(err).Status, "",
			deskState{clause: uid, form: &f, failed: err})
	}
	unixLines(&f.Text, &f.Items, &f.Condition, &f.Check, &f.PassIf, &f.Level0, &f.Level1, &f.Level2,
		&f.Level3, &f.How, &f.Numerator, &f.Denominator)
	if f.Fix != "" {
		if err := applyFix(&f); err != nil {
			return wire.Refuse(http.StatusBadRequest, "invalid")
		}
	}
	_, err = s.editDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), f.Revision,
		s.clausePlan(uid, &f))
	if err != nil {
		return s.showDesk(c, wire.RefusalOf(err).Status, "",
			deskState{clause: uid, form: &f, failed: err})
	}
	return s.toClause(c, uid)
}

// toClause ends a form: back to the desk, with the clause open.
func (s Handlers) toClause(c *gin.Context, uid standard.ClauseUID) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	clause, ok := w.Clause(uid)
	if !ok {
		for _, gone := range w.Withdrawn() {
			if gone.UID == uid {
				return pages.SeeOther(c, web.DraftChapterURL(c.Param("id"), gone.Chapter))
			}
		}
		return pages.SeeOther(c, web.DraftURL(c.Param("id")))
	}
	return pages.SeeOther(c, web.DraftClauseURL(c.Param("id"), clause.Chapter, uid))
}

// stepOps are the edits of the structure.
func stepOps() []standard.EditOp {
	return []standard.EditOp{standard.EditAdd, standard.EditSplit, standard.EditMerge,
		standard.EditMove, standard.EditWithdraw, standard.EditRestore}
}

// toMoved ends a move: back to the list, where the clause stands now.
func (s Handlers) toMoved(c *gin.Context, uid standard.ClauseUID) error {
	_, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	clause, ok := w.Clause(uid)
	if !ok {
		return wire.ErrNotFound
	}
	return pages.SeeOther(c, web.DraftChapterURL(c.Param("id"), clause.Chapter)+"#"+
		url.PathEscape(string(uid)))
}

// unixLines undoes the line ends of forms, which are those of mail.
func unixLines(texts ...*string) {
	for _, t := range texts {
		*t = strings.ReplaceAll(*t, "\r\n", "\n")
	}
}

// FormDraftStep makes an edit of the structure.
func (s Handlers) FormDraftStep(c *gin.Context) error {
	var f web.DraftStepForm
	if err := pages.BindForm(c, &f); err != nil {
		return s.showDesk(c, wire.RefusalOf(err).Status, "", deskState{clause: f.UID, failed: err})
	}
	if !slices.Contains(stepOps(), f.Op) {
		return wire.Refuse(http.StatusBadRequest, "invalid")
	}
	unixLines(&f.Text, &f.Rest)
	e := standard.Edit{Op: f.Op, UID: f.UID, Section: f.Section, After: f.After, Other: f.Other,
		Numbering: f.Numbering}
	switch f.Op {
	case standard.EditSplit:
		e.Value = jsonOf(standard.SplitParts{Title: f.Title, Text: f.Text, RestTitle: f.RestTitle,
			Rest: f.Rest})
	case standard.EditAdd:
		if f.Title != "" {
			e.Value = jsonOf(map[string]string{"title": f.Title})
		}
	case standard.EditMove:
		if f.Section == "" { // chosen by the clause that it follows
			e.Section = s.sectionOf(c.Request.Context(), c.Param("id"), f.After)
		}
	}
	plan := func(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft) (
		[]standard.Edit, error,
	) {
		return s.clear(ctx, w, d.since(f.Revision), []standard.Edit{e})
	}
	reply, err := s.editDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), f.Revision, plan)
	if err != nil {
		return s.showDesk(c, wire.RefusalOf(err).Status, "", deskState{clause: f.UID, failed: err})
	}
	if f.Op == standard.EditMove {
		return s.toMoved(c, f.UID)
	}
	return s.toClause(c, reply.Clauses[0])
}

// sectionOf is the heading of a clause.
func (s *Service) sectionOf(ctx context.Context, id string, uid standard.ClauseUID) string {
	_, w, err := s.openedDraft(ctx, id)
	if err != nil {
		return ""
	}
	clause, ok := w.Clause(uid)
	if !ok {
		return ""
	}
	return headingOf(&clause)
}

// headingOf is the number under which a clause stands.
func headingOf(c *standard.Clause) string {
	if c.Section == c.Code {
		return strconv.Itoa(c.Chapter)
	}
	return c.Section
}

// FormDraftFrame saves what stands around the clauses.
func (s Handlers) FormDraftFrame(c *gin.Context) error {
	var f web.DraftFrameForm
	err := pages.BindForm(c, &f)
	if err == nil {
		unixLines(&f.Scope, &f.ScopeEN, &f.References)
		_, err = s.editDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), f.Revision,
			s.framePlan(&f))
	}
	if err != nil {
		var conflict *conflictError
		if errors.As(err, &conflict) {
			err = refuseConflicts(conflict)
		}
		return s.showDesk(c, wire.RefusalOf(err).Status, "frame", deskState{frame: &f, failed: err})
	}
	return pages.SeeOther(c, web.DraftChapterURL(c.Param("id"), 0))
}

// refuseConflicts shows conflicts as problems, with both texts.
func refuseConflicts(e *conflictError) *wire.Refusal {
	r := wire.Refuse(http.StatusConflict, "draft-conflict")
	for _, conflict := range e.conflicts {
		r.Fields = append(r.Fields, wire.Field{Name: conflict.Field, Code: "draft-conflict",
			Text: func(l message.Language) string {
				return message.Text(l, "draft.both", conflict.By, conflict.Theirs, conflict.Mine)
			}, Want: conflict.Mine, Have: conflict.Theirs})
	}
	return r
}
