package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// Problems is the problem library 问题库 at /problems: the clauses that fail most in the audits of a
// filter.
type Problems struct {
	Frame
	Filter     ProblemFilter
	Editions   []standard.EditionID // to choose from
	Areas      []string             // to choose from
	Audits     int                  // official ones
	Doubles    int                  // double-audited samples
	Days       int                  // within which two audits are a sample
	Rows       []ProblemRow
	MayPropose bool
}

func (*Problems) template() string { return "problems" }

// ProblemFilter chooses audits.
type ProblemFilter struct {
	Tier    standard.Tier
	Area    string
	Edition standard.EditionID
}

// ProblemForm is asked of /problems in the address.
type ProblemForm struct {
	Tier    string `form:"tier"`
	Area    string `form:"area"`
	Edition string `form:"edition"`
}

// TierName is the tier as it stands in addresses; "" for all.
func (f ProblemFilter) TierName() string {
	if f.Tier == standard.NoTier {
		return ""
	}
	return f.Tier.String()
}

// Tiers lists the choices.
func (p *Problems) Tiers() []standard.Tier { return standard.Tiers() }

// FileURL is the address of the list as a file.
func (p *Problems) FileURL(format string) string {
	q := url.Values{"format": {format}}
	for key, value := range map[string]string{"tier": p.Filter.TierName(), "area": p.Filter.Area,
		"edition": string(p.Filter.Edition)} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return "/api/v1/problems?" + q.Encode()
}

// ProblemRow is one clause. Kappa is "" where it is not defined.
type ProblemRow struct {
	Failure       checklists.ClauseFailure
	Pairs, Agreed int
	Kappa         string
}

// Name returns the title in a language.
func (r ProblemRow) Name(lang string) string {
	if lang == "en" && r.Failure.TitleEN != "" {
		return r.Failure.TitleEN
	}
	return r.Failure.Title
}

// Proposals lists what was proposed to the editors, at /proposals, the latest first.
type Proposals struct {
	Frame
	Rows      []Proposal
	Next      string // cursor of the older part; "" at the end
	MayAnswer bool
}

func (*Proposals) template() string { return "proposals" }

// Proposal is a proposal to change a clause.
type Proposal struct {
	ID       string
	Clause   standard.ClauseUID
	Edition  standard.EditionID
	Code     string
	Title    string
	Tier     string // "" for all
	Area     string
	Reason   string // in the frame's language
	Comment  string
	By       string
	At       checklists.Time
	State    string // "open", "taken", "declined"
	Answer   string
	Answerer string
	Revision int
}

// Tone returns the style class of the state.
func (p Proposal) Tone() string {
	return map[string]string{"open": "fair", "taken": "good"}[p.State]
}

// ProposalForm is sent to /proposals.
type ProposalForm struct {
	Clause  standard.ClauseUID `form:"clause" validate:"required,max=64"`
	Edition standard.EditionID `form:"edition" validate:"required,max=64"`
	Tier    string             `form:"tier" validate:"omitempty,oneof=district subdistrict community"`
	Area    string             `form:"area" validate:"omitempty,min=2,max=12,number"`
}

// ProposalAnswerForm is sent to /proposals/{id}/answer.
type ProposalAnswerForm struct {
	Revision int    `form:"revision" validate:"required,min=1"`
	State    string `form:"state" validate:"required,oneof=taken declined"`
	Answer   string `form:"answer" validate:"required,max=2000"`
}
