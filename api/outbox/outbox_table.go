package outbox

import (
	"strings"

	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// deliveryTable is a list of deliveries for people; targets has the name of each target by its ID.
func deliveryTable(l message.Language, targets map[string]string,
	items []deliveryView,
) *table.Table {
	t := wire.ListTable(l, "feed.outbox", "notification.at", "notification.what", "feed.target",
		"feed.state",
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

// KeysText joins the texts of several keys of the message catalogue that begin with prefix.
func KeysText[T ~string](l message.Language, prefix string, keys []T) string {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = message.Text(l, prefix+string(key))
	}
	return strings.Join(texts, message.Text(l, "page.comma"))
}
