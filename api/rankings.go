package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// rankingView is the ranking of one tier.
type rankingView struct {
	Tier  standard.Tier         `json:"tier"`
	Items []checklists.RankLine `json:"items"`
	Next  string                `json:"next"`
}

// resultFilter chooses outcomes: those of a tier in a campaign, of the halls in an area; Before is
// the campaign for the places won and lost, "" for none.
type resultFilter struct {
	Campaign string
	Tier     standard.Tier
	Area     string
	Before   string
}

// resultFilterOf reads ?tier=, ?area= and ?before=. Without a tier it is the one given, if any.
func resultFilterOf(c *gin.Context, campaign string, t standard.Tier) (f resultFilter, err error) {
	f = resultFilter{Campaign: campaign, Tier: t, Area: c.Query("area"), Before: c.Query("before")}
	if len(f.Area) > 12 || strings.Trim(f.Area, "0123456789") != "" {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("area", "area")}
		return f, r
	}
	if t == standard.NoTier || c.Query("tier") != "" {
		f.Tier, err = tierOf(c)
	}
	return f, err
}

// getRanking ranks the halls of a tier in a campaign. Halls see it when the campaign is closed.
func (s *Server) getRanking(c *gin.Context) error {
	f, err := resultFilterOf(c, c.Param("id"), standard.NoTier)
	if err != nil {
		return err
	}
	lines, err := s.ranking(c.Request.Context(), callerOf(c), f)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", rankingTable(language(c), f.Tier, lines))
	}
	c.JSON(http.StatusOK, rankingView{Tier: f.Tier, Items: lines})
	return nil
}

func (s *Server) ranking(ctx context.Context, caller Caller, f resultFilter) ([]checklists.RankLine, error) {
	outcomes, before, err := s.compared(ctx, caller, f)
	return checklists.RankingOf(f.Tier, outcomes, before), err
}

// compared loads the outcomes of a filter and the ranking before.
func (s *Server) compared(ctx context.Context, caller Caller, f resultFilter) (
	outcomes []checklists.Outcome, before []checklists.RankLine, err error,
) {
	in, err := s.hallsInArea(ctx, f.Area)
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

// campaignOutcomes loads the outcomes of a tier in a campaign that the person may see ranked, of some
// halls or, where that is nil, of all.
func (s *Server) campaignOutcomes(ctx context.Context, caller Caller, campaign string, t standard.Tier,
	in map[checklists.HallID]bool,
) ([]checklists.Outcome, error) {
	m, err := s.docs.campaigns.Get(ctx, campaign)
	if err != nil {
		return nil, err
	}
	if caller.Reach != Anything && m.State != checklists.CampaignClosed {
		return nil, errNotFound
	}
	list, err := s.docs.outcomeHeads.Find(ctx, store.Query{Order: "approved",
		Equal: map[string]string{"campaign": campaign, "tier": t.String()}})
	if in != nil {
		list = slices.DeleteFunc(list, func(o checklists.Outcome) bool { return !in[o.Hall] })
	}
	return list, err
}

// hallsInArea are the halls whose area begins with a code; nil stands for all of them.
func (s *Server) hallsInArea(ctx context.Context, area string) (map[checklists.HallID]bool, error) {
	if area == "" {
		return nil, nil
	}
	in := map[checklists.HallID]bool{}
	q := store.Query{Order: "area", From: area, To: area + ":"} // ":" follows "9"
	for h, err := range s.docs.halls.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		in[h.ID] = true
	}
	return in, nil
}

// getResults answers with the results of all halls of a tier in a campaign, part by part.
func (s *Server) getResults(c *gin.Context) error {
	f, err := resultFilterOf(c, c.Param("id"), standard.NoTier)
	if err != nil {
		return err
	}
	r, err := s.results(c.Request.Context(), callerOf(c), f)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", resultTable(language(c), &r))
	}
	c.JSON(http.StatusOK, r)
	return nil
}

func (s *Server) results(ctx context.Context, caller Caller, f resultFilter) (checklists.Results, error) {
	outcomes, before, err := s.compared(ctx, caller, f)
	return checklists.ResultsOf(f.Tier, outcomes, before), err
}

// consequences are the measures for the halls that stand last in a campaign, by the rankings of the
// closed campaigns that began in its year or the one before it, up to it. Of each earlier ranking
// the first and the last places are read, and the halls in question.
func (s *Server) consequences(ctx context.Context, of *checklists.Campaign, t standard.Tier,
	all []checklists.Campaign, rules []checklists.ConsequenceRule,
) ([]checklists.Consequence, error) {
	present, err := s.rankingEnds(ctx, string(of.ID), t)
	if err != nil {
		return nil, err
	}
	ranking := checklists.RankingOf(t, present, nil)
	var halls []checklists.Outcome // of the halls in question, from all campaigns
	for i := range ranking {
		if !ranking[i].Last(ranking) {
			continue
		}
		q := store.Query{Equal: map[string]string{"hall": string(ranking[i].Hall)}, Order: "approved",
			Brief: true}
		for o, err := range s.docs.outcomes.Find(ctx, q) {
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
		if began < year-1 || m.State != checklists.CampaignClosed {
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

// rankingEnds are the outcomes of the halls on the last place of a tier in a campaign, and of one that
// stands above them.
func (s *Server) rankingEnds(ctx context.Context, campaign string, t standard.Tier) (
	[]checklists.Outcome, error,
) {
	q := store.Query{Equal: map[string]string{"campaign": campaign, "tier": t.String()},
		Order: "total", Brief: true}
	var ends []checklists.Outcome
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if !o.Official() {
			continue
		}
		if len(ends) > 0 && o.Result.Total != ends[0].Result.Total {
			ends = append(ends, o) // somebody stands above the last place
			break
		}
		ends = append(ends, o)
	}
	return ends, nil
}
