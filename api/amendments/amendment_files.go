package amendments

import (
	"context"
	"io"
	"slices"

	"hallmark/api/papers"
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/manuscript"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// sealSheet prints a published sheet, attaches its data and signs the file in the approver's name.
func (s *Service) sealSheet(ctx context.Context, m manuscript.Sheet, d *AmendmentDocument,
	signed *AmendmentStep,
) ([]byte, error) {
	l := m.Language
	o := seal.Options{Name: signed.Name, Language: l,
		Reason: message.Text(l, "amendment.seal-reason", d.Number, signed.Before.Short(),
			signed.After.Short()),
		Attachments: []seal.Attachment{{Name: seal.SheetName, MIME: "application/json",
			Description: message.Text(l, "amendment.seal-data"), Data: d.Document}}}
	return s.Papers.Print(ctx, papers.Paper{ID: "sheet/" + string(d.ID) + "/" + l.String(), State: signed.At.Time,
		Write: func(w io.Writer, f papers.Form) (seal.Options, error) {
			return o, pdf.WriteSheet(w, m, f.Fonts)
		}})
}

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// impactTables are the halls, the changed clauses, the running audits and the findings touched.
func impactTables(i *checklists.Impact, l message.Language) []*table.Table {
	say := func(key string) string { return message.Text(l, "amendment."+key) }
	columns := func(keys ...string) (list []table.Column) {
		for _, key := range keys {
			list = append(list, table.Column{Title: say(key)})
		}
		return list
	}
	halls := &table.Table{Title: say("impact"),
		Notes: []string{say("impact-about"), message.Text(l, "amendment.as-of", message.Day(i.Day))},
		Columns: columns("hall-id", "hall", "tier", "audit", "edition", "official", "official-grade",
			"projected", "projected-grade", "lowest", "highest", "fate-reused", "fate-recheck",
			"fate-new", "fate-withdrawn", "grade-changes")}
	for k := range i.Halls {
		halls.Rows = append(halls.Rows, impactRow(&i.Halls[k], l))
	}
	clauses := &table.Table{Title: say("changed-clauses"), Columns: columns("code", "clause", "grade",
		"fate-reused", "fate-recheck", "fate-new", "fate-withdrawn")}
	for _, c := range i.Clauses {
		row := []table.Cell{table.Text(c.Code), table.Text(c.Title),
			table.Text(message.Text(l, "page.change-grade."+string(c.Grade)))}
		for _, f := range checklists.Fates() {
			row = append(row, table.Count(c.Halls[f]))
		}
		clauses.Rows = append(clauses.Rows, row)
	}
	open := &table.Table{Title: say("open"), Columns: columns("hall-id", "hall", "audit", "edition")}
	for _, a := range i.Open {
		open.Rows = append(open.Rows, []table.Cell{table.Text(string(a.Hall)), table.Text(a.Name),
			table.Text(a.Number), table.Text(string(a.Edition))})
	}
	findings := &table.Table{Title: say("findings"), Columns: slices.Concat(
		columns("hall-id", "hall", "code", "due"),
		[]table.Column{{Title: message.Text(l, "loop.unsure")}}, columns("becomes"))}
	for _, f := range i.Findings {
		unsure := ""
		if f.DueUncertain {
			unsure = say("due")
		}
		findings.Rows = append(findings.Rows, []table.Cell{table.Text(string(f.Hall)),
			table.Text(f.Name), table.Text(f.Code), table.Day(f.Due),
			table.Text(unsure),
			table.Text(message.Text(l, "amendment.fate-"+string(f.Fate)))})
	}
	return []*table.Table{halls, clauses, open, findings}
}

func impactRow(h *checklists.HallImpact, l message.Language) []table.Cell {
	row := []table.Cell{table.Text(string(h.Hall)), table.Text(h.Name),
		table.Text(message.Text(l, "page.tier."+h.Tier.String())), table.Text(h.Number),
		table.Text(string(h.Edition))}
	if h.Official == nil || h.Projected == nil {
		row = append(row, make([]table.Cell, 6)...)
	} else {
		row = append(row, table.Number(h.Official.Total), table.Text(h.Official.Grade),
			table.Number(h.Projected.Total), table.Text(h.Projected.Grade),
			table.Number(h.Lowest.Total), table.Number(h.Highest.Total))
	}
	for _, list := range [][]standard.ClauseUID{h.Reused, h.Recheck, h.New, h.Withdrawn} {
		row = append(row, table.Count(len(list)))
	}
	changes := ""
	if h.GradeChanges() {
		changes = message.Text(l, "amendment.grade-changes")
	}
	return append(row, table.Text(changes))
}
