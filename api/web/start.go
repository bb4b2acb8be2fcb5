package web

import "hallmark/checklists"

// StartURL is the address of a supervisor's start page.
const StartURL = "/start"

// Start is where a supervisor begins, at /start: what waits for a decision, and what is late.
type Start struct {
	Frame
	Audits     []AuditRow         // handed in and not approved
	Appeals    []AppealRow        // undecided, the earliest deadline first
	Rechecks   []RectificationRow // replies that wait for a re-check
	Extensions []RectificationRow // asked for and undecided
	Escalated  []RectificationRow // the highest level first
	HandIns    int                // audits that may not begin, handed in and undecided
	Overdue    int                // rectifications past their deadline
	Unknown    []int              // years whose holidays nobody knows
}

func (*Start) template() string { return "start" }

// shownLines is how many lines of a list the start page has; the list itself has all.
const shownLines = 10

// Tile is a number on the start page with the way to its list.
type Tile struct {
	Key   string // of its text
	Count int
	URL   string
	Bad   bool // whether it should be none
}

// Tiles lists the numbers.
func (p *Start) Tiles() []Tile {
	summoned := 0
	for _, r := range p.Escalated {
		if r.Escalation == checklists.Summoned {
			summoned++
		}
	}
	return []Tile{
		{"loop.tile-audits", len(p.Audits), AuditFilter{State: checklists.Submitted}.URL(""), false},
		{"loop.tile-hand-ins", p.HandIns, HandInsURL + "?state=waiting", false},
		{"loop.tile-appeals", len(p.Appeals), listURL(AppealsURL,
			AppealFilter{State: checklists.AppealOpen}.query()), false},
		{"loop.tile-rechecks", len(p.Rechecks),
			RectificationFilter{State: string(checklists.AwaitingRecheck)}.URL(), false},
		{"loop.tile-extensions", len(p.Extensions), "#extensions", false},
		{"loop.tile-overdue", p.Overdue, RectificationFilter{Overdue: "true"}.URL(), true},
		{"loop.tile-summoned", summoned, RectificationFilter{Escalated: "true"}.URL(), true},
	}
}

// First returns the lines of a list that the start page shows.
func (*Start) First(rows []RectificationRow) []RectificationRow {
	return rows[:min(shownLines, len(rows))]
}

// FirstAppeals returns the lines of a list of appeals that the start page shows.
func (p *Start) FirstAppeals() []AppealRow { return p.Appeals[:min(shownLines, len(p.Appeals))] }

// FirstAudits returns the lines of a list of audits that the start page shows.
func (p *Start) FirstAudits() []AuditRow { return p.Audits[:min(shownLines, len(p.Audits))] }
