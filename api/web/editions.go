package web

import (
	"net/url"

	"hallmark/standard"
)

// Editions is the list of editions at /editions, the newest first.
type Editions struct {
	Frame
	Editions []*standard.Edition
	InForce  standard.EditionID // the one that new audits are sealed to; "" for none
}

func (*Editions) template() string { return "editions" }

// EditionRow is one edition of the list, with the one before it to compare with.
type EditionRow struct {
	*standard.Edition
	InForce bool
	Before  standard.EditionID // "" for the oldest
	Scored  int
}

// Rows returns the list.
func (p *Editions) Rows() []EditionRow {
	rows := make([]EditionRow, len(p.Editions))
	for i, e := range p.Editions {
		rows[i] = EditionRow{Edition: e, InForce: e.ID() == p.InForce, Scored: scored(e)}
		if i+1 < len(p.Editions) {
			rows[i].Before = p.Editions[i+1].ID()
		}
	}
	return rows
}

func scored(e *standard.Edition) (n int) {
	for i := range e.Clauses {
		if e.Clauses[i].Scored {
			n++
		}
	}
	return n
}

// Edition is the text of one edition at /editions/{id}; ?tier= limits it to the clauses that are
// scored in halls of a tier.
type Edition struct {
	Frame
	Edition *standard.Edition
	Tier    standard.Tier        // NoTier for the whole text
	Others  []standard.EditionID // to compare with
	Exports []Export
}

// Export is a form in which an edition can be saved to a file.
type Export struct {
	Name  string
	About string // what it does not carry
	URL   string
}

func (*Edition) template() string { return "edition" }

// EditionChapter is a chapter with its clauses.
type EditionChapter struct {
	standard.Chapter
	Clauses []*standard.Clause
	Max     standard.Decimal // points of the tier; 0 for the whole text
}

// Chapters returns the chapters that have a clause to show.
func (p *Edition) Chapters() []EditionChapter {
	var chapters []EditionChapter
	for _, c := range p.Edition.Chapters {
		chapter := EditionChapter{Chapter: c}
		for i := range p.Edition.Clauses {
			clause := &p.Edition.Clauses[i]
			if clause.Chapter == c.Number && p.shows(clause) {
				chapter.Clauses = append(chapter.Clauses, clause)
			}
		}
		if len(chapter.Clauses) > 0 {
			chapters = append(chapters, chapter)
		}
	}
	return chapters
}

func (p *Edition) shows(c *standard.Clause) bool {
	return p.Tier == standard.NoTier || c.Scored && c.Applies(p.Tier)
}

// TierLink is one choice of the tier filter.
type TierLink struct {
	Tier    standard.Tier
	URL     string
	Current bool
}

// Tiers returns the choices of tier; the first one is "the whole text".
func (p *Edition) Tiers() []TierLink {
	url := EditionURL(p.Edition.ID())
	links := []TierLink{{URL: url, Current: p.Tier == standard.NoTier}}
	for _, t := range standard.Tiers() {
		links = append(links, TierLink{Tier: t, URL: url + "?tier=" + t.String(), Current: t == p.Tier})
	}
	return links
}

// Clause is everything about one clause at /editions/{id}/clauses/{uid}.
type Clause struct {
	Frame
	Edition *standard.Edition
	Clause  *standard.Clause
	History []Wording // how it reads in every edition, the newest first
}

func (*Clause) template() string { return "clause" }

// Wording is a clause as it reads in an edition, what has changed since the edition before it, and
// how it fared in official audits against it.
type Wording struct {
	Edition   standard.EditionID
	Effective string
	Absent    bool // the edition has no such clause
	Code      string
	Text      string
	Grade     standard.ChangeGrade // "" where nothing has changed
	Fields    []string             // that have changed
	Redline   []standard.Span      // of the text; none where it is the same
	Asked     int                  // audits in which it counted
	Passed    int                  // of them, with all points
	Rate      *standard.Decimal    // passed ÷ asked; nil of nothing
}

// ExportURL returns the address of an edition as a file.
func ExportURL(id standard.EditionID, format string) string {
	return "/api/v1/editions/" + url.PathEscape(string(id)) + "/export?format=" + url.QueryEscape(format)
}

// EditionURL returns the address of an edition.
func EditionURL(id standard.EditionID) string { return "/editions/" + url.PathEscape(string(id)) }

// ClauseURL returns the address of a clause as it reads in an edition.
func ClauseURL(id standard.EditionID, uid standard.ClauseUID) string {
	return EditionURL(id) + "/clauses/" + url.PathEscape(string(uid))
}
