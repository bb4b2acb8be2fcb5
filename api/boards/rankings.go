package boards

import (
	"context"
	"slices"
	"strconv"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// rankingView is the ranking of one tier.
type rankingView struct {
	Tier  standard.Tier         `json:"tier"`
	Items []checklists.RankLine `json:"items"`
	Next  string                `json:"next"`
}

// resultFilter chooses the outcomes of one tier in a campaign, in halls of an area. Before is the
// campaign with which places are compared, "" for none.
type resultFilter struct {
	Campaign string
	Tier     standard.Tier
	Area     string
	Before   string
}

func (s *Service) ranking(ctx context.Context, caller access.Caller, f resultFilter) (
	[]checklists.RankLine, error,
) {
	outcomes, before, err := s.compared(ctx, caller, f)
	return checklists.RankingOf(f.Tier, outcomes, before), err
}

// compared loads the outcomes that a filter chooses, and the ranking of the campaign before.
func (s *Service) compared(ctx context.Context, caller access.Caller, f resultFilter) (
	outcomes []checklists.Outcome, before []checklists.RankLine, err error,
) {
	in, err := s.Register.HallsInArea(ctx, f.Area)
	if err != nil {
		return nil, nil, err
	}
	if f.Before != "" {
		earlier, err := s.campaignOutcomes(ctx, caller, f.Before, f.Tier, in)
		if err != nil {
			return nil, nil, err
		}
		before = checklists.RankingOf(f.Tier, earlier, nil)
	}
	outcomes, err = s.campaignOutcomes(ctx, caller, f.Campaign, f.Tier, in)
	return outcomes, before, err
}

// campaignOutcomes loads those outcomes of a tier in a campaign whose ranking the caller may see:
// of some halls or, where that is nil, of all halls.
func (s *Service) campaignOutcomes(ctx context.Context, caller access.Caller, id string,
	t standard.Tier,
	in map[checklists.HallID]bool,
) ([]checklists.Outcome, error) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if caller.Reach != access.Anything && m.State != campaign.Closed {
		return nil, wire.ErrNotFound
	}
	err = s.Journal.Steps.AllSettled(ctx, "audits", func(audit string) (bool, error) {
		a, err := s.Docs.Audits.Get(ctx, audit)
		return a.Campaign == id && a.Tier == t, err
	})
	if err == nil { // an appeal that is upheld restates its audit
		err = s.Journal.Steps.AllSettled(ctx, "appeals", func(appeal string) (bool, error) {
			a, err := s.Docs.Appeals.Get(ctx, appeal)
			return a.Campaign == id && a.Tier == t, err
		})
	}
	if err != nil {
		return nil, err
	}
	list, err := s.Docs.OutcomeHeads.Find(ctx, store.Query{Order: "approved",
		Equal: map[string]string{"campaign": id, "tier": t.String()}})
	if in != nil {
		list = slices.DeleteFunc(list, func(o checklists.Outcome) bool { return !in[o.Hall] })
	}
	return list, err
}

func (s *Service) results(ctx context.Context, caller access.Caller, f resultFilter) (
	checklists.Results, error,
) {
	outcomes, before, err := s.compared(ctx, caller, f)
	return checklists.ResultsOf(f.Tier, outcomes, before), err
}

// consequences returns what follows for the halls that stand last in a campaign. It looks at the
// closed campaigns before it that began in the same year or the year before. Of each earlier
// ranking it reads only the first and the last places, and the halls that stand last now.
func (s *Service) consequences(ctx context.Context, of *campaign.Campaign, t standard.Tier,
	all []campaign.Campaign, rules []checklists.ConsequenceRule,
) ([]checklists.Consequence, error) {
	present, err := s.rankingEnds(ctx, string(of.ID), t)
	if err != nil {
		return nil, err
	}
	ranking := checklists.RankingOf(t, present, nil)
	var halls []checklists.Outcome // the outcomes of the halls that stand last, in all campaigns
	for i := range ranking {
		if !ranking[i].Last(ranking) {
			continue
		}
		q := store.Query{Equal: map[string]string{"hall": string(ranking[i].Hall)}, Order: "approved",
			Brief: true}
		for o, err := range s.Docs.Outcomes.Find(ctx, q) {
			if err != nil {
				return nil, err
			}
			halls = append(halls, o)
		}
	}
	if len(halls) == 0 {
		return nil, nil
	}
	var rankings [][]checklists.RankLine
	year, _ := strconv.Atoi(of.Plan.From[:4])
	ofYear := 1
	for i := range all { // the earliest first
		m := &all[i]
		if m.ID == of.ID {
			break
		}
		began, _ := strconv.Atoi(m.Plan.From[:4])
		if began < year-1 || m.State != campaign.Closed {
			continue
		}
		ends, err := s.rankingEnds(ctx, string(m.ID), t)
		if err != nil {
			return nil, err
		}
		if len(ends) == 0 {
			continue
		}
		for _, o := range halls {
			if o.Campaign == string(m.ID) {
				ends = append(ends, o)
			}
		}
		rankings = append(rankings, checklists.RankingOf(t, ends, nil))
		if began == year {
			ofYear++
		}
	}
	return checklists.ConsequencesOf(append(rankings, ranking), ofYear, rules), nil
}

// rankingEnds returns the outcomes of the halls on the last place of a tier in a campaign, and one
// outcome above them.
func (s *Service) rankingEnds(ctx context.Context, campaign string, t standard.Tier) (
	[]checklists.Outcome, error,
) {
	q := store.Query{Equal: map[string]string{"campaign": campaign, "tier": t.String()},
		Order: "total", Brief: true}
	var ends []checklists.Outcome
	for o, err := range s.Docs.Outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if !o.Official() {
			continue
		}
		if len(ends) > 0 && o.Result.Total != ends[0].Result.Total {
			ends = append(ends, o) // one hall above the last place is enough
			break
		}
		ends = append(ends, o)
	}
	return ends, nil
}
