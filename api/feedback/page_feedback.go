package feedback

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard"
	"hallmark/standard/message"
)

// shownComments is how many comments the public page shows, the latest first.
const shownComments = 5

// feedbackHall loads the hall of a public page, whose code is the ID of the hall. A closed hall has
// no such page.
func (s *Service) feedbackHall(ctx context.Context, code string) (checklists.Hall, error) {
	h, err := s.Docs.Halls.Get(ctx, code)
	if err == nil && h.Status == checklists.Closed {
		err = wire.ErrNotFound
	}
	return h, err
}

// PageGiveFeedback answers GET /f/:code.
func (s Handlers) PageGiveFeedback(c *gin.Context) error {
	return s.renderGiveFeedback(c, http.StatusOK, web.FeedbackForm{}, nil)
}

func (s Handlers) renderGiveFeedback(c *gin.Context, status int, form web.FeedbackForm,
	wrong error,
) error {
	h, err := s.feedbackHall(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	page := &web.GiveFeedback{Frame: s.Pages.Frame(c), Hall: h, Form: form,
		Sent: c.Query("done") == "sent"}
	page.Path = web.GiveFeedbackURL(h.ID)
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	shown, err := s.FeedbackOf(c.Request.Context(), h.ID)
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
	return s.Pages.Render(c, status, page)
}

// FormGiveFeedback answers POST /f/:code.
func (s Handlers) FormGiveFeedback(c *gin.Context) error {
	h, err := s.feedbackHall(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	var form web.FeedbackForm
	if err = pages.BindForm(c, &form); err == nil {
		err = s.giveFeedback(c, &h, checklists.Rating(form.Rating), form.Comment, form.Contact)
	}
	if err != nil {
		return s.renderGiveFeedback(c, wire.RefusalOf(err).Status, form, err)
	}
	return pages.SeeOther(c, web.GiveFeedbackURL(h.ID)+"?done=sent")
}

// PageFeedback answers GET /feedback.
func (s Handlers) PageFeedback(c *gin.Context) error {
	return s.renderFeedback(c, http.StatusOK, "", web.FeedbackStepForm{}, nil)
}

// renderFeedback shows the list; id is that of the feedback whose form was refused, "" for none.
func (s Handlers) renderFeedback(c *gin.Context, status int, id string, form web.FeedbackStepForm,
	wrong error,
) error {
	user := access.UserOf(c)
	page := &web.FeedbackList{Frame: s.Pages.Frame(c), Form: form, Refused: checklists.FeedbackID(id),
		State: checklists.FeedbackState(c.Query("state")),
		May:   access.ScopeOf(access.ModerateFeedback, user) != access.Nothing, Own: user.OwnHall()}
	if wrong != nil {
		page.Path = web.FeedbackURL
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field += "-" + id // each feedback has a form of its own
		}
	}
	pick, ok, err := s.Register.ShownHall(c, &page.Frame)
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
	e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
	if err != nil && wire.RefusalOf(err).Status >= http.StatusInternalServerError {
		return err
	}
	for i := range rows {
		page.Rows = append(page.Rows, s.feedbackRow(c.Request.Context(), access.CallerOf(c), e, &rows[i]))
	}
	if page.Hall == "" && access.ReachOf(c) == access.OwnHall {
		page.Hall = user.Hall
	}
	if page.Hall != "" && access.ReachOf(c).CoversHall(user, page.Hall) {
		shown, err := s.FeedbackOf(c.Request.Context(), page.Hall)
		if err != nil {
			return err
		}
		counts := checklists.FeedbackCountsOf(shown)
		page.Counts = &counts
	}
	return s.Pages.Render(c, status, page)
}

func (s *Service) feedbackRow(ctx context.Context, caller access.Caller, e *standard.Edition,
	v *feedbackView,
) web.FeedbackRow {
	user := caller.User
	row := web.FeedbackRow{Feedback: v.Feedback, Overdue: v.Overdue,
		OverdueUncertain: v.OverdueUncertain,
		MayAnswer: v.State == checklists.FeedbackShown && v.Answer == "" &&
			access.ScopeOf(access.AnswerFeedback, user).CoversHall(user, v.Hall)}
	if v.State == checklists.FeedbackWaiting &&
		access.ScopeOf(access.ModerateFeedback, user) != access.Nothing {
		if err := user.MayDecide(v.Hall, v.HallName); err != nil {
			row.Refused = wire.RefusalOf(err).Text(caller.Language)
		} else {
			row.MayModerate = true
		}
	}
	for _, uid := range v.Clauses {
		if clause, ok := e.Clause(uid); ok {
			row.Clauses = append(row.Clauses, clause)
		}
	}
	if v.By != "" {
		row.AnsweredBy = s.Access.NameOf(ctx, v.By)
	}
	return row
}

// FormModerate answers POST /feedback/:id/moderate: it releases or withholds feedback. People name
// clauses by number.
func (s Handlers) FormModerate(c *gin.Context) error {
	return s.stepFeedback(c, func(form *web.FeedbackStepForm) error {
		e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
		if err != nil {
			return err
		}
		in := &moderation{Revision: form.Revision, Show: form.Do == "show", Reason: form.Reason}
		var unknown []string
		in.Clauses, unknown = editions.ClausesNamed(e, standard.Tiers(), form.Clauses)
		if len(unknown) > 0 {
			return wire.InvalidField("clauses", "clause", unknown[0])
		}
		if err = wire.Validate(in); err == nil {
			_, err = s.moderate(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
		}
		return err
	})
}

// FormFeedbackAnswer answers POST /feedback/:id/answer.
func (s Handlers) FormFeedbackAnswer(c *gin.Context) error {
	return s.stepFeedback(c, func(form *web.FeedbackStepForm) error {
		_, err := s.answerFeedback(c.Request.Context(), access.CallerOf(c), c.Param("id"),
			&feedbackAnswer{Revision: form.Revision, Text: form.Text})
		return err
	})
}

func (s Handlers) stepFeedback(c *gin.Context, step func(*web.FeedbackStepForm) error) error {
	var form web.FeedbackStepForm
	err := pages.BindForm(c, &form)
	if err == nil {
		err = step(&form)
	}
	if err != nil {
		return s.renderFeedback(c, wire.RefusalOf(err).Status, c.Param("id"), form, err)
	}
	return pages.SeeOther(c, web.FeedbackURL+"#f-"+c.Param("id"))
}

// errNoAddress says that a poster has nowhere to lead to.
var errNoAddress = wire.Refuse(http.StatusConflict, "no-address")

// GetPoster answers GET /api/v1/halls/:id/poster.pdf with the poster of a hall. Its QR code leads
// to the public page of the hall.
func (s Handlers) GetPoster(c *gin.Context) error {
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	l := wire.ReportLanguage(c)
	name := h.Name
	if l == message.English && h.NameEN != "" {
		name = h.NameEN
	}
	base := s.Site.Base(c)
	if base == "" {
		return errNoAddress
	}
	address, err := url.JoinPath(base, web.GiveFeedbackURL(h.ID))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	err = pdf.WritePoster(&file, pdf.Poster{Language: l, HallName: name, URL: address}, s.Fonts)
	if err != nil {
		return err
	}
	return wire.SendFile(c, "application/pdf",
		wire.FileName(message.Text(l, "poster.title")+" "+name)+".pdf",
		file.Bytes())
}
