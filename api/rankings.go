package api

import (
	"context"
	"net/http"

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

// getRanking ranks the halls of a tier in a campaign: ?tier=, and ?before= another campaign, for the
// places won and lost. Halls see it when the campaign is closed.
func (s *Server) getRanking(c *gin.Context) error {
	t, err := tierOf(c)
	if err != nil {
		return err
	}
	lines, err := s.ranking(c, c.Param("id"), t, nil)
	if err != nil {
		return err
	}
	if id := c.Query("before"); id != "" {
		before, err := s.ranking(c, id, t, nil)
		if err == nil {
			lines, err = s.ranking(c, c.Param("id"), t, before)
		}
		if err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, rankingView{Tier: t, Items: lines})
	return nil
}

func (s *Server) ranking(c *gin.Context, id string, t standard.Tier, before []checklists.RankLine) (
	[]checklists.RankLine, error,
) {
	ctx := c.Request.Context()
	m, err := s.docs.campaigns.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if scope(c) != Anything && m.State != checklists.CampaignClosed {
		return nil, errNotFound
	}
	outcomes, err := s.outcomesOf(ctx, id)
	return checklists.RankingOf(t, outcomes, before), err
}

// outcomesOf loads the outcomes of a campaign without their clauses.
func (s *Server) outcomesOf(ctx context.Context, campaign string) ([]checklists.Outcome, error) {
	list := []checklists.Outcome{}
	q := store.Query{Equal: map[string]string{"campaign": campaign}, Order: "approved", Brief: true}
	for o, err := range s.docs.outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}
