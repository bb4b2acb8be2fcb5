package audits

import (
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// auditTable is a list of audits for people.
func auditTable(l message.Language, audits []*checklists.Audit) *table.Table {
	t := wire.ListTable(l, "page.audits", "page.audits.number", "board.hall-id", "page.audits.audit",
		"board.tier", "page.audits.kind", "page.audits.extent", "page.edition", "page.audits.state",
		"board.answered", "board.asked", "page.audits.score", "page.score.grade", "page.audits.started")
	t.Columns[10].Decimals = 1
	for _, a := range audits {
		row, score, extent := AuditRow(a), table.Cell{}, "page.audits.whole"
		if row.Partial {
			extent = "page.score.partial"
		}
		if row.Scored() {
			score = table.Number(row.Total)
		}
		t.Add(a.Number, a.Hall, a.HallName, message.Text(l, "page.tier."+a.Tier.String()),
			message.Text(l, "page.kind."+string(a.Kind)), message.Text(l, extent), a.Edition,
			message.Text(l, "page.state."+string(a.State)), a.Answered, a.Asked, score, row.Grade,
			table.Date(a.StartedAt.InHall()))
	}
	return t
}
