package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
)

func (s *Server) pageNotifications(c *gin.Context) error {
	q, err := notificationQuery(c)
	if err != nil {
		return err
	}
	page := &web.Notifications{Frame: s.frame(c), OnlyUnread: c.Query("unread") != ""}
	row := func(n Notification) web.NotificationRow {
		return web.NotificationRow{ID: n.ID, Topic: string(n.Topic), Text: n.sentence(page.Language),
			At: n.At, Read: n.Read}
	}
	page.Rows, page.Next, err = collect(c.Request.Context(), s.docs.notifications, q, nil, row)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// pageNotification marks a notification as read and goes on to what it is about.
func (s *Server) pageNotification(c *gin.Context) error {
	n, err := s.readNotification(c.Request.Context(), userOf(c).Username, c.Param("id"))
	if err != nil {
		return err
	}
	return seeOther(c, localPath(n.path(), web.NotificationsURL))
}

// formNotificationsRead marks one notification as read, or all.
func (s *Server) formNotificationsRead(c *gin.Context) error {
	var form web.ReadForm
	if err := bindForm(c, &form); err != nil {
		return err
	}
	var ids []string
	if form.ID != "" {
		ids = []string{form.ID}
	}
	err := s.readNotifications(c.Request.Context(), userOf(c).Username, ids)
	if err != nil {
		return err
	}
	return seeOther(c, localPath(form.Back, web.NotificationsURL))
}
