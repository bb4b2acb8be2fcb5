package campaigns

import (
	"context"
	"strings"

	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/checklists/campaign"
	"hallmark/standard/message"
)

// campaignTable is a list of campaigns as a table for people.
func (s *Service) campaignTable(ctx context.Context, l message.Language, items []campaignView) (
	*table.Table, error,
) {
	people, err := s.Access.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	t := BoardTable(l, "campaigns", "name", "kind", "state", "from", "to", "tiers", "area", "team",
		"firm", "edition", "visits", "visits-started", "inspectors", "made-by", "made-at", "seed-digest")
	for i := range items {
		v := &items[i]
		row := campaignRow(v)
		tiers := make([]string, len(row.Tiers))
		for i, tier := range row.Tiers {
			tiers[i] = message.Text(l, "page.tier."+tier.String())
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(row.Name),
			table.Text(message.Text(l, "page.kind."+string(row.Kind))),
			table.Text(message.Text(l, "board.state-"+string(row.State))), table.Day(row.From),
			table.Day(row.To), table.Text(strings.Join(tiers, message.Text(l, "page.comma"))),
			table.Text(v.Plan.Area), table.Count(v.Plan.Team), table.Text(v.Plan.Firm),
			table.Text(string(v.Edition)), table.Count(row.Visits), table.Count(row.Started),
			table.Text(people.Names(l, v.Plan.Inspectors)), table.Text(people.Name(v.By)),
			table.Date(v.Created.InHall()), table.Text(string(v.SeedDigest))})
	}
	return t, nil
}

// visitTable is the progress of a campaign as a table for people, a row for each hall.
func visitTable(l message.Language, m *campaign.Campaign, people web.People, visits []visitView,
) *table.Table {
	t := BoardTable(l, "visits", "hall-id", "hall", "tier", "day", "inspectors", "state", "answered",
		"asked",
		"score", "grade")
	t.Title = m.Plan.Name
	for i := range visits {
		v := &visits[i]
		state, score, grade := message.Text(l, "board.show-waiting"), table.Cell{}, ""
		if v.State != "" {
			state = message.Text(l, "page.state."+string(v.State))
		}
		if v.Result != nil {
			score, grade = table.Number(v.Result.Total), v.Result.Grade
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(v.Hall)), table.Text(v.HallName),
			table.Text(message.Text(l, "page.tier."+v.Tier.String())),
			table.Day(v.Day), table.Text(people.Names(l, v.Inspectors)), table.Text(state),
			table.Count(v.Answered),
			table.Count(v.Asked), score, table.Text(grade)})
	}
	return t
}

// drawTable is the outcome of a draw as a table for people, a row for each hall.
func drawTable(l message.Language, m *campaign.Campaign, people web.People,
	lines []campaign.DrawLine,
) *table.Table {
	t := BoardTable(l, "draws", "hall-id", "hall", "tier", "outcome", "inspectors", "lot")
	t.Title = m.Plan.Name
	for i := range lines {
		d := &lines[i]
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(d.Hall)), table.Text(d.Name),
			table.Text(message.Text(l, "page.tier."+d.Tier.String())),
			table.Text(message.Text(l, "board.outcome-"+string(d.Outcome))),
			table.Text(people.Names(l, d.Inspectors)), table.Text(d.Lot)})
	}
	return t
}

// BoardTable makes an empty table whose headings are the texts "board.<column>".
func BoardTable(l message.Language, title string, columns ...string) *table.Table {
	t := &table.Table{Title: message.Text(l, "board."+title)}
	for _, key := range columns {
		t.Columns = append(t.Columns, table.Column{Title: message.Text(l, "board."+key)})
	}
	return t
}
