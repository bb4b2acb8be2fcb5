package notifications

import (
	"context"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// remindOfAppeals tells the supervisors who may decide on an appeal, that is, who were not
// involved, when one working day is left for the decision, and when it is late.
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
		appeal := &open[i]
		kind := "appeal-due"
		day, certain := appeal.DecisionDue(s.Calendar(), &settings)
		switch {
		case s.Calendar().WorkdaysAfter(day, now) > 0:
			kind = "appeal-overdue"
		case s.Calendar().WorkdaysLeft(day, now) > 1:
			continue
		}
		a, err := s.Docs.Audits.Get(ctx, string(appeal.Audit))
		if err != nil {
			return err
		}
		err = s.remindAudience(ctx, people, reminder{kind: kind, key: string(appeal.ID) + "/" + day,
			n: Notification{Day: day, Uncertain: !certain, Subject: "appeal/" + string(appeal.ID),
				Label: appeal.HallName + " " + appeal.Code},
			subject: subject{covers: func(u *access.User) bool {
				return access.ScopeOf(access.DecideAppeals, u) != access.Nothing &&
					appeal.Undecidable(&a, u.Username) == nil
			}}})
		if err != nil {
			return err
		}
	}
	return nil
}
