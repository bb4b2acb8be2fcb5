package phone

import (
	"context"
	"strings"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// auditsWithEditions loads whole audits, and the editions against which they were made.
func (s *Service) auditsWithEditions(ctx context.Context, ids []checklists.AuditID) (
	[]*checklists.Audit, map[standard.EditionID]*standard.Edition, error,
) {
	var audits []*checklists.Audit
	editions := map[standard.EditionID]*standard.Edition{}
	for _, id := range ids {
		a, err := s.Docs.Audits.Get(ctx, string(id))
		if err != nil {
			return nil, nil, err
		}
		if editions[a.Edition] == nil {
			if editions[a.Edition], err = s.Editions.Edition(ctx, a.Edition); err != nil {
				return nil, nil, err
			}
		}
		audits = append(audits, &a)
	}
	return audits, editions, nil
}

// phoneWeekTable is the list of halls in a weekly summary as a table for people.
func phoneWeekTable(l message.Language, w *checklists.PhoneWeek) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "phone."+key, args...) }
	t := &table.Table{Title: say("weekly") + " " + w.Week,
		Notes: []string{say("week-days", message.Day(w.From), message.Day(w.To))},
		Columns: []table.Column{{Title: say("hall-id")}, {Title: say("hall")}, {Title: say("tier")},
			{Title: say("checks-count")}, {Title: say("earned"), Decimals: 2},
			{Title: say("applicable"), Decimals: 2}, {Title: say("rate"), Decimals: 4},
			{Title: say("failing"), Width: 50}}}
	for i := range w.Halls {
		h := &w.Halls[i]
		var faults []string
		for _, f := range h.Failing {
			title := f.Title
			if l == message.English && f.TitleEN != "" {
				title = f.TitleEN
			}
			faults = append(faults, say("fault", f.Code, title, f.Failed, f.Asked))
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(h.Hall)), table.Text(h.HallName),
			table.Text(message.Text(l, "page.tier."+h.Tier.String())), table.Count(h.Checks),
			table.Number(h.Earned), table.Number(h.Applicable), table.Number(h.Rate),
			table.Text(strings.Join(faults, "\n"))})
	}
	return t
}
