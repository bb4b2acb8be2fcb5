package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
)

// shownUnread is up to where unread notifications are counted.
const shownUnread = 100

// notificationView is a notification in the API's form, with what it says and where it leads.
type notificationView struct {
	ID    string          `json:"id"`
	Kind  string          `json:"kind"`
	Topic Topic           `json:"topic"`
	Text  string          `json:"text"`
	URL   string          `json:"url"` // path of a page
	At    checklists.Time `json:"at"`
	Read  bool            `json:"read"`
}

func viewNotification(caller Caller) func(Notification) notificationView {
	l := caller.Language
	return func(n Notification) notificationView {
		return notificationView{n.ID, n.Kind, n.Topic, n.sentence(l), n.path(), n.At, n.Read}
	}
}

// notificationQuery reads a page of the person's own notifications, the latest first: ?unread=true
// only those not read.
func notificationQuery(c *gin.Context) (store.Query, error) {
	q, err := pageOf(c)
	by := "to"
	switch unread := c.Query("unread"); unread {
	case "":
	case "true":
		by = "unread"
	default:
		return q, invalidField("unread", "oneof", "true")
	}
	q.Equal = map[string]string{by: string(userOf(c).Username)}
	q.Order, q.Descending = "at", true
	return q, err
}

func (s *Server) getNotifications(c *gin.Context) error {
	q, err := notificationQuery(c)
	if err != nil {
		return err
	}
	items, next, err := collect(c.Request.Context(), s.docs.notifications, q, nil, viewNotification(callerOf(c)))
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, notificationTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

// readRequest says which notifications were read; none means all.
type readRequest struct {
	IDs []string `json:"ids" validate:"max=200,unique,dive,max=64"`
}

func (s *Server) postNotificationsRead(c *gin.Context) error {
	var in readRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	ctx, name := c.Request.Context(), userOf(c).Username
	if err := s.readNotifications(ctx, name, in.IDs); err != nil {
		return err
	}
	unread, err := s.unread(ctx, name)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"unread": unread})
	return nil
}

// readNotifications marks some of a person's notifications, or all, as read. What is not there, or
// somebody else's, is passed over.
func (s *Server) readNotifications(ctx context.Context, name checklists.Username, ids []string) error {
	if len(ids) == 0 {
		q := store.Query{Equal: map[string]string{"unread": string(name)}, Order: "at"}
		all, err := gather(ctx, s.docs.notifications, q)
		if err != nil {
			return err
		}
		for i := range all {
			ids = append(ids, all[i].ID)
		}
	}
	for _, id := range ids {
		if _, err := s.readNotification(ctx, name, id); err != nil && refusalOf(err) != errNotFound {
			return err
		}
	}
	return nil
}

// readNotification marks one as read. That of somebody else is not found.
func (s *Server) readNotification(ctx context.Context, name checklists.Username, id string) (
	Notification, error,
) {
	return store.Update(ctx, s.docs.notifications, id, func(n *Notification) error {
		if n.To != name {
			return errNotFound
		}
		if !n.Read {
			n.Read = true
			n.Revision++
		}
		return nil
	})
}

// unread counts what a person has not read, up to [shownUnread].
func (s *Server) unread(ctx context.Context, name checklists.Username) (n int, err error) {
	q := store.Query{Equal: map[string]string{"unread": string(name)}, Order: "at", Limit: shownUnread}
	for _, err := range s.docs.notifications.Find(ctx, q) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// unreadFor counts for the frame of a page, which is shown without the number when it cannot be read.
func (s *Server) unreadFor(ctx context.Context, name checklists.Username) int {
	n, err := s.unread(ctx, name)
	if err != nil && !errors.Is(err, context.Canceled) {
		s.log.WarnContext(ctx, "unread notifications", slog.String("error", err.Error()))
	}
	return n
}
