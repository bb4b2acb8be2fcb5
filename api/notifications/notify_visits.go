package notifications

import (
	"context"
	"errors"
	"slices"
	"time"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// visitsLeftBefore is how many working days before the end of a campaign people are reminded of the
// visits that nobody has begun.
const visitsLeftBefore = 3

// remindOfVisits tells inspectors of a planned visit when one working day is left until it and,
// shortly before a campaign ends, of visits that nobody has begun. Supervisors, and so the robots
// of their groups, see these only on the page of the campaign. No hall is named: other people may
// read a mail, and an unannounced visit has to stay unannounced.
func (s *Service) remindOfVisits(ctx context.Context, people *people, now time.Time) error {
	open, err := wire.Gather(ctx, s.Docs.Campaigns, store.Query{Order: "created",
		Equal: map[string]string{"state": string(campaign.Open)}})
	if err != nil {
		return err
	}
	for i := range open {
		err = errors.Join(err, s.remindOfCampaign(ctx, people, &open[i], now))
	}
	return err
}

func (s *Service) remindOfCampaign(ctx context.Context, people *people, m *campaign.Campaign,
	now time.Time,
) error {
	today := now.Format(time.DateOnly)
	planned, left := map[string][]checklists.Username{}, []checklists.Username{}
	for _, v := range m.Visits {
		if v.Audit != "" {
			continue
		}
		left = append(left, v.Inspectors...)
		if v.Day >= today && s.Calendar().WorkdaysLeft(v.Day, now) <= 1 {
			planned[v.Day] = append(planned[v.Day], v.Inspectors...)
		}
	}
	tell := func(kind, day string, who []checklists.Username) error {
		return s.remindAudience(ctx, people, reminder{kind: kind, key: string(m.ID) + "/" + day,
			n: Notification{Day: day, Subject: "campaign/" + string(m.ID), Label: m.Plan.Name},
			subject: subject{inspectors: who, covers: func(u *access.User) bool {
				return slices.Contains(who, u.Username)
			}}})
	}
	var err error
	for day, who := range planned {
		err = errors.Join(err, tell("visit-due", day, who))
	}
	if len(left) > 0 && s.Calendar().WorkdaysLeft(m.Plan.To, now) <= visitsLeftBefore {
		err = errors.Join(err, tell("visits-left", m.Plan.To, left))
	}
	return err
}
