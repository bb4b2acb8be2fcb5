package feedback

import (
	"context"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// These limits bound how often one address may send feedback. They leave room for visitors who
// share the address of the network in their hall.
const (
	feedbackPerAddress = 10
	feedbackRecovery   = time.Minute
)

func newFeedbackThrottle() *wire.Limiter {
	return wire.NewLimiter(rate.Every(feedbackRecovery), feedbackPerAddress)
}

// FeedbackSchema says how feedback is stored, and by what it is found: hall, state and time.
var FeedbackSchema = store.Schema[checklists.Feedback]{
	Name:     "feedback",
	ID:       func(f checklists.Feedback) string { return string(f.ID) },
	Revision: func(f checklists.Feedback) int { return f.Revision },
	Keys: map[string]func(checklists.Feedback) []string{
		"hall":  wire.Key(func(f checklists.Feedback) string { return string(f.Hall) }),
		"state": wire.Key(func(f checklists.Feedback) string { return string(f.State) }),
		"at":    wire.Key(func(f checklists.Feedback) string { return wire.TimeKey(f.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"hall"}, Order: "at"},
		{Equal: []string{"state"}, Order: "at"}},
}

// feedbackView is feedback with what depends on today's date.
type feedbackView struct {
	checklists.Feedback
	Overdue int `json:"overdue"` // working days
	// OverdueUncertain says that Overdue counts a year whose holidays are not known.
	OverdueUncertain bool `json:"overdueUncertain,omitempty"`
}

// viewFeedback shows feedback. Only the people who may answer it see the contact.
func (s *Service) viewFeedback(u *access.User, f checklists.Feedback) feedbackView {
	if !access.ScopeOf(access.AnswerFeedback, u).CoversHall(u, f.Hall) {
		f.Contact = ""
	}
	f.Clauses = wire.NonNil(f.Clauses)
	overdue := f.Overdue(s.Now(), s.Calendar())
	return feedbackView{f, overdue, overdue > 0 && !s.Calendar().KnowsDay(s.Now(), f.Due)}
}

// FeedbackOf reads all feedback about a hall that was released, the latest first.
func (s *Service) FeedbackOf(ctx context.Context, hall checklists.HallID) (
	[]checklists.Feedback, error,
) {
	all, err := wire.Gather(ctx, s.Docs.Feedback, store.Query{Order: "at", Descending: true,
		Equal: map[string]string{"hall": string(hall)}})
	return slices.DeleteFunc(all, func(f checklists.Feedback) bool {
		return f.State != checklists.FeedbackShown
	}), err
}

func feedbackEvent(by checklists.Username, action string, before standard.Digest,
	f *checklists.Feedback,
) journal.Event {
	return journal.Event{Actor: by, Action: action, Subject: "feedback/" + string(f.ID),
		Label: f.HallName, Before: before, After: journal.DigestDocument(f), Revision: f.Revision}
}

// changeFeedback changes feedback within the scope of the request and notes the event. A revision
// of 0 stands for any.
func (s *Service) changeFeedback(ctx context.Context, caller access.Caller, id string,
	revision int, action string,
	change func(*checklists.Feedback) error,
) (checklists.Feedback, error) {
	user := caller.User
	try := func(f *checklists.Feedback) (e journal.Event, err error) {
		if !caller.Reach.CoversFeedback(user, f) {
			return e, wire.ErrNotFound
		}
		if revision != 0 && revision != f.Revision {
			return e, store.ErrConflict
		}
		before := journal.DigestDocument(f)
		if err := change(f); err != nil {
			return e, err
		}
		return feedbackEvent(user.Username, action, before, f), nil
	}
	return journal.Update(ctx, s.Journal, s.Docs.Feedback, id, try)
}

// moderation releases feedback, with the clauses that it concerns, or withholds it for a reason.
type moderation struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Show     bool                 `json:"show"`
	Clauses  []standard.ClauseUID `json:"clauses" validate:"max=20,unique"`
	Reason   string               `json:"reason" validate:"max=2000,note"`
}

func (s *Service) moderate(ctx context.Context, caller access.Caller, id string, in *moderation) (
	f checklists.Feedback, err error,
) {
	by := caller.User.Username
	if !in.Show {
		return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-withheld",
			func(f *checklists.Feedback) error {
				if err := caller.User.MayDecide(f.Hall, f.HallName); err != nil {
					return err
				}
				return f.Withhold(in.Reason, by, s.Now())
			})
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return f, err
	}
	for _, uid := range in.Clauses {
		if _, ok := e.Clause(uid); !ok {
			return f, wire.InvalidField("clauses", "clause", uid)
		}
	}
	return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-shown",
		func(f *checklists.Feedback) error {
			if err := caller.User.MayDecide(f.Hall, f.HallName); err != nil {
				return err
			}
			return f.Release(wire.NonNil(in.Clauses), by, s.Now(), s.Calendar())
		})
}

// feedbackAnswer is a hall's answer to feedback.
type feedbackAnswer struct {
	Revision int    `json:"revision" validate:"min=0"`
	Text     string `json:"text" validate:"max=2000,note"`
}

func (s *Service) answerFeedback(ctx context.Context, caller access.Caller, id string,
	in *feedbackAnswer,
) (checklists.Feedback, error) {
	return s.changeFeedback(ctx, caller, id, in.Revision, "feedback-answered",
		func(f *checklists.Feedback) error {
			return f.Reply(in.Text, caller.User.Username, s.Now())
		})
}
