package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// previousView is what the last approved audit of the same hall came to, clause by clause. Audit is
// "" and there are no lines when there was none.
type previousView struct {
	Audit   checklists.AuditID                  `json:"audit"`
	Number  string                              `json:"number"`
	Edition standard.EditionID                  `json:"edition"`
	At      checklists.Time                     `json:"at"` // when it started
	Lines   map[standard.ClauseUID]previousLine `json:"lines"`
}

type previousLine struct {
	Earned standard.Decimal `json:"earned"`
	Max    standard.Decimal `json:"max"`
	At     checklists.Time  `json:"at"`
}

// getPrevious shows an inspector how the hall did the last time: points alone, whoever found them.
func (s *Server) getPrevious(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	v := previousView{Lines: map[standard.ClauseUID]previousLine{}}
	before, err := s.approvedBefore(ctx, userOf(c), a)
	if err != nil {
		return err
	}
	if before != nil {
		score, err := s.score(ctx, before)
		if err != nil {
			return err
		}
		v.Audit, v.Number, v.Edition, v.At = before.ID, before.Number, before.Edition, before.StartedAt
		for _, line := range score.Clauses {
			if !line.Excluded {
				v.Lines[line.UID] = previousLine{line.Earned, line.Max, before.StartedAt}
			}
		}
	}
	c.JSON(http.StatusOK, v)
	return nil
}

// approvedBefore finds the latest approved audit of the hall that started before a, or nil. A
// hall's check of itself and partial audits are not counted; to a third party's inspector nothing is
// that he has not made.
func (s *Server) approvedBefore(ctx context.Context, u *User, a *checklists.Audit) (*checklists.Audit, error) {
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "started",
		To: timeKey(a.StartedAt), Descending: true, Brief: true}
	done := []checklists.State{checklists.Approved, checklists.Final}
	for brief, err := range s.docs.audits.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if brief.ID == a.ID || brief.Kind == checklists.Self || brief.Partial() ||
			!slices.Contains(done, brief.State) || u.Firm != "" && !scopeOf(ReadAudits, u).coversAudit(u, &brief) {
			continue
		}
		before, err := s.docs.audits.Get(ctx, string(brief.ID))
		if err != nil {
			return nil, err
		}
		return &before, nil
	}
	return nil, nil
}
