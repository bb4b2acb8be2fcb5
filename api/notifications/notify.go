package notifications

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/robots"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// grace is how long a change may take to follow its event, and an event to appear in the log after
// one with a later ID. Each pass reads the log again so far back.
const grace = 2 * wire.RequestLife

// LogReader is the place up to which one reader has read the event log.
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

// notifier is the [LogReader] that makes notifications.
const notifier = "notifications"

// handledEvents has the IDs of the events within [grace] that this process need not look at again.
// The zero value is ready.
type handledEvents map[string]bool

// Notify makes notifications of the new events in the log. A notification's ID
// follows from the event and the person, so that reading an event again, after a crash or in
// another process, makes nothing twice. A process makes one pass at a time.
func (s *Service) Notify(ctx context.Context) error {
	s.notifying.Lock()
	defer s.notifying.Unlock()
	reader, err := s.logReader(ctx)
	if err != nil {
		return err
	}
	people, last, seen, failed := people{server: s}, reader.Event, handledEvents{}, error(nil)
	for e, err := range s.Docs.Events.Find(ctx, store.Query{From: earlier(reader.Event)}) {
		if err != nil {
			return err
		}
		last = max(last, e.ID)
		if !s.handled[e.ID] {
			done, err := s.notifyOf(ctx, &e, &people)
			if errors.Is(err, store.ErrUnavailable) || ctx.Err() != nil {
				return err
			}
			if err != nil { // this event fails alone; the others are told
				failed = errors.Join(failed, fmt.Errorf("event %s: %w", e.ID, err))
			}
			if !done {
				continue
			}
		}
		seen[e.ID] = true
	}
	s.handled = seen
	return errors.Join(failed, s.advance(ctx, last))
}

// logReader loads the place in the log. If there is none yet, it begins now: nobody is told of what
// was before.
func (s *Service) logReader(ctx context.Context) (LogReader, error) {
	reader, err := s.Docs.Readers.Get(ctx, notifier)
	if !errors.Is(err, store.ErrNotFound) {
		return reader, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return reader, err
	}
	reader = LogReader{ID: notifier, Event: id.String(), Revision: 1}
	err = s.Docs.Readers.Insert(ctx, reader)
	if errors.Is(err, store.ErrExists) {
		return s.Docs.Readers.Get(ctx, notifier)
	}
	return reader, err
}

func (s *Service) advance(ctx context.Context, event string) error {
	_, err := store.Update(ctx, s.Docs.Readers, notifier, func(r *LogReader) error {
		if r.Event < event {
			r.Event = event
			r.Revision++
		}
		return nil
	})
	return err
}

// madeAt is when an event was written: a UUIDv7 begins with 48 bits of Unix milliseconds.
func madeAt(event string) time.Time {
	id, err := uuid.Parse(event)
	if err != nil {
		return time.Time{}
	}
	sec, nsec := id.Time().UnixTime()
	return time.Unix(sec, nsec)
}

// earlier is the ID of an event [grace] before another, from which the log is read again.
func earlier(event string) string {
	at := uint64(max(0, madeAt(event).Add(-grace).UnixMilli()))
	b := binary.BigEndian.AppendUint64(nil, at)[2:] // the 48 bits of a UUID of version 7
	text := hex.EncodeToString(b)
	return text[:8] + "-" + text[8:]
}

// notifyOf makes the notifications of one event. Done is false while the change that it announces
// was not made and may still come.
func (s *Service) notifyOf(ctx context.Context, e *journal.Event, people *people) (
	done bool, err error,
) {
	_, ok := rules[e.Action]
	if !ok || e.Actor == journal.Seeder {
		return true, nil
	}
	f, err := s.subjectOf(ctx, e)
	happened := err == nil
	if happened {
		happened, err = s.happened(ctx, e, &f)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	if !happened {
		return time.Since(madeAt(e.ID)) > grace, nil
	}
	if err := s.notifyAll(ctx, e, &f, people); err != nil || f.announced == nil {
		return err == nil, err
	}
	announced := *e
	announced.Action = f.announced.kind
	err = s.notifyAll(ctx, &announced, f.announced, people)
	return err == nil, err
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
