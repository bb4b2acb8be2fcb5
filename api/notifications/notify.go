package notifications

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/robots"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// LogReader is the place up to which a reader of an older version had read the event log. Since then
// each event brings the step that tells of it.
type LogReader struct {
	ID       string `json:"id"`
	Event    string `json:"event"` // ID of the last event, a UUIDv7
	Revision int    `json:"revision"`
}

// LogReaderSchema is how the places of readers are stored.
var LogReaderSchema = store.Schema[LogReader]{
	Name:     "readers",
	ID:       func(r LogReader) string { return r.ID },
	Revision: func(r LogReader) int { return r.Revision },
	Indexes:  []store.Index{{}},
}

// notifier is the [LogReader] that made notifications.
const notifier = "notifications"

// CatchUp tells of the events that an older version had written and not told of, once.
func (s *Service) CatchUp(ctx context.Context) error {
	reader, err := s.Docs.Readers.Get(ctx, notifier)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for e, err := range s.Docs.Events.Find(ctx, store.Query{From: reader.Event}) {
		if err == nil {
			_, err = s.notifyOf(ctx, &e)
		}
		if err != nil {
			return err
		}
	}
	err = s.Docs.Readers.Delete(ctx, notifier)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// Tells reports whether anybody is told of an event.
func Tells(e *journal.Event) bool {
	_, ok := rules[e.Action]
	return ok && e.Actor != journal.Seeder
}

// tellByStep tells people of an event, which has the step. A notification's ID follows from the
// event and the person, so that a repetition, in another process too, makes nothing twice.
func (s *Service) tellByStep(ctx context.Context, event string, _ int) error {
	e, err := s.Docs.Events.Get(ctx, event)
	if err != nil {
		return err
	}
	happened, err := s.notifyOf(ctx, &e)
	if err == nil && !happened {
		return errEarly
	}
	return err
}

// errEarly puts off an event whose change may still come; at last it is taken for one that lost its
// race.
var errEarly = follow.Early(errors.New("the change of the event is not made"))

// notifyOf makes the notifications of one event, if the change that it announces was made.
func (s *Service) notifyOf(ctx context.Context, e *journal.Event) (happened bool, err error) {
	if !Tells(e) {
		return true, nil
	}
	people := &people{server: s}
	f, err := s.subjectOf(ctx, e)
	happened = err == nil
	if happened {
		happened, err = s.happened(ctx, e, &f)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	if !happened {
		return false, nil
	}
	if err := s.notifyAll(ctx, e, &f, people); err != nil || f.announced == nil {
		return true, err
	}
	announced := *e
	announced.Action = f.announced.kind
	return true, s.notifyAll(ctx, &announced, f.announced, people)
}

// notifyAll makes the notifications of an event whose change was made.
func (s *Service) notifyAll(ctx context.Context, e *journal.Event, f *subject,
	people *people,
) error {
	t := rules[e.Action]
	all, err := people.enabled(ctx)
	if err == nil {
		n := notificationOf(e, &t, f, &access.User{})
		err = s.postRobots(ctx, people, &t, &n, f.keyOf(e))
	}
	if err != nil {
		return err
	}
	for i := range all {
		if u := &all[i]; t.reaches(u, e.Actor, f) {
			if err := s.addNotification(ctx, u, notificationOf(e, &t, f, u)); err != nil {
				return err
			}
		}
	}
	return nil
}

// reaches reports whether a person is told: they belong to an audience, did not act themselves, and
// may see the subject.
func (t *rule) reaches(u *access.User, actor checklists.Username, f *subject) bool {
	return u.Username != actor && f.covers(u) &&
		slices.ContainsFunc(t.audiences, func(to audience) bool { return f.includes(to, u) })
}

func notificationOf(e *journal.Event, t *rule, f *subject, u *access.User) Notification {
	n := Notification{To: u.Username, Kind: e.Action, Topic: t.topic, Subject: e.Subject,
		Label: e.Label,
		Day:   f.day}
	if f.ofHall {
		n.Subject = "hall/" + string(u.Hall)
	}
	if f.leadsTo != "" {
		n.Subject = f.leadsTo
	}
	if f.label != "" {
		n.Label = f.label
	}
	n.ID = notificationID(u.Username, n.Kind, f.keyOf(e))
	return n
}

// keyOf is the key of what an event tells: that of its subject, else the ID of the event.
func (f *subject) keyOf(e *journal.Event) string {
	if f.key != "" {
		return f.key
	}
	return e.ID
}

// addNotification stores a notification, and mails it if the person wants that, once.
func (s *Service) addNotification(ctx context.Context, u *access.User, n Notification) error {
	if _, err := s.Docs.Notifications.Get(ctx, n.ID); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := s.mailAtOnce(ctx, u, &n); err != nil {
		return err
	}
	n.At, n.Revision = checklists.At(s.Now()), 1
	err := s.Docs.Notifications.Insert(ctx, n)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// people reads the accounts and the robots when a pass first needs them, and then not again.
type people struct {
	server *Service
	read   bool
	list   []access.User

	readRobots bool
	robots     []robots.Robot
}

func (p *people) enabled(ctx context.Context) ([]access.User, error) {
	if p.read {
		return p.list, nil
	}
	all, err := wire.Gather(ctx, p.server.Docs.Users, store.Query{})
	p.list, p.read = slices.DeleteFunc(all, func(u access.User) bool { return u.Disabled }), err == nil
	return p.list, err
}

// chats returns the robots.
func (p *people) chats(ctx context.Context) (_ []robots.Robot, err error) {
	if !p.readRobots {
		p.robots, err = wire.Gather(ctx, p.server.Docs.Robots, store.Query{})
		p.readRobots = err == nil
	}
	return p.robots, err
}
