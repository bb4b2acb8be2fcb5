package notifications

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
)

// notificationQuery is the query for a page of the person's own notifications, the latest first;
// ?unread=true selects those that were not read.
func notificationQuery(c *gin.Context) (store.Query, error) {
	q, err := wire.PageOf(c)
	by := "to"
	switch unread := c.Query("unread"); unread {
	case "":
	case "true":
		by = "unread"
	default:
		return q, wire.InvalidField("unread", "oneof", "true")
	}
	q.Equal = map[string]string{by: string(access.UserOf(c).Username)}
	q.Order, q.Descending = "at", true
	return q, err
}

// GetNotifications answers GET /api/v1/notifications.
func (s Handlers) GetNotifications(c *gin.Context) error {
	q, err := notificationQuery(c)
	if err != nil {
		return err
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Notifications, q, nil,
		viewNotification(access.CallerOf(c)))
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(notificationTable))
}

// PostNotificationsRead answers POST /api/v1/notifications/read.
func (s Handlers) PostNotificationsRead(c *gin.Context) error {
	var in readRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	ctx, name := c.Request.Context(), access.UserOf(c).Username
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
