package audits

import (
	"context"
	"slices"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// previousView holds the points of the last approved audit of the same hall, clause by clause.
// Audit is "" and there are no lines when there was none.
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

// ApprovedBefore finds the latest approved audit of the hall that started before a, or nil. A
// hall's check of itself and partial audits are not counted; a third party's inspector sees only
// audits that they have made themselves.
func (s *Service) ApprovedBefore(ctx context.Context, u *access.User, a *checklists.Audit) (
	*checklists.Audit, error,
) {
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "started",
		To: wire.TimeKey(a.StartedAt), Descending: true, Brief: true}
	done := []checklists.State{checklists.Approved, checklists.Final}
	for brief, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if brief.ID == a.ID || brief.Kind == checklists.Self || brief.Partial() ||
			!slices.Contains(done, brief.State) || u.Firm != "" &&
			!access.ScopeOf(access.ReadAudits, u).CoversAudit(u, &brief) {
			continue
		}
		before, err := s.Docs.Audits.Get(ctx, string(brief.ID))
		if err != nil {
			return nil, err
		}
		return &before, nil
	}
	return nil, nil
}
