package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// ConsultationURL returns the address of a consultation.
func ConsultationURL(id string) string { return "/consultations/" + url.PathEscape(id) }

// Consultations lists the consultations at /consultations, the latest first, with a form to open
// one.
type Consultations struct {
	Frame
	Rows   []ConsultationRow
	Next   string     // cursor of the older part; "" at the end
	Drafts []OpenText // that can be opened; nil for people who may not
	Form   ConsultationForm
}

func (*Consultations) template() string { return "consultations" }

// OpenText is a draft that can be opened for comments.
type OpenText struct{ ID, Title string }

// ConsultationRow is one consultation.
type ConsultationRow struct {
	ID         string
	Title      string
	Base       standard.EditionID
	Edition    standard.EditionID // published of the draft; "" not yet
	Note       string
	Opened     checklists.Time
	Until      string
	Open       bool
	Comments   int
	Unanswered int
}

// ConsultationForm is sent to /consultations.
type ConsultationForm struct {
	Draft string `form:"draft" validate:"required,max=64"`
	Until string `form:"until" validate:"required,datetime=2006-01-02"`
	Note  string `form:"note" validate:"max=2000"`
}

// Consultation is one consultation at /consultations/{id}: what the draft changes, clause by
// clause, with the comments and their answers.
type Consultation struct {
	Frame
	Row        ConsultationRow
	Diff       standard.Diff // from the base to the text that was opened
	General    []Comment     // about the draft as a whole
	Elsewhere  []ClauseComments
	Others     []*standard.Clause // that the draft leaves as they are
	ByClause   map[standard.ClauseUID][]Comment
	MayComment bool
	MayAnswer  bool
	Form       CommentForm // as sent, when it was refused
}

func (*Consultation) template() string { return "consultation" }

// ClauseComments are the comments on a clause that the draft leaves as it is.
type ClauseComments struct {
	Clause   *standard.Clause
	Comments []Comment
}

// ConsultedClause is a clause that the draft changes, with what is said about it.
type ConsultedClause struct {
	ChangedClause
	Comments []Comment
}

// Clauses lists what the draft changes.
func (p *Consultation) Clauses() []ConsultedClause {
	var list []ConsultedClause
	for _, c := range (&Comparison{Diff: p.Diff}).Changed() {
		list = append(list, ConsultedClause{c, p.ByClause[c.UID]})
	}
	return list
}

// Comment is one comment with its answer; Decision is "" while there is none.
type Comment struct {
	ID         string
	Text       string
	By         string
	Role       checklists.Role
	Hall       checklists.HallID
	At         checklists.Time
	Decision   string
	Answer     string
	Answerer   string
	AnsweredAt checklists.Time
	Edition    standard.EditionID // published of the draft; "" not yet
	Revision   int
	MayAnswer  bool
}

// Tone returns the style class of the decision.
func (m Comment) Tone() string {
	return map[string]string{"accepted": "good", "partly": "fair"}[m.Decision]
}

// CommentForm is sent to /consultations/{id}/comments.
type CommentForm struct {
	Clause standard.ClauseUID `form:"clause" validate:"max=64"`
	Text   string             `form:"text" validate:"required,max=4000"`
}

// CommentAnswerForm is sent to /comments/{id}/answer.
type CommentAnswerForm struct {
	Revision int    `form:"revision" validate:"required,min=1"`
	Decision string `form:"decision" validate:"required,oneof=accepted partly declined"`
	Text     string `form:"text" validate:"required,max=4000"`
}

// CommentsURL is where a comment is sent.
func (p *Consultation) CommentsURL() string { return ConsultationURL(p.Row.ID) + "/comments" }

// CommentFiles returns the list of comments with their answers, which can be saved as a file.
func (p *Consultation) CommentFiles() ListFile { return ListFile(p.CommentsURL()[1:]) }

// CommentBox is the form for a comment on a clause, or on the whole draft.
type CommentBox struct {
	Action string
	Clause standard.ClauseUID
	Text   string // as sent, when it was refused
}

// FormFor returns the form for a clause.
func (p *Consultation) FormFor(uid standard.ClauseUID) CommentBox {
	box := CommentBox{Action: p.CommentsURL(), Clause: uid}
	if p.Form.Clause == uid {
		box.Text = p.Form.Text
	}
	return box
}
