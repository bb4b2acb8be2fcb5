package boards

import (
	"hallmark/api/campaigns"
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// rankingTable is a ranking as a table for people.
func rankingTable(l message.Language, r *rankingView) *table.Table {
	list := campaigns.BoardTable(l, "rankings", "rank", "hall-id", "hall", "score", "grade", "stars",
		"rank-before", "moved", "score-released")
	list.Title += " " + message.Text(l, "page.tier."+r.Tier.String())
	for i := range r.Items {
		list.Rows = append(list.Rows, rankCells(l, &r.Items[i]))
	}
	return list
}

func rankCells(l message.Language, r *checklists.RankLine) []table.Cell {
	cells := []table.Cell{table.Count(r.Rank), table.Text(string(r.Hall)), table.Text(r.HallName),
		table.Number(r.Total), table.Text(r.Grade), table.Text(r.Stars), {}, {}, {}}
	if r.Before > 0 {
		cells[6], cells[7] = table.Count(r.Before), table.Count(r.Moved)
	}
	if r.Restated {
		cells[8] = table.Number(r.Released)
	}
	return cells
}

// resultTable is the results of a tier as a table for people, with a column for each part.
func resultTable(l message.Language, r *checklists.Results) *table.Table {
	list := campaigns.BoardTable(l, "results", "rank", "hall-id", "hall", "score", "grade")
	list.Title += " " + message.Text(l, "page.tier."+r.Tier.String())
	add := func(parts []checklists.PartSummary, name func(string) string) {
		for _, p := range parts {
			list.Columns = append(list.Columns, table.Column{Title: name(p.Part), Decimals: 4})
		}
	}
	add(r.Chapters, func(part string) string { return message.Text(l, "board.chapter", part) })
	add(r.Dimensions, func(part string) string { return message.Text(l, "page.dimension."+part) })
	add(r.Holders, func(part string) string { return message.Text(l, "page.duty."+part) })
	for i := range r.Halls {
		h := &r.Halls[i]
		row := rankCells(l, &h.RankLine)[:5]
		row = append(row, partCells(r.Chapters, h.Chapters)...)
		row = append(row, partCells(r.Dimensions, h.Dimensions)...)
		list.Rows = append(list.Rows, append(row, partCells(r.Holders, h.Holders)...))
	}
	return list
}

// partCells returns the rates of a hall in the order of the summaries. A part that does not apply
// has an empty cell.
func partCells(order []checklists.PartSummary, parts []checklists.PartScore) []table.Cell {
	cells := make([]table.Cell, len(order))
	for i, s := range order {
		for _, p := range parts {
			if p.Part == s.Part && p.Applicable.Sign() > 0 {
				cells[i] = table.Number(p.Rate)
			}
		}
	}
	return cells
}
