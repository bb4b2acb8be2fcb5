package robots

import (
	"hallmark/api/outbox"
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// robotTable is a list of chat robots for people.
func robotTable(l message.Language, people web.People, items []robotView) *table.Table {
	t := wire.ListTable(l, "notification.robots", "notification.robot-name", "notification.robot-kind",
		"feed.target", "notification.robot-signed", "notification.robot-topics", "feed.state",
		"board.made-by", "board.made-at")
	for i := range items {
		r, signed, state := &items[i], "", "feed.off"
		if r.Signed {
			signed = message.Text(l, "notification.robot-signed")
		}
		if r.Enabled {
			state = "feed.on"
		}
		t.Add(r.Name, message.Text(l, "notification.robot-"+string(r.Kind)), r.Host, signed,
			outbox.KeysText(l, "notification.topic-", r.Topics), message.Text(l, state), people.Name(r.By),
			table.Date(r.Created.InHall()))
	}
	return t
}
