package web

import (
	"net/url"
	"strconv"

	"hallmark/checklists"
)

// NotificationsURL is the address of a person's notifications.
const NotificationsURL = "/notifications"

// Notifications lists what a person was told, the latest first, at /notifications.
type Notifications struct {
	Frame
	Rows       []NotificationRow
	OnlyUnread bool
	Next       string // cursor of the older part; "" at the end
}

func (*Notifications) template() string { return "notifications" }

// NextURL returns the address of the older part.
func (p *Notifications) NextURL() string {
	q := url.Values{"cursor": {p.Next}}
	if p.OnlyUnread {
		q.Set("unread", "true")
	}
	return listURL(NotificationsURL, q)
}

// NotificationRow is one thing that was told.
type NotificationRow struct {
	ID    string
	Topic string // key "notification.topic-…"
	Text  string // in the frame's language
	At    checklists.Time
	Read  bool
}

// URL leads to what the notification is about and marks it as read.
func (r NotificationRow) URL() string { return NotificationsURL + "/" + url.PathEscape(r.ID) }

// ReadForm is sent to /notifications/read. ID is of one notification, "" for all.
type ReadForm struct {
	ID   string `form:"id" validate:"max=64"`
	Back string `form:"back" validate:"max=2048"`
}

// manyUnread is the number at which the bar stops counting.
const manyUnread = 100

// AtNotifications reports whether this is the page of notifications.
func (f *Frame) AtNotifications() bool { return f.at(NotificationsURL) }

// UnreadCount is the number in the bar, "" for none.
func (f *Frame) UnreadCount() string {
	switch {
	case f.Unread == 0:
		return ""
	case f.Unread >= manyUnread:
		return strconv.Itoa(manyUnread-1) + "+"
	}
	return strconv.Itoa(f.Unread)
}
