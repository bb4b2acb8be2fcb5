package feedback

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// feedbackPage reads one page of feedback, the latest first: about a hall, or about all halls where
// it is ""; in the state ?state=.
func (s Handlers) feedbackPage(c *gin.Context, hall string) ([]feedbackView, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	user, reach := access.UserOf(c), access.ReachOf(c)
	state := checklists.FeedbackState(c.Query("state"))
	if state != "" && !slices.Contains(checklists.FeedbackStates(), state) {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("state", "oneof", "waiting shown withheld")}
		return nil, "", r
	}
	q.Order, q.Descending = "at", true
	switch {
	case reach == access.OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	case state != "":
		q.Equal = map[string]string{"state": string(state)}
	}
	keep := func(f checklists.Feedback) bool {
		return reach.CoversFeedback(user, &f) && (hall == "" || string(f.Hall) == hall) &&
			(state == "" || f.State == state)
	}
	return wire.Collect(c.Request.Context(), s.Docs.Feedback, q, keep,
		func(f checklists.Feedback) feedbackView {
			v := s.viewFeedback(user, f)
			if v.Contact != "" {
				c.Set(wire.ContactsKey, true)
			}
			return v
		})
}

// GetFeedback answers GET /api/v1/feedback.
func (s Handlers) GetFeedback(c *gin.Context) error {
	items, next, err := s.feedbackPage(c, c.Query("hall"))
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, s.feedbackTable)
}

// GetFeedbackCounts answers GET /api/v1/halls/:id/feedback with the counts of a hall's ratings.
// They are shown beside its score and never enter it.
func (s Handlers) GetFeedbackCounts(c *gin.Context) error {
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	shown, err := s.FeedbackOf(c.Request.Context(), h.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, checklists.FeedbackCountsOf(shown))
	return nil
}

// giveFeedback stores what a visitor says about a hall. It limits how often one address may do so.
func (s Handlers) giveFeedback(c *gin.Context, h *checklists.Hall, rating checklists.Rating,
	comment, contact string,
) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	f, err := checklists.NewFeedback(checklists.FeedbackID(id.String()), h, rating, comment, contact,
		s.Now())
	if err != nil {
		return err
	}
	if !s.limiter.Of(c.ClientIP()).AllowN(s.Now(), 1) {
		return wire.ErrTooMany
	}
	return journal.Insert(c.Request.Context(), s.Journal, s.Docs.Feedback, f,
		feedbackEvent(journal.Visitor, "feedback-given", "", &f))
}

// PostModerate answers POST /api/v1/feedback/:id/moderate.
func (s Handlers) PostModerate(c *gin.Context) error {
	var in moderation
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	f, err := s.moderate(c.Request.Context(), access.CallerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	s.sendFeedback(c, f)
	return nil
}

// PostFeedbackAnswer answers POST /api/v1/feedback/:id/answer.
func (s Handlers) PostFeedbackAnswer(c *gin.Context) error {
	var in feedbackAnswer
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	f, err := s.answerFeedback(c.Request.Context(), access.CallerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	s.sendFeedback(c, f)
	return nil
}

// sendFeedback answers with one feedback, and marks the answer where it holds a contact.
func (s Handlers) sendFeedback(c *gin.Context, f checklists.Feedback) {
	v := s.viewFeedback(access.UserOf(c), f)
	if v.Contact != "" {
		c.Set(wire.ContactsKey, true)
	}
	c.JSON(http.StatusOK, v)
}
