package boards

import (
	"context"
	"errors"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/outcomes"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// standing compares the latest official audit of a hall with its peers. It returns nil while there
// is no such audit.
func (s *Service) standing(ctx context.Context, u *access.User, h *checklists.Hall) (
	*web.Standing, error,
) {
	o, err := s.latestOfficial(ctx, h.ID)
	if o == nil || err != nil {
		return nil, err
	}
	a, err := s.Docs.Audits.Get(ctx, string(o.Audit))
	if err != nil {
		return nil, err
	}
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	st := &web.Standing{Audit: &a, Edition: e, Holders: o.Holders}
	if st.Score, err = a.Score(e); err != nil {
		return nil, err
	}
	if o.Restated {
		st.Before = &o.Released
	}
	st.Costs = checklists.CostsOf(e, &st.Score)
	return st, errors.Join(s.addPeers(ctx, o, st), s.addSelf(ctx, &a, st), s.addTasks(ctx, &a, st),
		s.addAppeals(ctx, u, &a, st))
}

func (s *Service) addAppeals(ctx context.Context, u *access.User, a *checklists.Audit,
	st *web.Standing,
) (err error) {
	st.Appeals, err = s.Outcomes.AppealsAbout(ctx, u, a)
	return err
}

// latestOfficial returns the outcome of the latest official audit of a hall, or nil.
func (s *Service) latestOfficial(ctx context.Context, hall checklists.HallID) (
	*checklists.Outcome, error,
) {
	q := store.Query{Equal: map[string]string{"hall": string(hall)}, Order: "approved",
		Descending: true}
	for o, err := range s.Docs.Outcomes.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if o.Official() {
			return &o, nil
		}
	}
	return nil, nil
}

// addPeers compares an outcome with those of the same campaign or, outside of campaigns, with those
// of the year before it.
func (s *Service) addPeers(ctx context.Context, o *checklists.Outcome, st *web.Standing) error {
	q := store.Query{Order: "approved",
		From: wire.TimeKey(checklists.At(o.Approved.AddDate(0, 0, -outcomes.PeerDays)))}
	if o.Campaign != "" {
		q = store.Query{Equal: map[string]string{"campaign": o.Campaign}, Order: "approved"}
	}
	all, err := s.Docs.OutcomeHeads.Find(ctx, q)
	if err != nil {
		return err
	}
	peers := checklists.Peers(o, all)
	st.Peers = len(peers)
	st.Chapters = checklists.StandingOf(o, peers,
		func(o *checklists.Outcome) []checklists.PartScore { return o.Chapters })
	st.Dimensions = checklists.StandingOf(o, peers,
		func(o *checklists.Outcome) []checklists.PartScore { return o.Dimensions })
	return s.addClauses(ctx, o, peers, st)
}

// addClauses compares the clauses that lost points with those of the peers that were audited
// against the same edition.
func (s *Service) addClauses(ctx context.Context, o *checklists.Outcome, peers []checklists.Outcome,
	st *web.Standing,
) error {
	var same []store.Version
	for i := range peers {
		if p := &peers[i]; p.Edition == o.Edition {
			same = append(same, store.Version{ID: string(p.Audit), Revision: p.Revision})
		}
	}
	rates, err := s.Docs.OutcomeRates.Of(ctx, same)
	lost := slices.DeleteFunc(o.Rates(), func(r checklists.ClauseRate) bool {
		return !slices.ContainsFunc(st.Costs,
			func(c checklists.ClauseCost) bool { return c.UID == r.UID })
	})
	st.Clauses = checklists.ClauseStandings(lost, rates)
	return err
}

// addSelf adds the latest self-check 自查 that the hall submitted.
func (s *Service) addSelf(ctx context.Context, a *checklists.Audit, st *web.Standing) error {
	done := []checklists.State{checklists.Submitted, checklists.Approved, checklists.Final}
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "started",
		Descending: true, Brief: true}
	for brief, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return err
		}
		if brief.Kind != checklists.Self || brief.Partial() || brief.Tier != a.Tier ||
			!slices.Contains(done, brief.State) {
			continue
		}
		self, err := s.Docs.Audits.Get(ctx, string(brief.ID))
		if err != nil {
			return err
		}
		score, err := s.Audits.Score(ctx, &self)
		st.Self = &web.Compared{Audit: self.ID, At: self.StartedAt, Score: score}
		return err
	}
	return nil
}

// addTasks adds the open rectifications of the hall, and the score that counts those which were
// verified.
func (s *Service) addTasks(ctx context.Context, a *checklists.Audit, st *web.Standing) error {
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	var last time.Time
	var mended []checklists.Rectification
	q := store.Query{Equal: map[string]string{"hall": string(a.Hall)}, Order: "due"}
	for r, err := range s.Docs.Rectifications.Find(ctx, q) {
		if err != nil {
			return err
		}
		if v := s.Outcomes.ViewRectification(r, &settings); v.Open {
			st.Tasks = append(st.Tasks, s.Outcomes.RectificationRow(&v))
		}
		st.Notice = st.Notice || r.Audit == a.ID && r.State != checklists.Revoked
		if r.Audit == a.ID && r.State == checklists.ClosedOff {
			mended = append(mended, r)
			if at := r.Steps[len(r.Steps)-1].At.Time; at.After(last) {
				last = at
			}
		}
	}
	if len(mended) == 0 {
		return nil
	}
	score, err := a.AfterRectification(st.Edition, mended)
	st.After = &web.Compared{Audit: a.ID, At: checklists.At(last), Score: score}
	return err
}
