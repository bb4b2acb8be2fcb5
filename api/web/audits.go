package web

import (
	"net/url"
	"slices"

	"hallmark/checklists"
	"hallmark/standard"
)

// Audits is the list of audits at /audits.
type Audits struct {
	Frame
	Rows     []AuditRow
	Filter   AuditFilter
	Pick     HallPicker
	Next     string // cursor of the next part; "" at the end
	MayStart bool
}

func (*Audits) template() string { return "audits" }

// AuditRow is one audit in a list.
type AuditRow struct {
	ID        checklists.AuditID
	Number    string
	HallName  string
	Tier      standard.Tier
	Kind      checklists.Kind
	State     checklists.State
	Edition   standard.EditionID
	StartedAt checklists.Time
	Asked     int              // clauses of the checklist
	Answered  int              // of them
	Total     standard.Decimal // live score, or the score when last submitted
	Grade     string           // "" while nothing is answered, and of a partial audit
	Partial   bool             // asks a part of the checklist
	Closed    bool             // the person may not see yet what it has found
}

// Scored reports whether there is a total to show.
func (r AuditRow) Scored() bool {
	return r.Grade != "" ||
		r.Partial && r.Answered > 0 && r.State != checklists.InProgress
}

// Complete reports whether every clause is answered.
func (r AuditRow) Complete() bool { return r.Answered >= r.Asked }

// AuditFilter is what the list is limited to; zero fields limit nothing.
type AuditFilter struct {
	State checklists.State
	Hall  checklists.HallID
}

// URL returns the address of the list under the filter, from a cursor on ("" for the beginning).
func (f AuditFilter) URL(cursor string) string {
	q := url.Values{}
	for key, value := range map[string]string{
		"status": string(f.State), "hall": string(f.Hall), "cursor": cursor,
	} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if len(q) == 0 {
		return "/audits"
	}
	return "/audits?" + q.Encode()
}

// FilterLink is one choice of a filter.
type FilterLink struct {
	State   checklists.State
	URL     string
	Current bool
}

// States returns the choices of state; the first one is "all".
func (p *Audits) States() []FilterLink {
	states := []checklists.State{"", checklists.InProgress, checklists.Submitted,
		checklists.Returned, checklists.Approved, checklists.Final, checklists.Voided}
	links := make([]FilterLink, len(states))
	for i, s := range states {
		f := AuditFilter{State: s, Hall: p.Filter.Hall}
		links[i] = FilterLink{State: s, URL: f.URL(""), Current: s == p.Filter.State}
	}
	return links
}

// NextURL returns the address of the next part of the list, or "".
func (p *Audits) NextURL() string {
	if p.Next == "" {
		return ""
	}
	return p.Filter.URL(p.Next)
}

// Filtered reports whether a filter limits the list.
func (p *Audits) Filtered() bool { return p.Filter != AuditFilter{} || p.Pick.Vague }

// NewAudit is the page at /audits/new; its form goes to /audits.
type NewAudit struct {
	Frame
	Pick       HallPicker
	Inspectors []User            // who can be the second inspector
	Edition    *standard.Edition // in force; nil when there is none
	Asked      []SelfCheck       // of a hall head's hall, by campaigns
	Form       NewAuditForm
}

func (*NewAudit) template() string { return "audit-new" }

// PartChapter is a chapter of which a partial audit may ask all or some clauses.
type PartChapter struct {
	*standard.Chapter
	Chosen  bool
	Some    bool // some of its clauses are chosen
	Clauses []PartClause
}

// PartClause is one clause of a [PartChapter].
type PartClause struct {
	*standard.Clause
	Chosen bool
}

// Parts lists the scored chapters and their clauses, of any tier.
func (p *NewAudit) Parts() []PartChapter {
	return partsOf(p.Edition, p.Form.Chapters, p.Form.Clauses)
}

// partsOf lists the scored clauses of an edition by chapter, with what is chosen of them.
func partsOf(e *standard.Edition, chapters []int, clauses []standard.ClauseUID) []PartChapter {
	var parts []PartChapter
	for i := range e.Clauses {
		c := &e.Clauses[i]
		chapter, ok := e.Chapter(c.Chapter)
		if !c.Scored || !ok {
			continue
		}
		if n := len(parts); n == 0 || parts[n-1].Number != c.Chapter {
			parts = append(parts, PartChapter{Chapter: chapter,
				Chosen: slices.Contains(chapters, c.Chapter)})
		}
		last := &parts[len(parts)-1]
		chosen := slices.Contains(clauses, c.UID)
		last.Clauses = append(last.Clauses, PartClause{c, chosen})
		last.Some = last.Some || chosen
	}
	return parts
}

// Partly reports whether the form names a part of the checklist.
func (p *NewAudit) Partly() bool { return len(p.Form.Chapters)+len(p.Form.Clauses) > 0 }

// Kinds lists the kinds of inspection that the person may start: a hall head only self-checks,
// which beside them a supervisor alone starts, for the hall. A
// re-check is started from the audit that it looks at again.
func (p *NewAudit) Kinds() []checklists.Kind {
	if p.Form.Origin != "" {
		return []checklists.Kind{checklists.Recheck}
	}
	kinds := []checklists.Kind{checklists.Comprehensive, checklists.Announced,
		checklists.Unannounced, checklists.Phone, checklists.ThirdParty}
	switch {
	case p.User != nil && p.User.Role == checklists.HallHead:
		return []checklists.Kind{checklists.Self}
	case p.User != nil && p.User.Role == checklists.Supervisor:
		return append(kinds, checklists.Self)
	}
	return kinds
}

// NewAuditForm is sent to /audits. Inspector is the second inspector; the first is the person who
// sends the form. Chapters and Clauses are what a partial audit asks; neither asks the whole
// checklist. Campaign is the campaign of a visit, whose whole team inspects.
type NewAuditForm struct {
	Hall      checklists.HallID   `form:"hall" validate:"required,max=200"`
	Kind      checklists.Kind     `form:"kind" validate:"required,max=32"`
	Inspector checklists.Username `form:"inspector" validate:"max=64"`
	Campaign  string              `form:"campaign" validate:"max=64"`

	// Origin is the audit whose open rectifications a re-check looks at; "" for any other audit.
	Origin checklists.AuditID `form:"origin" validate:"omitempty,uuid"`

	Chapters []int                `form:"chapter" validate:"max=100"`
	Clauses  []standard.ClauseUID `form:"clause" validate:"max=500,dive,max=64"`
}

// Only returns the clauses that the form asks of a tier; none asks the whole checklist. ok is false
// when what it names is not on the checklist of the tier at all.
func (f NewAuditForm) Only(e *standard.Edition, t standard.Tier) (only []standard.ClauseUID, ok bool) {
	if len(f.Chapters)+len(f.Clauses) == 0 {
		return nil, true
	}
	for _, c := range e.Checklist(t) {
		if slices.Contains(f.Chapters, c.Chapter) || slices.Contains(f.Clauses, c.UID) {
			only = append(only, c.UID)
		}
	}
	return only, len(only) > 0
}

// AuditURL returns the address of an audit's checklist.
func AuditURL(id checklists.AuditID) string { return "/audits/" + url.PathEscape(string(id)) }

// AuditExportURL returns the address of an audit as a file.
func AuditExportURL(id checklists.AuditID, format string) string {
	return "/api/v1/audits/" + url.PathEscape(string(id)) + "/export?format=" + url.QueryEscape(format)
}
