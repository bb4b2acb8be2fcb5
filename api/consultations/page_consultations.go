package consultations

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/drafts"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PageConsultations answers GET /consultations.
func (s Handlers) PageConsultations(c *gin.Context) error {
	return s.renderConsultations(c, http.StatusOK, web.ConsultationForm{}, nil)
}

func (s Handlers) renderConsultations(c *gin.Context, status int, form web.ConsultationForm,
	wrong error,
) error {
	page := &web.Consultations{Frame: s.Pages.Frame(c), Form: form}
	if wrong != nil {
		page.Path = "/consultations"
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	views, next, err := s.consultationPage(c)
	if err != nil {
		return err
	}
	page.Next = next
	for i := range views {
		page.Rows = append(page.Rows, consultationRow(&views[i]))
	}
	if access.ScopeOf(access.DraftEditions, access.UserOf(c)) != access.Nothing {
		q := store.Query{Order: "updated", Descending: true, Brief: true, Limit: wire.MaxPage}
		for d, err := range s.Docs.Drafts.Find(c.Request.Context(), q) {
			if err != nil {
				return err
			}
			if d.State == drafts.DraftOpen {
				page.Drafts = append(page.Drafts, web.OpenText{ID: d.ID, Title: d.Title})
			}
		}
	}
	return s.Pages.Render(c, status, page)
}

func consultationRow(v *consultationView) web.ConsultationRow {
	return web.ConsultationRow{ID: v.ID, Title: v.Title, Base: v.Base, Edition: v.Edition,
		Note: v.Note, Opened: v.Opened, Until: v.Until, Open: v.Open, Comments: v.Comments,
		Unanswered: v.Unanswered}
}

// FormConsultation answers POST /consultations.
func (s Handlers) FormConsultation(c *gin.Context) error {
	var form web.ConsultationForm
	err := pages.BindForm(c, &form)
	if err == nil {
		in := consultationRequest{Until: form.Until, Note: form.Note}
		if err = wire.Validate(&in); err == nil {
			_, err = s.openConsultation(c.Request.Context(), access.UserOf(c), form.Draft, in)
		}
	}
	if err != nil {
		return s.renderConsultations(c, wire.RefusalOf(err).Status, form, err)
	}
	return pages.SeeOther(c, web.ConsultationURL(form.Draft))
}

// PageConsultation answers GET /consultations/:id.
func (s Handlers) PageConsultation(c *gin.Context) error {
	return s.renderConsultation(c, http.StatusOK, c.Param("id"), web.CommentForm{}, nil)
}

func (s Handlers) renderConsultation(c *gin.Context, status int, id string, form web.CommentForm,
	wrong error,
) error {
	ctx := c.Request.Context()
	consultation, err := s.Docs.Consultations.Get(ctx, id)
	if err != nil {
		return err
	}
	page := &web.Consultation{Frame: s.Pages.Frame(c), Form: form,
		MayAnswer: access.ScopeOf(access.AnswerComments, access.UserOf(c)) != access.Nothing &&
			consultation.Edition == ""}
	page.Path = web.ConsultationURL(id)
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = "" // there are many forms
		}
	}
	v, err := s.viewConsultation(ctx, &consultation)
	if err != nil {
		return err
	}
	page.Row = consultationRow(&v)
	page.MayComment = v.Open && access.ScopeOf(access.CommentDrafts,
		access.UserOf(c)) != access.Nothing
	base, after, err := s.consulted(ctx, &consultation)
	if err != nil {
		return err
	}
	page.Diff = standard.DiffOf(base, after)
	comments, err := s.CommentsOf(ctx, id)
	if err != nil {
		return err
	}
	placeComments(page, base, comments)
	return s.Pages.Render(c, status, page)
}

// placeComments puts every comment to its clause; those on clauses of the base that the draft
// leaves alone stand at the end.
func placeComments(page *web.Consultation, base *standard.Edition, comments []Comment) {
	page.ByClause = map[standard.ClauseUID][]web.Comment{}
	changed := map[standard.ClauseUID]bool{"": true}
	for _, change := range page.Diff.Clauses {
		changed[change.UID] = true
	}
	for i := range comments {
		uid := comments[i].Clause
		page.ByClause[uid] = append(page.ByClause[uid], viewComment(&comments[i], page.MayAnswer))
	}
	page.General = page.ByClause[""]
	for i := range base.Clauses {
		c := &base.Clauses[i]
		if changed[c.UID] {
			continue
		}
		page.Others = append(page.Others, c)
		if list := page.ByClause[c.UID]; list != nil {
			page.Elsewhere = append(page.Elsewhere, web.ClauseComments{Clause: c, Comments: list})
		}
	}
}

func viewComment(m *Comment, mayAnswer bool) web.Comment {
	v := web.Comment{ID: m.ID, Text: m.Text, By: m.Name, Role: m.Role,
		Hall: m.Hall, At: m.At, Edition: m.Edition, Revision: m.Revision, MayAnswer: mayAnswer}
	if m.Answer != nil {
		v.Decision, v.Answer = string(m.Answer.Decision), m.Answer.Text
		v.Answerer, v.AnsweredAt = m.Answer.Name, m.Answer.At
	}
	return v
}

// FormComment answers POST /consultations/:id/comments.
func (s Handlers) FormComment(c *gin.Context) error {
	id := c.Param("id")
	var form web.CommentForm
	err := pages.BindForm(c, &form)
	if err == nil {
		in := newComment{Clause: form.Clause, Text: form.Text}
		if err = wire.Validate(&in); err == nil {
			_, err = s.comment(c.Request.Context(), access.UserOf(c), id, in)
		}
	}
	if err != nil {
		return s.renderConsultation(c, wire.RefusalOf(err).Status, id, form, err)
	}
	return pages.SeeOther(c, web.ConsultationURL(id)+"#"+string(form.Clause))
}

// FormCommentAnswer answers POST /comments/:id/answer.
func (s Handlers) FormCommentAnswer(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("id")
	m, err := s.Docs.Comments.Get(ctx, id)
	if err != nil {
		return err
	}
	var form web.CommentAnswerForm
	if err = pages.BindForm(c, &form); err == nil {
		in := commentAnswer{Revision: form.Revision, Decision: CommentDecision(form.Decision),
			Text: form.Text}
		if err = wire.Validate(&in); err == nil {
			_, err = s.answerComment(ctx, access.UserOf(c), id, in)
		}
	}
	if err != nil {
		return s.renderConsultation(c, wire.RefusalOf(err).Status, m.Draft, web.CommentForm{}, err)
	}
	return pages.SeeOther(c, web.ConsultationURL(m.Draft)+"#c-"+id)
}
