package boards

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"hallmark/api/access"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// doubleDays is within how many days two audits of a hall must begin to count as a double-audited
// sample, see [checklists.DoublesOf]. Within a month a hall changes little without a rectification.
const doubleDays = 30

// problemFilter chooses audits. Its zero value chooses all official audits.
type problemFilter struct {
	Tier    standard.Tier
	Area    string // the first digits of [checklists.Hall.Area]
	Edition standard.EditionID
}

// problemLine is a clause of the problem library 问题库. Kappa is nil where it is not defined.
type problemLine struct {
	checklists.ClauseFailure
	Pairs  int               `json:"pairs"`  // double-audited samples that rated the clause
	Agreed int               `json:"agreed"` // samples in which both audits agreed
	Kappa  *standard.Decimal `json:"kappa"`
}

// problemLibrary sums up the audits that a filter chooses, clause by clause.
type problemLibrary struct {
	Audits  int           `json:"audits"`  // number of official audits
	Doubles int           `json:"doubles"` // number of double-audited samples among them
	Days    int           `json:"days"`    // see doubleDays
	Items   []problemLine `json:"items"`
	Next    string        `json:"next"`
}

func (s *Service) problemFilter(ctx context.Context, tier, area, edition string) (
	f problemFilter, err error,
) {
	r := wire.Refuse(http.StatusBadRequest, "invalid")
	if tier != "" {
		if f.Tier, err = standard.ParseTier(tier); err != nil {
			r.Fields = append(r.Fields, wire.Wrong("tier", "tier", tier))
		}
	}
	if f.Area = area; area != "" && !register.AreaForm.MatchString(area) {
		r.Fields = append(r.Fields, wire.Wrong("area", "area"))
	}
	if f.Edition = standard.EditionID(edition); edition != "" {
		if _, err := s.Editions.Edition(ctx, f.Edition); errors.Is(err, store.ErrNotFound) {
			r.Fields = append(r.Fields, wire.Wrong("edition", "edition", edition))
		} else if err != nil {
			return f, err
		}
	}
	if len(r.Fields) > 0 {
		return f, r
	}
	return f, nil
}

// officialOutcomes loads the outcomes of the official audits that a filter chooses, with their
// clauses, and the editions against which they were made.
func (s *Service) officialOutcomes(ctx context.Context, f problemFilter) (
	[]checklists.Outcome, map[standard.EditionID]*standard.Edition, error,
) {
	areas, err := s.Register.Areas(ctx, f.Area)
	if err != nil {
		return nil, nil, err
	}
	var list []checklists.Outcome
	editions := map[standard.EditionID]*standard.Edition{}
	for o, err := range s.Docs.Outcomes.Find(ctx, store.Query{Order: "approved"}) {
		if err != nil {
			return nil, nil, err
		}
		if !f.takes(&o) || f.Area != "" && !strings.HasPrefix(areas[o.Hall], f.Area) {
			continue
		}
		if editions[o.Edition] == nil {
			if editions[o.Edition], err = s.Editions.Edition(ctx, o.Edition); err != nil {
				return nil, nil, err
			}
		}
		list = append(list, o)
	}
	return list, editions, nil
}

func (f *problemFilter) takes(o *checklists.Outcome) bool {
	return o.Kind.Official() && (f.Tier == standard.NoTier || f.Tier == o.Tier) &&
		(f.Edition == "" || f.Edition == o.Edition)
}

// problemsOf computes the problem library. Only people who may read every audit see which audit a
// note comes from.
func (s *Service) problemsOf(ctx context.Context, u *access.User, f problemFilter) (
	problemLibrary, error,
) {
	outcomes, editions, err := s.officialOutcomes(ctx, f)
	if err != nil {
		return problemLibrary{}, err
	}
	doubles := checklists.DoublesOf(outcomes, doubleDays)
	agreement := checklists.AgreementOf(doubles)
	lib := problemLibrary{Audits: len(outcomes), Doubles: len(doubles), Days: doubleDays,
		Items: []problemLine{}}
	named := access.ScopeOf(access.ReadAudits, u) == access.Anything
	for _, failure := range checklists.FailuresOf(outcomes, editions) {
		for i := range failure.Notes {
			if !named {
				failure.Notes[i].Audit = ""
			}
		}
		a := agreement[failure.UID]
		line := problemLine{ClauseFailure: failure, Pairs: a.Pairs(), Agreed: a.Agreed()}
		if kappa, ok := a.Kappa(); ok {
			line.Kappa = &kappa
		}
		lib.Items = append(lib.Items, line)
	}
	return lib, nil
}
