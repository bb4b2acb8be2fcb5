package notifications

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// remindOfAppeals tells those who may decide on an appeal, and so were not involved, when one
// working day is left for it, and when it is late.
func (s *Service) remindOfAppeals(ctx context.Context, people *people, now time.Time) error {
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	open, err := wire.Gather(ctx, s.Docs.Appeals, store.Query{Order: "at",
		Equal: map[string]string{"state": string(checklists.AppealOpen)}})
	if err != nil {
		return err
	}
	for i := range open {
		p := &open[i]
		kind, day := "appeal-due", s.Outcomes.DecisionDue(p, &settings)
		switch {
		case s.Calendar.WorkdaysAfter(day, now) > 0:
			kind = "appeal-overdue"
		case s.Calendar.WorkdaysLeft(day, now) > 1:
			continue
		}
		a, err := s.Docs.Audits.Get(ctx, string(p.Audit))
		if err != nil {
			return err
		}
		err = s.give(ctx, people, reminder{kind: kind, about: string(p.ID) + "/" + day,
			n: Notification{Day: day, Subject: "appeal/" + string(p.ID), Label: p.HallName + " " + p.Code},
			affair: affair{covers: func(u *access.User) bool {
				return access.ScopeOf(access.DecideAppeals, u) != access.Nothing &&
					p.Undecidable(&a, u.Username) == nil
			}}})
		if err != nil {
			return err
		}
	}
	return nil
}
