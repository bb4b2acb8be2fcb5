package bulletins

import (
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// bulletinTable is a list of bulletins as a table for people.
func bulletinTable(l message.Language, items []bulletinRow) *table.Table {
	t := wire.ListTable(l, "bulletin.list", "bulletin.bulletin", "bulletin.period",
		"bulletin.kind-name",
		"bulletin.number-name", "bulletin.state", "bulletin.issued-on", "bulletin.corrected")
	for i := range items {
		b := &items[i]
		t.Add(b.Title, b.Period.Text(l, b.Kind), message.Text(l, "bulletin.kind-"+string(b.Kind)),
			b.Number, message.Text(l, "bulletin.state-"+string(b.State)), table.Date(b.Issued.InHall()),
			b.Corrects)
	}
	return t
}
