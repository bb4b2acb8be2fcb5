package amendments

import (
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// amendmentTable is a list of amendments for people.
func amendmentTable(l message.Language, people web.People, items []amendmentLine) *table.Table {
	t := wire.ListTable(l, "amendment.list", "page.drafts.title", "library.code", "page.drafts.base",
		"amendment.result", "page.drafts.state", "page.drafts.updated", "amendment.editors")
	for i := range items {
		d := &items[i]
		t.Add(d.Title, d.Number, d.Base, d.ID, message.Text(l, "amendment.state-"+string(d.State)),
			d.Updated.InHall(), people.Names(l, d.Editors))
	}
	return t
}
