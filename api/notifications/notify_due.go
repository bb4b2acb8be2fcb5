package notifications

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"hallmark/api/access"
	"hallmark/api/bulletins"
	"hallmark/api/outbox"
	"hallmark/api/outcomes"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
)

// remindBefore is how many hours before the digest reminders are made, so that the digest has them.
const remindBefore = 1

// Topics returns the topic of every kind of notification.
func Topics() map[string]outbox.Topic {
	m := map[string]outbox.Topic{}
	for _, table := range []map[string]rule{rules, reminders} {
		for kind, t := range table {
			m[kind] = t.topic
		}
	}
	return m
}

// reminders is the table of the notifications that follow from the time alone; see [rules].
var reminders = map[string]rule{
	"plan-due":                {outbox.TopicRectifications, []audience{hallHeads}},
	"plan-overdue":            {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-due":       {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-overdue":   {outbox.TopicRectifications, []audience{hallHeads}},
	"rectification-escalated": {outbox.TopicRectifications, []audience{desk}},
	"appeal-due":              {outbox.TopicAppeals, []audience{desk}},
	"appeal-overdue":          {outbox.TopicAppeals, []audience{desk}},
	"feedback-due":            {outbox.TopicFeedback, []audience{hallHeads}},
	"feedback-overdue":        {outbox.TopicFeedback, []audience{hallHeads}},
	"visit-due":               {outbox.TopicCampaigns, []audience{inspectors}},
	"visits-left":             {outbox.TopicCampaigns, []audience{inspectors}},
	"bulletin-due-weekly":     {outbox.TopicBulletins, []audience{desk}},
	"bulletin-due-quarterly":  {outbox.TopicBulletins, []audience{desk}},
}

// reminder is one thing of which people are told because a deadline is near or missed.
type reminder struct {
	kind string
	n    Notification // without a person
	key  string       // names what is told; the same key is told once
	subject
}

// Remind tells people what is due within one working day, what is late, and what is escalated. Each
// process does so once on a working day. Rectifications of one audit with the same deadline are one
// notification; its key has audit, deadline and kind, so nobody is told twice.
func (s *Service) Remind(ctx context.Context) error {
	now := s.Now().In(checklists.HallZone)
	day := now.Format(time.DateOnly)
	working, _ := s.Calendar().IsWorkday(now)
	if !working || now.Hour() < s.DigestHour-remindBefore || s.reminded == day {
		return nil
	}
	people := people{server: s}
	err := s.remindOfRectifications(ctx, &people, now)
	err = errors.Join(err, s.remindOfAppeals(ctx, &people, now), s.remindOfFeedback(ctx, &people, now),
		s.remindOfVisits(ctx, &people, now))
	for _, kind := range bulletin.Kinds() {
		err = errors.Join(err, s.remindOfBulletin(ctx, &people, kind, day))
	}
	if err = errors.Join(err, s.forget(ctx)); err == nil {
		s.reminded = day
	}
	return err
}

// remindAudience tells the people in the audiences of a reminder who may see its subject.
func (s *Service) remindAudience(ctx context.Context, people *people, r reminder) error {
	t := reminders[r.kind]
	r.n.Kind, r.n.Topic = r.kind, t.topic
	all, err := people.enabled(ctx)
	if err == nil {
		err = s.postRobots(ctx, people, &t, &r.n, r.key)
	}
	if err != nil {
		return err
	}
	for i := range all {
		u := &all[i]
		if !t.reaches(u, outcomes.Program, &r.subject) {
			continue
		}
		n := r.n
		n.To = u.Username
		n.ID = notificationID(u.Username, r.kind, r.key)
		if err := s.addNotification(ctx, u, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remindOfRectifications(ctx context.Context, people *people, now time.Time) error {
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	open, err := wire.Gather(ctx, s.Docs.Rectifications, store.Query{Order: "due",
		Equal: map[string]string{"open": "true"}})
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for i := range open {
		r := &open[i]
		for _, d := range s.dueOf(r, &settings, now) {
			key := string(r.Audit) + "/" + d.key
			if done[d.kind+"/"+key] {
				continue
			}
			done[d.kind+"/"+key] = true
			err := s.remindAudience(ctx, people, reminder{kind: d.kind, key: key, n: Notification{Day: d.day, Uncertain: d.unsure,
				Subject: "rectifications/" + string(r.Audit), Label: r.HallName + " " + r.AuditNumber},
				subject: subject{halls: []checklists.HallID{r.Hall}, covers: func(u *access.User) bool {
					return access.ScopeOf(access.ReadRectifications, u).CoversRectification(u, r)
				}}})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// due is a deadline of which people are told; key distinguishes it from others of the same audit.
// Unsure is set where a year was counted whose holidays are not known.
type due struct {
	kind, day, key string
	unsure         bool
}

// dueOf lists the deadlines of a rectification of which people are to be told now. While a reply
// waits for its re-check or an appeal for its decision, the hall owes nothing.
func (s *Service) dueOf(r *checklists.Rectification, settings *checklists.Settings, now time.Time,
) (list []due) {
	unsure := r.Uncertain(now, s.Calendar(), settings)
	add := func(kind, day, key string, members ...string) {
		list = append(list, due{kind, day, key, slices.ContainsFunc(members, func(m string) bool {
			return slices.Contains(unsure, m)
		})})
	}
	switch near := s.Calendar().WorkdaysLeft(r.PlanDue, now) <= 1; {
	case r.PlanOverdue(now, s.Calendar()) > 0:
		add("plan-overdue", r.PlanDue, r.PlanDue, "planDue", "overdue")
	case r.State == checklists.AwaitingPlan && near:
		add("plan-due", r.PlanDue, r.PlanDue, "planDue")
	}
	owes := r.State.Open() && r.State != checklists.AwaitingRecheck &&
		r.State != checklists.UnderAppeal
	switch near := s.Calendar().WorkdaysLeft(r.Due, now) <= 1; {
	case r.Overdue(now, s.Calendar()) > 0:
		add("rectification-overdue", r.Due, r.Due, "due", "overdue")
	case owes && near:
		add("rectification-due", r.Due, r.Due, "due")
	}
	level := r.Escalation(settings.On(r.Opened.Time).Escalation, now, s.Calendar())
	if level != checklists.NotEscalated {
		add("rectification-escalated", r.Due, r.Due+"/"+strconv.Itoa(int(level)), "due", "overdue")
	}
	return list
}

// remindOfFeedback tells halls that they have to answer feedback.
func (s *Service) remindOfFeedback(ctx context.Context, people *people, now time.Time) error {
	shown, err := wire.Gather(ctx, s.Docs.Feedback, store.Query{Order: "at",
		Equal: map[string]string{"state": string(checklists.FeedbackShown)}})
	if err != nil {
		return err
	}
	for i := range shown {
		f := &shown[i]
		kind := "feedback-due"
		switch {
		case f.Due == "" || f.Answer != "":
			continue
		case f.Overdue(now, s.Calendar()) > 0:
			kind = "feedback-overdue"
		case s.Calendar().WorkdaysLeft(f.Due, now) > 1:
			continue
		}
		err := s.remindAudience(ctx, people, reminder{kind: kind, key: string(f.ID) + "/" + f.Due,
			n: Notification{Day: f.Due, Uncertain: f.DueUncertain, Subject: "feedback/" + string(f.ID), Label: f.HallName},
			subject: subject{halls: []checklists.HallID{f.Hall}, covers: func(u *access.User) bool {
				return access.ScopeOf(access.ReadFeedback, u).CoversFeedback(u, f)
			}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// remindOfBulletin tells supervisors that the bulletin of the week or quarter before was not
// issued, if any result was approved in that time.
func (s *Service) remindOfBulletin(ctx context.Context, people *people, kind bulletin.Kind,
	day string,
) error {
	p, err := bulletin.PeriodOf(kind, day)
	if err != nil {
		return err
	}
	p = p.Before(kind)
	from, end := p.Bounds()
	some, err := wire.First(ctx, s.Docs.Outcomes, store.Query{Order: "approved", Brief: true,
		From: wire.TimeKey(checklists.At(from)), To: wire.TimeKey(checklists.At(end))})
	if err != nil || some == nil {
		return err
	}
	id := bulletin.IDOf(kind, p, 1)
	b, err := s.Docs.Bulletins.Get(ctx, string(id))
	if err == nil && b.State == bulletin.Issued {
		return nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.remindAudience(ctx, people, reminder{kind: "bulletin-due-" + string(kind),
		key: string(id), n: Notification{Day: p.To, Subject: "bulletins/", Label: string(id)},
		subject: subject{covers: bulletins.SeesDrafts}})
}
