package reports

import (
	"hallmark/api/campaigns"
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// archiveTable is the list of the reports in an archive.
func archiveTable(a *Archive, audits []checklists.Audit, files []string) *table.Table {
	l := a.Language
	t := campaigns.BoardTable(l, "archive-list", "hall-id", "hall", "tier", "archive-number",
		"archive-kind", "state",
		"score", "grade", "archive-file")
	for i := range audits {
		one := &audits[i]
		score, grade := table.Cell{}, ""
		if one.Result != nil {
			score, grade = table.Number(one.Result.Total), one.Result.Grade
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(one.Hall)), table.Text(one.HallName),
			table.Text(message.Text(l, "page.tier."+one.Tier.String())), table.Text(one.Number),
			table.Text(message.Text(l, "page.kind."+string(one.Kind))),
			table.Text(message.Text(l, "page.state."+string(one.State))), score, table.Text(grade),
			table.Text(files[i])})
	}
	return t
}
