package api

import (
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// auditTable is a list of audits for people.
func auditTable(l message.Language, audits []*checklists.Audit) *table.Table {
	t := listTable(l, "page.audits", "page.audits.number", "board.hall-id", "page.audits.audit",
		"board.tier", "page.audits.kind", "page.audits.extent", "page.edition", "page.audits.state",
		"board.answered", "board.asked", "page.audits.score", "page.score.grade", "page.audits.started")
	t.Columns[10].Decimals = 1
	for _, a := range audits {
		row, score, extent := auditRow(a), table.Cell{}, "page.audits.whole"
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

// phoneDayTable is whom to call today, for people.
func phoneDayTable(l message.Language, v *phoneDayView) *table.Table {
	t := listTable(l, "phone.checks", "phone.hall-id", "phone.hall", "phone.tier", "phone.number",
		"board.campaign", "phone.last")
	t.Title += " " + v.Day
	for i := range v.Halls {
		h := &v.Halls[i]
		t.Add(h.Hall, h.HallName, message.Text(l, "page.tier."+h.Tier.String()), h.Phone,
			h.CampaignName, table.Date(h.Last.InHall()))
	}
	return t
}
