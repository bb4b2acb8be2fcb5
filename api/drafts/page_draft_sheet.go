package drafts

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PageDraftSheet answers GET /drafts/:id/sheet.
func (s Handlers) PageDraftSheet(c *gin.Context) error {
	return s.showDraftSheet(c, http.StatusOK, nil, nil)
}

// showDraftSheet renders the derived sheet; sent is what a refused submission said.
func (s Handlers) showDraftSheet(c *gin.Context, status int, sent *web.DraftSubmitForm,
	failed error,
) error {
	d, w, err := s.openedDraft(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	e := w.Preview()
	diff := standard.DiffOf(w.Base(), e)
	a := w.Proposal(standard.Sheet{ID: standard.NextSheetID(w.Base())})
	page := &web.DraftSheet{Frame: s.Pages.Frame(c),
		DraftHead: s.draftHead(c.Request.Context(), access.CallerOf(c), d, w, e, &diff),
		Counts:    a.Sheet.Counts, Form: web.DraftSubmitForm{Sheet: a.Sheet.ID, Title: a.Sheet.Title}}
	if sent != nil {
		page.Form = *sent
	}
	page.Form.Revision = d.Revision
	for i := range a.Items {
		page.Items = append(page.Items, sheetItem(d, w, e, &a.Items[i], i))
	}
	if failed != nil {
		if page.Problems = pages.Problems(failed, wire.LanguageOf(c), ""); page.Problems == nil {
			return failed
		}
		for i := range page.Problems {
			page.Problems[i].Field = sheetControl(page.Problems[i].Field)
		}
	}
	return s.Pages.Render(c, status, page)
}

// sheetControl is the control of a problem of the sheet: "items[2].reason" is "reason-2".
func sheetControl(place string) string {
	rest, ok := strings.CutPrefix(place, "items[")
	if !ok {
		if strings.ContainsAny(place, ".[") {
			return "" // of the text, which is on the desk
		}
		return place
	}
	row, name, _ := strings.Cut(rest, "]")
	switch name {
	case ".reason", ".grade", ".basis":
		return name[1:] + "-" + row
	}
	return "item-" + row
}

func sheetItem(d *DraftDocument, w *standard.WorkingDraft, e *standard.Edition,
	item *standard.Item, row int,
) web.DraftItem {
	note := w.Note(item.Key())
	v := web.DraftItem{Item: *item, Row: row, URL: web.DraftChapterURL(d.ID, 0),
		Path: map[standard.Operation]string{standard.OpTerm: "terms." + item.Code,
			standard.OpWeight: "weight", standard.OpFrontMatter: item.Target}[item.Op]}
	v.Note = web.DraftNoteForm{Revision: d.Revision, Key: item.Key(), Grade: note.Grade,
		Reason: note.Reason, Basis: strings.Join(note.Basis, "\n")}
	if note.Transition != nil {
		v.Note.Until, v.Note.Rule = note.Transition.Until, note.Transition.Rule
	}
	if clause, ok := e.Clause(item.UID); ok {
		v.Title = clause.Title
		v.URL = web.DraftClauseURL(d.ID, clause.Chapter, clause.UID)
	} else if clause, ok := w.Base().Clause(item.UID); ok {
		v.Title = clause.Title
		v.URL = web.DraftChapterURL(d.ID, clause.Chapter)
	}
	return v
}

// FormDraftNote saves the drafter's note on one item.
func (s Handlers) FormDraftNote(c *gin.Context) error {
	var f web.DraftNoteForm
	err := pages.BindForm(c, &f)
	if err == nil {
		note := standard.ItemNote{Key: f.Key, Grade: f.Grade, Reason: strings.TrimSpace(f.Reason),
			Basis: linesOf(f.Basis)}
		if f.Until != "" || f.Rule != "" {
			note.Transition = &standard.Transition{Until: f.Until, Rule: strings.TrimSpace(f.Rule)}
		}
		edit := standard.Edit{Op: standard.EditNote, Value: jsonOf(note)}
		plan := func(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft) (
			[]standard.Edit, error,
		) {
			return s.clear(ctx, w, d.since(f.Revision), []standard.Edit{edit})
		}
		_, err = s.editDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), f.Revision, plan)
	}
	if err != nil {
		return s.showDraftSheet(c, wire.RefusalOf(err).Status, nil, err)
	}
	return pages.SeeOther(c, web.DraftURL(c.Param("id"))+"/sheet")
}

// FormDraftSheet submits the draft.
func (s Handlers) FormDraftSheet(c *gin.Context) error {
	var f web.DraftSubmitForm
	err := pages.BindForm(c, &f)
	if err == nil {
		_, err = s.submitDraft(c.Request.Context(), access.UserOf(c), c.Param("id"), draftSubmission(f))
	}
	if err != nil {
		return s.showDraftSheet(c, wire.RefusalOf(err).Status, &f, err)
	}
	return pages.SeeOther(c, web.DraftURL(c.Param("id"))+"/sheet")
}
