package checklists

import (
	"errors"
	"slices"
	"time"

	"hallmark/standard"
)

// FeedbackID is a UUIDv7.
type FeedbackID string

// Rating is one of the five levels of 好差评 (GB/T 39735): 1 非常不满意 to 5 非常满意. The zero value is
// none.
type Rating int

// Ratings lists the levels, the best first.
func Ratings() []Rating { return []Rating{5, 4, 3, 2, 1} }

// Bad reports whether the rating is a 差评.
func (r Rating) Bad() bool { return r == 1 || r == 2 }

// FeedbackState says where a rating stands.
type FeedbackState string

// The states 待审核, 已公开, 不公开.
const (
	FeedbackWaiting  FeedbackState = "waiting"
	FeedbackShown    FeedbackState = "shown"
	FeedbackWithheld FeedbackState = "withheld"
)

// FeedbackStates lists the states.
func FeedbackStates() []FeedbackState {
	return []FeedbackState{FeedbackWaiting, FeedbackShown, FeedbackWithheld}
}

// FeedbackWorkdays is in how many working days after its release a comment is answered; the
// project's own proposal.
const FeedbackWorkdays = 5

// Feedback is what a visitor thinks of a hall 意见. Nothing of it is shown or counted before a
// supervisor has released it, and it never enters a score.
type Feedback struct {
	ID       FeedbackID `json:"id"`
	Hall     HallID     `json:"hall"`
	HallName string     `json:"hallName"`
	Rating   Rating     `json:"rating"`
	Comment  string     `json:"comment"`
	// Contact is what a visitor leaves to be called back; only the person who answers sees it. It
	// is erased when the comment is withheld.
	Contact string        `json:"contact"`
	At      Time          `json:"at"`
	State   FeedbackState `json:"state"`

	Clauses   []standard.ClauseUID `json:"clauses"` // that it is about
	Reason    string               `json:"reason"`  // why it is withheld
	Moderator Username             `json:"moderator"`
	Moderated Time                 `json:"moderated"`

	Due string `json:"due"` // by which an answer is expected; "" for none
	// DueUncertain is set when the holidays of a year on the way were not known.
	DueUncertain bool     `json:"dueUncertain,omitempty"`
	Answer       string   `json:"answer"`
	By           Username `json:"by"` // who answered
	Answered     Time     `json:"answered"`
	Revision     int      `json:"revision"`
}

// Why feedback refuses a step.
var (
	ErrModerated = errors.New("the feedback was looked at before")
	ErrNotShown  = errors.New("the feedback is not released")
	ErrAnswered  = errors.New("the feedback is answered")
)

// NewFeedback takes what a visitor sends. It returns a *[standard.InvalidError].
func NewFeedback(id FeedbackID, h *Hall, rating Rating, comment, contact string, at time.Time) (
	Feedback, error,
) {
	var problems standard.Problems
	if !slices.Contains(Ratings(), rating) {
		problems.Add("rating", "feedback.rating")
	}
	CheckText(&problems, "comment", comment)
	CheckText(&problems, "contact", contact)
	return Feedback{ID: id, Hall: h.ID, HallName: h.Name, Rating: rating, Comment: comment,
		Contact: contact, At: At(at), State: FeedbackWaiting, Clauses: []standard.ClauseUID{},
		Revision: 1}, problems.Err()
}

// Release shows the feedback. A comment and a bad rating are to be answered within
// [FeedbackWorkdays].
func (f *Feedback) Release(clauses []standard.ClauseUID, by Username, at time.Time, cal Calendar) error {
	if f.State != FeedbackWaiting {
		return ErrModerated
	}
	if f.Comment != "" || f.Rating.Bad() {
		due, certain := cal.AddWorkdays(at, FeedbackWorkdays)
		f.Due, f.DueUncertain = due, !certain
	}
	f.State, f.Clauses = FeedbackShown, clauses
	f.Moderator, f.Moderated, f.Revision = by, At(at), f.Revision+1
	return nil
}

// Withhold keeps the feedback from being shown or counted, for a reason that stays on record.
func (f *Feedback) Withhold(reason string, by Username, at time.Time) error {
	if f.State != FeedbackWaiting {
		return ErrModerated
	}
	var problems standard.Problems
	RequireText(&problems, "reason", reason)
	if err := problems.Err(); err != nil {
		return err
	}
	f.State, f.Reason, f.Contact = FeedbackWithheld, reason, ""
	f.Moderator, f.Moderated, f.Revision = by, At(at), f.Revision+1
	return nil
}

// Reply answers feedback that is shown.
func (f *Feedback) Reply(text string, by Username, at time.Time) error {
	switch {
	case f.State != FeedbackShown:
		return ErrNotShown
	case f.Answer != "":
		return ErrAnswered
	}
	var problems standard.Problems
	RequireText(&problems, "text", text)
	if err := problems.Err(); err != nil {
		return err
	}
	f.Answer, f.By, f.Answered, f.Revision = text, by, At(at), f.Revision+1
	return nil
}

// Overdue returns the number of working days since an answer was due; 0 when none is missing.
func (f *Feedback) Overdue(now time.Time, cal Calendar) int {
	if f.State != FeedbackShown || f.Due == "" || f.Answer != "" {
		return 0
	}
	return cal.WorkdaysAfter(f.Due, now)
}

// FeedbackCounts are the ratings of a hall that are shown. They stand beside its score and never
// enter it.
type FeedbackCounts struct {
	Total    int              `json:"total"`
	Ratings  map[Rating]int   `json:"ratings"` // every level, also those that nobody gave
	Good     standard.Decimal `json:"good"`    // share of 3 and better, to 0.0001; 0 of none
	Answered int              `json:"answered"`
	Open     int              `json:"open"` // answers that are missing
}

// FeedbackCountsOf counts the feedback that is shown.
func FeedbackCountsOf(list []Feedback) FeedbackCounts {
	c := FeedbackCounts{Ratings: map[Rating]int{}}
	for _, r := range Ratings() {
		c.Ratings[r] = 0
	}
	good := 0
	for i := range list {
		f := &list[i]
		if f.State != FeedbackShown {
			continue
		}
		c.Total++
		c.Ratings[f.Rating]++
		if !f.Rating.Bad() {
			good++
		}
		switch {
		case f.Answer != "":
			c.Answered++
		case f.Due != "":
			c.Open++
		}
	}
	if c.Total > 0 {
		c.Good = standard.NewDecimal(Portion(10_000, int64(good), int64(c.Total)), 4)
	}
	return c
}
