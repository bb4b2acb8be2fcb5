package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// HandInsURL is the address of the list of what was handed in.
const HandInsURL = "/hand-ins"

// HandInURL returns the address of one hand-in.
func HandInURL(id string) string { return HandInsURL + "/" + url.PathEscape(id) }

// HandIns lists what inspectors handed in whose audit may not begin, at /hand-ins, the latest first.
type HandIns struct {
	Frame
	Rows []HandIn
	Next string // cursor of the older part; "" at the end
}

func (*HandIns) template() string { return "hand-ins" }

// HandInPage shows one hand-in with what is in its file, at /hand-ins/{id}.
type HandInPage struct {
	Frame
	HandIn
	Holds []string // what is in the file, in the frame's language
	Left  []string // what was not taken, and why
	May   bool     // take it over or refuse it
	Form  HandInForm
}

func (*HandInPage) template() string { return "hand-in" }

// HandIn is what was handed in of one audit.
type HandIn struct {
	ID        string
	Audit     checklists.AuditID
	Hall      checklists.HallID
	HallName  string
	Kind      checklists.Kind
	By        string // name of the inspector
	At        checklists.Time
	Begun     checklists.Time // by the tablet's clock
	Corrected checklists.Time // as the supervisor says; the zero time for the same
	Why       string          // in the frame's language
	File      standard.Digest
	State     string // "waiting", "taken", "refused"
	DecidedBy string
	DecidedAt checklists.Time
	Comment   string
	Revision  int
}

// URL returns the address of the hand-in.
func (h HandIn) URL() string { return HandInURL(h.ID) }

// Tone returns the style class of the state.
func (h HandIn) Tone() string {
	return map[string]string{"waiting": "fair", "taken": "good", "refused": "poor"}[h.State]
}

// HandInForm is sent to /hand-ins/{id}. Begun is the time at which the visit began, in the zone of
// the halls, "2006-01-02T15:04"; "" for what the tablet says.
type HandInForm struct {
	Revision int    `form:"revision" validate:"required,min=1"`
	Do       string `form:"do" validate:"oneof=take refuse"`
	Begun    string `form:"begun" validate:"omitempty,datetime=2006-01-02T15:04"`
	Comment  string `form:"comment" validate:"max=2000"`
}
