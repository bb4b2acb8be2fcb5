package editions

import (
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// editionTable is a list of editions for people.
func editionTable(l message.Language, items []editionLine) *table.Table {
	t := wire.ListTable(l, "page.editions", "page.edition", "library.code", "page.drafts.title",
		"page.drafts.state", "page.edition.effective", "page.edition.digest")
	for i := range items {
		e := &items[i]
		t.Add(e.ID, e.Number, e.Name, message.Text(l, "page.edition-status."+string(e.Status)),
			table.Day(e.Effective), e.Digest)
	}
	return t
}
