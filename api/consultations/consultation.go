package consultations

import (
	"encoding/json"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Consultation is a draft opened for comments 征求意见. There is one for a draft, and it has the
// draft's ID. It keeps the text as it was opened, so that a comment stays about what was read while
// the editors go on.
type Consultation struct {
	ID      string              `json:"id"` // of the draft
	Title   string              `json:"title"`
	Base    standard.EditionID  `json:"base"`
	Note    string              `json:"note,omitempty"` // what the editors ask for
	Opened  checklists.Time     `json:"opened"`
	Until   string              `json:"until"` // the last day, "2006-01-02", in the halls' zone
	By      checklists.Username `json:"by"`
	Digest  standard.Digest     `json:"digest"`            // of the clauses that are consulted
	Edition standard.EditionID  `json:"edition,omitempty"` // published of the draft afterwards

	Revision int             `json:"revision"`
	Document json.RawMessage `json:"document,omitempty"` // a standard.WorkingDraft
}

// ConsultationSchema declares the collection of consultations; their briefs leave the text out.
var ConsultationSchema = store.Schema[Consultation]{
	Name:     "consultations",
	ID:       func(c Consultation) string { return c.ID },
	Revision: func(c Consultation) int { return c.Revision },
	Keys: map[string]func(Consultation) []string{
		"opened": wire.Key(func(c Consultation) string { return wire.TimeKey(c.Opened) }),
	},
	Indexes: []store.Index{{Order: "opened"}},
	Bulky:   []string{"document"},
}

// open reports whether comments are taken at a time, as far as the days say.
func (c *Consultation) open(now time.Time) bool {
	return checklists.At(now).InHall().Format(time.DateOnly) <= c.Until
}

// CommentDecision is the decision about a comment.
type CommentDecision string

// The decisions 采纳, 部分采纳, 不采纳.
const (
	CommentAccepted CommentDecision = "accepted"
	CommentPartly   CommentDecision = "partly"
	CommentDeclined CommentDecision = "declined"
)

// Comment is a remark of somebody on a clause of a draft 意见, with the editors' answer. It can be
// followed from the clause and the draft to the edition that was published of it.
type Comment struct {
	ID      string              `json:"id"` // a UUID
	Draft   string              `json:"draft"`
	Clause  standard.ClauseUID  `json:"clause,omitempty"` // "" is the draft as a whole
	Text    string              `json:"text"`
	By      checklists.Username `json:"by"`
	Name    string              `json:"name"`
	Role    checklists.Role     `json:"role"`
	Hall    checklists.HallID   `json:"hall,omitempty"` // of a hall head
	At      checklists.Time     `json:"at"`
	Answer  *CommentAnswer      `json:"answer,omitempty"`
	Edition standard.EditionID  `json:"edition,omitempty"` // published of the draft

	Revision int `json:"revision"`
}

// CommentAnswer is the editors' answer.
type CommentAnswer struct {
	Decision CommentDecision     `json:"decision"`
	Text     string              `json:"text"`
	By       checklists.Username `json:"by"`
	Name     string              `json:"name"`
	At       checklists.Time     `json:"at"`
}

// CommentSchema declares the collection of comments.
var CommentSchema = store.Schema[Comment]{
	Name:     "comments",
	ID:       func(c Comment) string { return c.ID },
	Revision: func(c Comment) int { return c.Revision },
	Keys: map[string]func(Comment) []string{
		"draft":  wire.Key(func(c Comment) string { return c.Draft }),
		"clause": wire.Key(func(c Comment) string { return string(c.Clause) }),
		"at":     wire.Key(func(c Comment) string { return wire.TimeKey(c.At) }),
	},
	Indexes: []store.Index{{Equal: []string{"draft"}, Order: "at"},
		{Equal: []string{"clause"}, Order: "at"}},
}
