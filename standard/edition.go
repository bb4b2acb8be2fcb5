package standard

import (
	"encoding/json"
	"io"
	"slices"
)

// EditionID names an edition: "2017", or "2017+XG1" after its first amendment.
type EditionID string

// Edition is one consolidated text of the standard. It is made by a parser or by [Apply]; after
// that it must not be changed, and it may be shared between goroutines.
type Edition struct {
	Standard    Metadata    `json:"standard"`
	Scoring     Scoring     `json:"scoring"`
	Chapters    []Chapter   `json:"chapters"`
	Sections    []Section   `json:"sections"`
	FrontMatter FrontMatter `json:"front_matter"`
	Terms       []Term      `json:"terms"`
	Clauses     []Clause    `json:"clauses"`

	Transitions []KeptThreshold `json:"transitions,omitempty"` // of amendments, by clause

	digest    Digest
	byUID     map[ClauseUID]int
	checklist [4][]*Clause // by tier: the clauses that are scored there, in order
}

// ID returns the edition's name.
func (e *Edition) ID() EditionID { return e.Standard.Edition }

// Digest returns the SHA-256 of the RFC 8785 form of the clauses.
func (e *Edition) Digest() Digest { return e.digest }

// Clause finds a clause by its permanent name.
func (e *Edition) Clause(uid ClauseUID) (*Clause, bool) {
	i, ok := e.byUID[uid]
	if !ok {
		return nil, false
	}
	return &e.Clauses[i], true
}

// Checklist returns the clauses that are scored in halls of a tier, in the order of the text. The
// slice must not be changed.
//
// With only, Checklist returns a part of it: the clauses named, in the same order, without those
// that are not on the checklist. If only names none, it returns the whole.
func (e *Edition) Checklist(t Tier, only ...ClauseUID) []*Clause {
	if len(only) == 0 {
		return e.checklist[t]
	}
	part := make([]*Clause, 0, len(only))
	for _, c := range e.checklist[t] {
		if slices.Contains(only, c.UID) {
			part = append(part, c)
		}
	}
	return part
}

// Chapter finds a chapter by its number.
func (e *Edition) Chapter(number int) (*Chapter, bool) {
	for i := range e.Chapters {
		if e.Chapters[i].Number == number {
			return &e.Chapters[i], true
		}
	}
	return nil, false
}

// TierName returns the standard's own name for a tier, "街道便民服务中心".
func (e *Edition) TierName(t Tier) string {
	for _, info := range e.Standard.Tiers {
		if info.ID == t {
			return info.Name
		}
	}
	return ""
}

// WriteJSON writes the edition as [Parse] reads it, indented for people.
func (e *Edition) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(e)
}

// seal computes what is derived from the clauses.
func (e *Edition) seal() error {
	digest, err := digestOf(e.Clauses)
	if err != nil {
		return err
	}
	e.digest = digest
	e.byUID = make(map[ClauseUID]int, len(e.Clauses))
	e.checklist = [4][]*Clause{}
	for i := range e.Clauses {
		c := &e.Clauses[i]
		e.byUID[c.UID] = i
		if !c.Scored {
			continue
		}
		for _, t := range c.Tiers {
			e.checklist[t] = append(e.checklist[t], c)
		}
	}
	return nil
}

// Status of an edition.
type Status string

// The statuses of an edition.
const (
	Draft     Status = "draft"
	Published Status = "published"
	Withdrawn Status = "withdrawn"
)

// Metadata is the cover of the standard. Dates are "2006-01-02".
type Metadata struct {
	ID                 string     `json:"id"`
	Number             string     `json:"number"`
	NumberNote         string     `json:"number_note,omitempty"`
	Name               string     `json:"name"`
	NameEN             string     `json:"name_en,omitempty"`
	Edition            EditionID  `json:"edition"`
	Amendments         []string   `json:"amendments"`
	Status             Status     `json:"status"`
	ICS                string     `json:"ics,omitempty"`
	CCS                string     `json:"ccs,omitempty"`
	ClassificationNote string     `json:"classification_note,omitempty"`
	Issued             string     `json:"issued"`
	Effective          string     `json:"effective"`
	DateNote           string     `json:"date_note,omitempty"`
	IssuingBody        string     `json:"issuing_body"`
	TechnicalBody      string     `json:"technical_body,omitempty"`
	DraftingSupport    string     `json:"drafting_support,omitempty"`
	Tiers              []TierInfo `json:"tiers"`
	RefsNote           string     `json:"refs_note,omitempty"`
	WordingRule        string     `json:"wording_rule,omitempty"`
	Counts             Counts     `json:"counts,omitzero"`
}

// TierInfo is what the standard calls a tier.
type TierInfo struct {
	ID     Tier   `json:"id"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
	Seed   string `json:"seed,omitempty"` // what the notice behind the standard says of such halls
}

// Counts are the totals that a file states; a parser checks them against the clauses.
type Counts struct {
	Clauses       int          `json:"clauses"`
	Scored        int          `json:"scored"`
	Unscored      int          `json:"unscored"`
	Veto          int          `json:"veto"`
	Key           int          `json:"key"`
	ScoredPerTier map[Tier]int `json:"scored_per_tier,omitempty"`
}

// IsZero reports whether the file states no counts.
func (c Counts) IsZero() bool { return c.Clauses == 0 && c.Scored == 0 && c.ScoredPerTier == nil }

// Chapter is a chapter 章. A scored chapter has a weight for each tier; weights add to 100.
type Chapter struct {
	Number  int     `json:"number"`
	Title   string  `json:"title"`
	TitleEN string  `json:"title_en,omitempty"`
	Scored  bool    `json:"scored"`
	Weight  PerTier `json:"weight,omitzero"`
}

// Section is a heading 条 between chapter and clause.
type Section struct {
	Code    string `json:"code"`
	Title   string `json:"title"`
	TitleEN string `json:"title_en,omitempty"`
}

// FrontMatter is the scope and the normative references.
type FrontMatter struct {
	Scope               string   `json:"scope"`
	ScopeEN             string   `json:"scope_en,omitempty"`
	NormativeReferences []string `json:"normative_references"`
}

// Term is a term and its definition.
type Term struct {
	Code       string `json:"code"`
	Term       string `json:"term"`
	TermEN     string `json:"term_en,omitempty"`
	Definition string `json:"definition"`
}
