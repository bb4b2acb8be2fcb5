package drafts

import (
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// draftTable is a list of drafts for people.
func draftTable(l message.Language, people web.People, items []draftLine) *table.Table {
	t := wire.ListTable(l, "page.drafts", "page.drafts.title", "page.drafts.base", "page.drafts.state",
		"page.drafts.author", "page.drafts.updated")
	for i := range items {
		d := &items[i]
		t.Add(d.Title, d.Base, message.Text(l, "page.draft-state."+string(d.State)),
			people.Name(d.Author), d.Updated.InHall())
	}
	return t
}

// ClauseIn is a clause as it reads in the first of the editions that has it, or nil.
func ClauseIn(uid standard.ClauseUID, editions ...*standard.Edition) *standard.Clause {
	for _, e := range editions {
		if clause, ok := e.Clause(uid); ok {
			return clause
		}
	}
	return nil
}
