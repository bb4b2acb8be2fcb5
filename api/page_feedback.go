package api

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard"
	"hallmark/standard/message"
)

// shownComments is how many of the last comments the public page shows.
const shownComments = 5

// feedbackHall is the hall behind a code of the public page: its own number.
func (s *Server) feedbackHall(ctx context.Context, code string) (checklists.Hall, error) {
	h, err := s.docs.halls.Get(ctx, code)
	if err == nil && h.Status == checklists.Closed {
		err = errNotFound
	}
	return h, err
}

func (s *Server) pageGiveFeedback(c *gin.Context) error {
	return s.renderGiveFeedback(c, http.StatusOK, web.FeedbackForm{}, nil)
}

func (s *Server) renderGiveFeedback(c *gin.Context, status int, form web.FeedbackForm,
	wrong error,
) error {
	h, err := s.feedbackHall(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	page := &web.GiveFeedback{Frame: s.frame(c), Hall: h, Form: form, Sent: c.Query("done") == "sent"}
	page.Path = web.GiveFeedbackURL(h.ID)
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	shown, err := s.feedbackOf(c.Request.Context(), h.ID)
	if err != nil {
		return err
	}
	page.Counts = checklists.FeedbackCountsOf(shown)
	for i := range shown {
		if f := &shown[i]; f.Comment != "" && len(page.Said) < shownComments {
			page.Said = append(page.Said, web.Said{Rating: f.Rating, Comment: f.Comment, At: f.At,
				Answer: f.Answer, Answered: f.Answered})
		}
	}
	return s.render(c, status, page)
}

func (s *Server) formGiveFeedback(c *gin.Context) error {
	h, err := s.feedbackHall(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	var form web.FeedbackForm
	if err = bindForm(c, &form); err == nil {
		err = s.giveFeedback(c, &h, checklists.Rating(form.Rating), form.Comment, form.Contact)
	}
	if err != nil {
		return s.renderGiveFeedback(c, refusalOf(err).Status, form, err)
	}
	return seeOther(c, web.GiveFeedbackURL(h.ID)+"?done=sent")
}

func (s *Server) pageFeedback(c *gin.Context) error {
	return s.renderFeedback(c, http.StatusOK, "", web.FeedbackStepForm{}, nil)
}

// renderFeedback shows the list; id is that of the feedback whose form was refused.
func (s *Server) renderFeedback(c *gin.Context, status int, id string, form web.FeedbackStepForm,
	wrong error,
) error {
	user := userOf(c)
	page := &web.FeedbackList{Frame: s.frame(c), Form: form, Refused: checklists.FeedbackID(id),
		State: checklists.FeedbackState(c.Query("state")),
		May:   scopeOf(ModerateFeedback, user) != Nothing, Own: user.ownHall()}
	if wrong != nil {
		page.Path = web.FeedbackURL
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field += "-" + id // a form for each
		}
	}
	pick, ok, err := s.shownHall(c, &page.Frame)
	if err != nil {
		return err
	}
	page.Pick, page.Hall = pick, pick.Chosen
	var rows []feedbackView
	if ok {
		rows, page.Next, err = s.feedbackPage(c, string(page.Hall))
	}
	if err != nil {
		return err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil && refusalOf(err).Status >= http.StatusInternalServerError {
		return err
	}
	for i := range rows {
		page.Rows = append(page.Rows, s.feedbackRow(c.Request.Context(), callerOf(c), e, &rows[i]))
	}
	if page.Hall == "" && scope(c) == OwnHall {
		page.Hall = user.Hall
	}
	if page.Hall != "" && scope(c).coversHall(user, page.Hall) {
		shown, err := s.feedbackOf(c.Request.Context(), page.Hall)
		if err != nil {
			return err
		}
		counts := checklists.FeedbackCountsOf(shown)
		page.Counts = &counts
	}
	return s.render(c, status, page)
}

func (s *Server) feedbackRow(ctx context.Context, caller Caller, e *standard.Edition, v *feedbackView) web.FeedbackRow {
	user := caller.User
	row := web.FeedbackRow{Feedback: v.Feedback, Overdue: v.Overdue,
		MayModerate: v.State == checklists.FeedbackWaiting && scopeOf(ModerateFeedback, user) != Nothing,
		MayAnswer: v.State == checklists.FeedbackShown && v.Answer == "" &&
			scopeOf(AnswerFeedback, user).coversHall(user, v.Hall)}
	for _, uid := range v.Clauses {
		if clause, ok := e.Clause(uid); ok {
			row.Clauses = append(row.Clauses, clause)
		}
	}
	if v.By != "" {
		row.AnsweredBy = s.nameOf(ctx, v.By)
	}
	return row
}

// formModerate releases or withholds feedback; clauses are named as people do.
func (s *Server) formModerate(c *gin.Context) error {
	return s.stepFeedback(c, func(form *web.FeedbackStepForm) error {
		e, err := s.editionInForce(c.Request.Context(), s.now())
		if err != nil {
			return err
		}
		in := &moderation{Revision: form.Revision, Show: form.Do == "show", Reason: form.Reason}
		var unknown []string
		in.Clauses, unknown = clausesNamed(e, standard.Tiers(), form.Clauses)
		if len(unknown) > 0 {
			return invalidField("clauses", "clause", unknown[0])
		}
		if err = validate(in); err == nil {
			_, err = s.moderate(c.Request.Context(), callerOf(c), c.Param("id"), in)
		}
		return err
	})
}

func (s *Server) formFeedbackAnswer(c *gin.Context) error {
	return s.stepFeedback(c, func(form *web.FeedbackStepForm) error {
		_, err := s.answerFeedback(c.Request.Context(), callerOf(c), c.Param("id"), &feedbackAnswer{Revision: form.Revision, Text: form.Text})
		return err
	})
}

func (s *Server) stepFeedback(c *gin.Context, step func(*web.FeedbackStepForm) error) error {
	var form web.FeedbackStepForm
	err := bindForm(c, &form)
	if err == nil {
		err = step(&form)
	}
	if err != nil {
		return s.renderFeedback(c, refusalOf(err).Status, c.Param("id"), form, err)
	}
	return seeOther(c, web.FeedbackURL+"#f-"+c.Param("id"))
}

// getPoster prints the poster of a hall, whose QR code leads to its public page.
func (s *Server) getPoster(c *gin.Context) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	l := reportLanguage(c)
	name := h.Name
	if l == message.English && h.NameEN != "" {
		name = h.NameEN
	}
	address, err := url.JoinPath(s.site.base(c), web.GiveFeedbackURL(h.ID))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	err = pdf.WritePoster(&file, pdf.Poster{Language: l, HallName: name, URL: address}, s.Fonts)
	if err != nil {
		return err
	}
	return sendFile(c, "application/pdf", fileName(message.Text(l, "poster.title")+" "+name)+".pdf",
		file.Bytes())
}
