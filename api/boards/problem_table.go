package boards

import (
	"strings"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// problemTable is the problem library as a table for people.
func problemTable(l message.Language, lib *problemLibrary) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "library."+key, args...) }
	t := &table.Table{Title: say("problems"), Notes: []string{
		say("problems-count", lib.Audits, lib.Doubles), say("kappa-about", lib.Days)}}
	t.Columns = []table.Column{{Title: say("uid")}, {Title: say("code")}, {Title: say("clause")},
		{Title: say("edition")}, {Title: say("asked")}, {Title: say("failed")},
		{Title: say("rate"), Decimals: 4}, {Title: say("pairs")}, {Title: say("agreed")},
		{Title: say("kappa"), Decimals: 3}, {Title: say("notes"), Width: 60}}
	for i := range lib.Items {
		p := &lib.Items[i]
		title, kappa := p.Title, table.Cell{}
		if l == message.English && p.TitleEN != "" {
			title = p.TitleEN
		}
		if p.Kappa != nil {
			kappa = table.Number(*p.Kappa)
		}
		var notes []string
		for _, n := range p.Notes {
			notes = append(notes, message.Text(l, "calendar.day", message.Day(checklists.DayOf(n.At.Time)))+" "+n.Text)
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(p.UID)), table.Text(p.Code),
			table.Text(title), table.Text(string(p.Edition)), table.Count(p.Asked),
			table.Count(p.Failed), table.Number(p.Rate), table.Count(p.Pairs),
			table.Count(p.Agreed), kappa, table.Text(strings.Join(notes, "\n"))})
	}
	return t
}
