package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// AppealsURL is the address of the list of appeals.
const AppealsURL = "/appeals"

// AppealURL returns the address of an appeal.
func AppealURL(id checklists.AppealID) string {
	return AppealsURL + "/" + url.PathEscape(string(id))
}

// NewAppealURL returns the address of the form for an appeal against a clause of an audit.
func NewAppealURL(id checklists.AuditID, uid standard.ClauseUID) string {
	return AuditURL(id) + "/appeals?clause=" + url.QueryEscape(string(uid))
}

// Appeals is the list of appeals at /appeals, the newest first.
type Appeals struct {
	Frame
	Filter AppealFilter
	Rows   []AppealRow
	Next   string // cursor of the older part; "" at the end
}

func (*Appeals) template() string { return "appeals" }

// AppealFilter is asked of /appeals in the address; zero fields limit nothing.
type AppealFilter struct {
	State checklists.AppealState `form:"status"`
	Hall  checklists.HallID      `form:"hall"`
	Audit checklists.AuditID     `form:"audit"`
}

func (f AppealFilter) query() url.Values {
	q := url.Values{}
	for key, value := range map[string]string{"status": string(f.State), "hall": string(f.Hall),
		"audit": string(f.Audit)} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return q
}

// AppealLink is one choice of state; the first one is "all".
type AppealLink struct {
	State   checklists.AppealState
	URL     string
	Current bool
}

// States returns the choices of state.
func (p *Appeals) States() []AppealLink {
	states := append([]checklists.AppealState{""}, checklists.AppealStates()...)
	links := make([]AppealLink, len(states))
	for i, s := range states {
		f := p.Filter
		f.State = s
		links[i] = AppealLink{s, listURL(AppealsURL, f.query()), s == p.Filter.State}
	}
	return links
}

// Filtered reports whether a filter limits the list.
func (p *Appeals) Filtered() bool { return p.Filter != AppealFilter{} }

// NextURL returns the address of the older part of the list, or "".
func (p *Appeals) NextURL() string {
	if p.Next == "" {
		return ""
	}
	q := p.Filter.query()
	q.Set("cursor", p.Next)
	return listURL(AppealsURL, q)
}

func listURL(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// AppealRow is one appeal in a list.
type AppealRow struct {
	ID       checklists.AppealID
	HallName string
	Number   string // of the audit
	Code     string
	Title    string
	State    checklists.AppealState
	At       checklists.Time
	Due      string // by when a decision is expected
	Overdue  int    // working days past that
	Late     bool   // whether a decision must say why it comes late
	// Uncertain says that days were counted in a year whose holidays are not known.
	Uncertain bool
	Lost      standard.Decimal
	Before    standard.Decimal // score of the audit; 0 before a decision
	After     standard.Decimal
}

// Open reports whether the appeal is undecided.
func (r AppealRow) Open() bool { return r.State == checklists.AppealOpen }

// URL returns the address of its page.
func (r AppealRow) URL() string { return AppealURL(r.ID) }

// appealTone returns the style class of a state.
func appealTone(s checklists.AppealState) string {
	switch s {
	case checklists.AppealOpen:
		return "fair"
	case checklists.AppealUpheld:
		return "good"
	}
	return "plain"
}

// Appeal is one appeal at /appeals/{id}, with the form for its decision.
type Appeal struct {
	Frame
	Row       AppealRow
	Of        *checklists.Appeal
	Clause    *standard.Clause // as it read at the audit
	People    People
	MayDecide bool
	Refused   string // why the person may not decide; "" where it is not for their role at all
	Form      DecideForm
}

func (*Appeal) template() string { return "appeal" }

// Answer is what is to stand instead: as it was sent, and empty before, since it is a finding.
func (p *Appeal) Answer() AnswerField {
	return AnswerField{Label: "loop.should-be", Clause: p.Clause, Tier: p.Of.Tier, Form: p.Form.AnswerForm,
		Frame: &p.Frame}
}

// NewAppeal is the form for an appeal at /audits/{id}/appeals, to which it is sent.
type NewAppeal struct {
	Frame
	Audit  *checklists.Audit
	Clause *standard.Clause
	Line   checklists.ClauseScore
	Answer checklists.Answer
	Due    string // the last day for it
	// Uncertain says that days were counted in a year whose holidays are not known; Last is the day
	// until which it is taken then.
	Uncertain bool
	Last      string
	Left      int // working days until Due, itself included
	Form      AppealForm
}

func (*NewAppeal) template() string { return "appeal-new" }

// URL returns where the form is sent.
func (p *NewAppeal) URL() string { return AuditURL(p.Audit.ID) + "/appeals" }

// AppealForm is sent to /audits/{id}/appeals as multipart/form-data, with files "photo" as
// evidence.
type AppealForm struct {
	Clause standard.ClauseUID `form:"clause" validate:"required,max=32"`
	Ground string             `form:"ground" validate:"max=2000"`
}

// DecideForm is sent to /appeals/{id}/decide. Where Uphold is "1", the answer stands instead.
type DecideForm struct {
	AnswerForm
	Revision int    `form:"revision" validate:"min=1"`
	Uphold   string `form:"uphold" validate:"oneof=0 1"`
	Reason   string `form:"reason" validate:"max=2000"`
	Late     string `form:"late" validate:"max=2000"`
}

// AppealsOf is what a page about an audit says of appeals against it.
type AppealsOf struct {
	May bool   // whether the person may appeal now
	Due string // the last day for it; "" before the approval
	// Uncertain says that days were counted in a year whose holidays are not known; Last is the day
	// until which appeals are taken then.
	Uncertain bool
	Last      string
	Over      bool                                      // whether the time is over for everybody
	Waits     bool                                      // whether an appeal waits for its decision
	Made      map[standard.ClauseUID]*checklists.Appeal // by clause; nil for people who may not read them
}

// Against returns the appeal against a clause, or nil.
func (a AppealsOf) Against(uid standard.ClauseUID) *checklists.Appeal { return a.Made[uid] }
