package api

import (
	"strings"

	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/standard/message"
)

// deliveryTable is a list of deliveries for people; targets are the names of where they go.
func deliveryTable(l message.Language, targets map[string]string, items []deliveryView) *table.Table {
	t := listTable(l, "feed.outbox", "notification.at", "notification.what", "feed.target", "feed.state",
		"feed.attempts", "feed.next-at", "feed.failure")
	for i := range items {
		d := &items[i]
		target := targets[d.Target]
		if target == "" {
			target = d.Target
		}
		t.Add(d.Created.InHall(), message.Text(l, "feed.type-"+d.Type), target,
			message.Text(l, "feed.state-"+string(d.State)), d.Attempts, d.NextAt.InHall(), d.Detail)
	}
	return t
}

// webhookTable is a list of subscriptions for people.
func webhookTable(l message.Language, people web.People, items []webhookView) *table.Table {
	t := listTable(l, "feed.webhooks", "feed.target", "feed.types", "feed.state", "board.made-by",
		"board.made-at")
	for i := range items {
		w, state := &items[i], "feed.off"
		switch {
		case w.Enabled:
			state = "feed.on"
		case w.Gone:
			state = "feed.gone"
		}
		t.Add(w.URL, keysText(l, "feed.type-", w.Types), message.Text(l, state), people.Name(w.By),
			table.Date(w.Created.InHall()))
	}
	return t
}

// robotTable is a list of chat robots for people.
func robotTable(l message.Language, people web.People, items []robotView) *table.Table {
	t := listTable(l, "notification.robots", "notification.robot-name", "notification.robot-kind",
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
			keysText(l, "notification.topic-", r.Topics), message.Text(l, state), people.Name(r.By),
			table.Date(r.Created.InHall()))
	}
	return t
}

// keysText are the texts of several keys with one beginning.
func keysText[T ~string](l message.Language, prefix string, keys []T) string {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = message.Text(l, prefix+string(key))
	}
	return strings.Join(texts, message.Text(l, "page.comma"))
}
