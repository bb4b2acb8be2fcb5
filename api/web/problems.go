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
