package notifications

import (
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// notificationTable is a list of notifications for people.
func notificationTable(l message.Language, items []notificationView) *table.Table {
	t := wire.ListTable(l, "notification.list", "notification.what", "bulletin.kind-name",
		"notification.at", "notification.state")
	for i := range items {
		n, state := &items[i], "notification.unread"
		if n.Read {
			state = "notification.is-read"
		}
		t.Add(n.Text, message.Text(l, "notification.topic-"+string(n.Topic)), n.At.InHall(),
			message.Text(l, state))
	}
	return t
}
