package webhooks

import (
	"hallmark/api/outbox"
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// webhookTable is a list of subscriptions for people.
func webhookTable(l message.Language, people web.People, items []webhookView) *table.Table {
	t := wire.ListTable(l, "feed.webhooks", "feed.target", "feed.types", "feed.state", "board.made-by",
		"board.made-at")
	for i := range items {
		w, state := &items[i], "feed.off"
		switch {
		case w.Enabled:
			state = "feed.on"
		case w.Gone:
			state = "feed.gone"
		}
		t.Add(w.URL, outbox.KeysText(l, "feed.type-", w.Types), message.Text(l, state), people.Name(w.By),
			table.Date(w.Created.InHall()))
	}
	return t
}
