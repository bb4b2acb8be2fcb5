package notifications

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
)

// PageNotifications answers GET /notifications.
func (s Handlers) PageNotifications(c *gin.Context) error {
	q, err := notificationQuery(c)
	if err != nil {
		return err
	}
	page := &web.Notifications{Frame: s.Pages.Frame(c), OnlyUnread: c.Query("unread") != ""}
	row := func(n Notification) web.NotificationRow {
		return web.NotificationRow{ID: n.ID, Topic: string(n.Topic), Text: n.sentence(page.Language),
			At: n.At, Read: n.Read}
	}
	page.Rows, page.Next, err = wire.Collect(c.Request.Context(), s.Docs.Notifications, q, nil, row)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageNotification answers GET /notifications/:id: it marks the notification as read and goes on to
// its subject.
func (s Handlers) PageNotification(c *gin.Context) error {
	n, err := s.readNotification(c.Request.Context(), access.UserOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	return pages.SeeOther(c, pages.LocalPath(n.path(), web.NotificationsURL))
}

// FormNotificationsRead answers POST /notifications/read: it marks one notification as read, or
// all.
func (s Handlers) FormNotificationsRead(c *gin.Context) error {
	var form web.ReadForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	var ids []string
	if form.ID != "" {
		ids = []string{form.ID}
	}
	err := s.readNotifications(c.Request.Context(), access.UserOf(c).Username, ids)
	if err != nil {
		return err
	}
	return pages.SeeOther(c, pages.LocalPath(form.Back, web.NotificationsURL))
}
