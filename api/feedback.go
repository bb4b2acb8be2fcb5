package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"golang.org/x/time/rate"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// Limits of what one address may say: visitors of a hall may share the address of its network.
const (
	feedbackPerAddress = 10
	feedbackRecovery   = time.Minute
)

// visitor is who acts in the event log when somebody rates a hall without an account.
const visitor checklists.Username = "visitor"

func newFeedbackThrottle() *limiter {
	return newLimiter(rate.Every(feedbackRecovery), feedbackPerAddress)
}

var feedbackSchema = store.Schema[checklists.Feedback]{
	Name:     "feedback",
	ID:       func(f checklists.Feedback) string { return string(f.ID) },
	Revision: func(f checklists.Feedback) int { return f.Revision },
	Keys: map[string]func(checklists.Feedback) []string{
		"hall":  key(func(f checklists.Feedback) string { return string(f.Hall) }),
		"state": key(func(f checklists.Feedback) string { return string(f.State) }),
		"at":    key(func(f checklists.Feedback) string { return timeKey(f.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"hall"}, Order: "at"},
		{Equal: []string{"state"}, Order: "at"}},
}

// feedbackView is feedback with what follows from today's date.
type feedbackView struct {
	checklists.Feedback
	Overdue int `json:"overdue"` // working days
}

// viewFeedback shows feedback; the contact is for who answers alone.
func (s *Server) viewFeedback(u *User, f checklists.Feedback) feedbackView {
	if !scopeOf(AnswerFeedback, u).coversHall(u, f.Hall) {
		f.Contact = ""
	}
	f.Clauses = nonNil(f.Clauses)
	return feedbackView{f, f.Overdue(s.now(), s.Calendar)}
}

// coversFeedback decides who may see feedback: a hall what was released about it.
func (s Scope) coversFeedback(u *User, f *checklists.Feedback) bool {
	return s == Anything || s.coversHall(u, f.Hall) && f.State == checklists.FeedbackShown
}

// feedbackPage reads one page of feedback, the latest first, about a hall, "" for all: ?state=.
func (s *Server) feedbackPage(c *gin.Context, hall string) ([]feedbackView, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	user, reach := userOf(c), scope(c)
	state := checklists.FeedbackState(c.Query("state"))
	if state != "" && !slices.Contains(checklists.FeedbackStates(), state) {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("state", "oneof", "waiting shown withheld")}
		return nil, "", r
	}
	q.Order, q.Descending = "at", true
	switch {
	case reach == OwnHall:
		q.Equal = map[string]string{"hall": string(user.Hall)}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	case state != "":
		q.Equal = map[string]string{"state": string(state)}
	}
	keep := func(f checklists.Feedback) bool {
		return reach.coversFeedback(user, &f) && (hall == "" || string(f.Hall) == hall) &&
			(state == "" || f.State == state)
	}
	return collect(c.Request.Context(), s.docs.feedback, q, keep,
		func(f checklists.Feedback) feedbackView { return s.viewFeedback(user, f) })
}

func (s *Server) getFeedback(c *gin.Context) error {
	items, next, err := s.feedbackPage(c, c.Query("hall"))
	if err != nil {
		return err
	}
	if wantsFile(c) {
		t, err := s.feedbackTable(c.Request.Context(), language(c), items)
		if err != nil {
			return err
		}
		return sendRows(c, next, t)
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

// feedbackOf reads all feedback about a hall that is shown, the latest first.
func (s *Server) feedbackOf(ctx context.Context, hall checklists.HallID) ([]checklists.Feedback, error) {
	all, err := gather(ctx, s.docs.feedback, store.Query{Order: "at", Descending: true,
		Equal: map[string]string{"hall": string(hall)}})
	return slices.DeleteFunc(all, func(f checklists.Feedback) bool {
		return f.State != checklists.FeedbackShown
	}), err
}

// getFeedbackCounts counts the ratings of a hall; they stand beside its score and never enter it.
func (s *Server) getFeedbackCounts(c *gin.Context) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	shown, err := s.feedbackOf(c.Request.Context(), h.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, checklists.FeedbackCountsOf(shown))
	return nil
}

// giveFeedback takes what a visitor of a hall says, from one address so often.
func (s *Server) giveFeedback(c *gin.Context, h *checklists.Hall, rating checklists.Rating,
	comment, contact string,
) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	f, err := checklists.NewFeedback(checklists.FeedbackID(id.String()), h, rating, comment, contact,
		s.now())
	if err != nil {
		return err
	}
	if !s.feedback.of(c.ClientIP()).AllowN(s.now(), 1) {
		return errTooMany
	}
	if err := s.noteFeedback(c.Request.Context(), visitor, "feedback-given", "", &f); err != nil {
		return err
	}
	return s.docs.feedback.Insert(c.Request.Context(), f)
}

func (s *Server) noteFeedback(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, f *checklists.Feedback,
) error {
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "feedback/" + string(f.ID),
		Label: f.HallName, Before: before, After: digestDocument(f), Revision: f.Revision})
}

// changeFeedback changes feedback within the scope of the request and notes the event.
func (s *Server) changeFeedback(ctx context.Context, caller Caller, id string, revision int, action string,
	change func(*checklists.Feedback) error,
) (checklists.Feedback, error) {
	user := caller.User
	return store.Update(ctx, s.docs.feedback, id, func(f *checklists.Feedback) error {
		if !caller.Reach.coversFeedback(user, f) {
			return errNotFound
		}
		if revision != 0 && revision != f.Revision {
			return store.ErrConflict
		}
		before := digestDocument(f)
		if err := change(f); err != nil {
			return err
		}
		return s.noteFeedback(ctx, user.Username, action, before, f)
	})
}

// moderation releases feedback, about some clauses, or withholds it for a reason.
type moderation struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Show     bool                 `json:"show"`
	Clauses  []standard.ClauseUID `json:"clauses" validate:"max=20,unique"`
	Reason   string               `json:"reason" validate:"max=2000,note"`
}

func (s *Server) postModerate(c *gin.Context) error {
	var in moderation
	if err := bind(c, &in); err != nil {
		return err
	}
	f, err := s.moderate(c.Request.Context(), callerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewFeedback(userOf(c), f))
	return nil
}

func (s *Server) moderate(ctx context.Context, caller Caller, id string, in *moderation) (f checklists.Feedback, err error) {
	by := caller.User.Username
	if !in.Show {
		return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-withheld",
			func(f *checklists.Feedback) error { return f.Withhold(in.Reason, by, s.now()) })
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return f, err
	}
	for _, uid := range in.Clauses {
		if _, ok := e.Clause(uid); !ok {
			return f, invalidField("clauses", "clause", uid)
		}
	}
	return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-shown", func(f *checklists.Feedback) error {
		return f.Release(nonNil(in.Clauses), by, s.now(), s.Calendar)
	})
}

// feedbackAnswer is what a hall says to feedback.
type feedbackAnswer struct {
	Revision int    `json:"revision" validate:"min=0"`
	Text     string `json:"text" validate:"max=2000,note"`
}

func (s *Server) postFeedbackAnswer(c *gin.Context) error {
	var in feedbackAnswer
	if err := bind(c, &in); err != nil {
		return err
	}
	f, err := s.answerFeedback(c.Request.Context(), callerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewFeedback(userOf(c), f))
	return nil
}

func (s *Server) answerFeedback(ctx context.Context, caller Caller, id string, in *feedbackAnswer) (checklists.Feedback, error) {
	return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-answered", func(f *checklists.Feedback) error {
		return f.Reply(in.Text, caller.User.Username, s.now())
	})
}
