package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// FeedbackURL is the address of the list of what visitors say.
const FeedbackURL = "/feedback"

// GiveFeedbackURL returns the address of the public page of a hall, to which its poster leads.
func GiveFeedbackURL(hall checklists.HallID) string { return "/f/" + url.PathEscape(string(hall)) }

// PosterURL returns the address of the poster of a hall.
func PosterURL(hall checklists.HallID) string {
	return "/api/v1/halls/" + url.PathEscape(string(hall)) + "/poster.pdf"
}

// GiveFeedback is the public page at /f/{code}: a rating and a comment, without signing in.
type GiveFeedback struct {
	Frame
	Hall   checklists.Hall
	Form   FeedbackForm // as sent, when it was refused
	Sent   bool
	Counts checklists.FeedbackCounts
	Said   []Said
}

func (*GiveFeedback) template() string { return "feedback-give" }

// Action is where the form is sent.
func (p *GiveFeedback) Action() string { return GiveFeedbackURL(p.Hall.ID) }

// Ratings lists the levels, the best first.
func (*GiveFeedback) Ratings() []checklists.Rating { return checklists.Ratings() }

// Said is a comment that is shown, without its author.
type Said struct {
	Rating   checklists.Rating
	Comment  string
	At       checklists.Time
	Answer   string // "" while there is none
	Answered checklists.Time
}

// FeedbackForm is sent to /f/{code}.
type FeedbackForm struct {
	Rating  int    `form:"rating" validate:"max=5"`
	Comment string `form:"comment" validate:"max=1000,note"`
	Contact string `form:"contact" validate:"max=60,clean"`
}

// Chosen reports whether a level is chosen.
func (f FeedbackForm) Chosen(r checklists.Rating) bool { return int(r) == f.Rating }

// FeedbackList is what visitors say, at /feedback, the latest first.
type FeedbackList struct {
	Frame
	Rows    []FeedbackRow
	Next    string // cursor of the older part; "" at the end
	Pick    HallPicker
	Hall    checklists.HallID
	State   checklists.FeedbackState
	May     bool              // moderate
	Own     checklists.HallID // of a hall head
	Counts  *checklists.FeedbackCounts
	Refused checklists.FeedbackID
	Form    FeedbackStepForm // as sent, when it was refused
}

func (*FeedbackList) template() string { return "feedback" }

// States lists the choices of the filter.
func (*FeedbackList) States() []checklists.FeedbackState { return checklists.FeedbackStates() }

// Ratings lists the levels, the best first.
func (*FeedbackList) Ratings() []checklists.Rating { return checklists.Ratings() }

// Filtered reports whether a filter limits the list.
func (p *FeedbackList) Filtered() bool {
	return p.State != "" || p.Hall != "" && p.Hall != p.Own || p.Pick.Vague
}

// NextURL returns the address of the older part, or "".
func (p *FeedbackList) NextURL() string {
	if p.Next == "" {
		return ""
	}
	q := url.Values{"cursor": {p.Next}}
	if p.Hall != "" {
		q.Set("hall", string(p.Hall))
	}
	if p.State != "" {
		q.Set("state", string(p.State))
	}
	return FeedbackURL + "?" + q.Encode()
}

// FeedbackFilter is asked of /feedback in the address; zero fields limit nothing.
type FeedbackFilter struct {
	Hall  checklists.HallID        `form:"hall"`
	State checklists.FeedbackState `form:"state"`
}

// FeedbackRow is what one visitor says, with what the person may do.
type FeedbackRow struct {
	checklists.Feedback
	Clauses    []*standard.Clause
	AnsweredBy string // a name
	Overdue    int    // working days
	// OverdueUncertain says that they count a year whose holidays are not known.
	OverdueUncertain bool
	MayModerate      bool
	Refused          string // why the person may not moderate it, in their language
	MayAnswer        bool
}

// URL returns the address below which its forms are sent.
func (r FeedbackRow) URL() string { return FeedbackURL + "/" + url.PathEscape(string(r.ID)) }

// FeedbackStepForm is sent to /feedback/{id}/moderate and /feedback/{id}/answer.
type FeedbackStepForm struct {
	Revision int    `form:"revision" validate:"min=0"`
	Do       string `form:"do" validate:"omitempty,oneof=show withhold"`
	Clauses  string `form:"clauses" validate:"max=400"`
	Reason   string `form:"reason" validate:"max=2000,note"`
	Text     string `form:"text" validate:"max=2000,note"`
}

// rating names a level of 好差评.
func (w words) rating(r checklists.Rating) string {
	return w.say("poster.level-" + strconv.Itoa(int(r)))
}

// ratingTone returns the style class of a rating; the word always stands beside the colour.
func ratingTone(r checklists.Rating) string {
	switch {
	case r.Bad():
		return "poor"
	case r == 3:
		return "fair"
	}
	return "good"
}
