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

// doubleDays is how many days apart two audits of a hall may begin to be a double-audited sample;
// see [checklists.DoublesOf]. Within a month a hall changes little without a rectification.
const doubleDays = 30

// problemFilter chooses audits. A zero value chooses all.
type problemFilter struct {
	Tier    standard.Tier
	Area    string // a beginning of [checklists.Hall.Area]
	Edition standard.EditionID
}

// problemLine is a clause of the problem library 问题库. Kappa is nil where it is not defined.
type problemLine struct {
	checklists.ClauseFailure
	Pairs  int               `json:"pairs"`  // double-audited samples that rated the clause
	Agreed int               `json:"agreed"` // of them, with the same result
	Kappa  *standard.Decimal `json:"kappa"`
}

// problemLibrary is what the audits of a filter come to.
type problemLibrary struct {
	Audits  int           `json:"audits"`  // official ones
	Doubles int           `json:"doubles"` // double-audited samples among them
	Days    int           `json:"days"`    // within which two audits are a sample
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

// officialOutcomes loads the outcomes of official audits that a filter chooses, with their clauses,
// and the editions that they are sealed to.
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

// problemsOf computes the problem library. Notes name their audit only to who may read every audit.
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
