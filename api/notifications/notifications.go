package notifications

import (
	"context"
	"errors"
	"log/slog"

	"hallmark/api/access"
	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// shownUnread is the number up to which unread notifications are counted.
const shownUnread = 100

// notificationView is a notification in the API's form, with what it says and where it leads.
type notificationView struct {
	ID    string          `json:"id"`
	Kind  string          `json:"kind"`
	Topic outbox.Topic    `json:"topic"`
	Text  string          `json:"text"`
	URL   string          `json:"url"` // path of a page
	At    checklists.Time `json:"at"`
	Read  bool            `json:"read"`
}

func viewNotification(caller access.Caller) func(Notification) notificationView {
	l := caller.Language
	return func(n Notification) notificationView {
		return notificationView{n.ID, n.Kind, n.Topic, n.sentence(l), n.path(), n.At, n.Read}
	}
}

// readRequest says which notifications were read; none means all.
type readRequest struct {
	IDs []string `json:"ids" validate:"max=200,unique,dive,max=64"`
}

// readNotifications marks some of a person's notifications as read or, if ids is empty, all. It
// passes over IDs that do not exist or are those of another person.
func (s *Service) readNotifications(ctx context.Context, name checklists.Username,
	ids []string,
) error {
	if len(ids) == 0 {
		q := store.Query{Equal: map[string]string{"unread": string(name)}, Order: "at"}
		all, err := wire.Gather(ctx, s.Docs.Notifications, q)
		if err != nil {
			return err
		}
		for i := range all {
			ids = append(ids, all[i].ID)
		}
	}
	for _, id := range ids {
		if _, err := s.readNotification(ctx, name, id); err != nil &&
			wire.RefusalOf(err) != wire.ErrNotFound {
			return err
		}
	}
	return nil
}

// readNotification marks a notification as read; that of another person is not found.
func (s *Service) readNotification(ctx context.Context, name checklists.Username, id string) (
	Notification, error,
) {
	return store.Update(ctx, s.Docs.Notifications, id, func(n *Notification) error {
		if n.To != name {
			return wire.ErrNotFound
		}
		if !n.Read {
			n.Read = true
			n.Revision++
		}
		return nil
	})
}

// unread counts what a person has not read, up to [shownUnread].
func (s *Service) unread(ctx context.Context, name checklists.Username) (n int, err error) {
	q := store.Query{Equal: map[string]string{"unread": string(name)}, Order: "at", Limit: shownUnread}
	for _, err := range s.Docs.Notifications.Find(ctx, q) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// UnreadFor counts what a person has not read, for the frame of a page; 0 if it cannot be counted.
func (s *Service) UnreadFor(ctx context.Context, name checklists.Username) int {
	n, err := s.unread(ctx, name)
	if err != nil && !errors.Is(err, context.Canceled) {
		s.Log.WarnContext(ctx, "unread notifications", slog.String("error", err.Error()))
	}
	return n
}
