package shown

import (
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// RectificationTable is a list of rectifications for people.
func RectificationTable(l message.Language, items []Rectification) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "loop."+key, args...) }
	t := &table.Table{Title: say("rectifications")}
	for _, key := range []string{"hall-id", "hall", "audit", "code", "clause", "severity", "holder",
		"lost", "repeats", "since", "state", "plan-due", "due", "overdue-days", "unsure", "escalation"} {
		t.Columns = append(t.Columns, table.Column{Title: say(key)})
	}
	t.Columns = append(t.Columns, table.Column{Title: say("found"), Width: 60})
	for i := range items {
		r := &items[i]
		escalation := ""
		if r.Escalation != checklists.NotEscalated {
			escalation = escalationName(l, r.Escalation)
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(r.Hall)), table.Text(r.HallName),
			table.Text(r.AuditNumber), table.Text(r.Code), table.Text(r.Title),
			table.Text(message.Text(l, "audit.severity-"+string(r.Severity))),
			table.Text(message.Text(l, "page.duty."+string(r.Holder))), table.Number(r.Lost),
			table.Count(r.Repeats), table.Date(r.Began().InHall()),
			table.Text(message.Text(l, "rectification.state-"+string(r.State))),
			table.Day(r.PlanDue), table.Day(r.Due), table.Count(r.Overdue),
			table.Text(unsure(l, r.Uncertain)), table.Text(escalation),
			table.Text(r.Found)})
	}
	return t
}

// AppealTable is a list of appeals for people.
func AppealTable(l message.Language, items []Appeal) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "loop."+key, args...) }
	t := &table.Table{Title: say("appeals")}
	for _, key := range []string{"hall-id", "hall", "audit", "code", "clause", "state", "made",
		"decide-due", "unsure", "lost", "score-before", "score-after"} {
		t.Columns = append(t.Columns, table.Column{Title: say(key)})
	}
	t.Columns = append(t.Columns, table.Column{Title: say("ground"), Width: 60},
		table.Column{Title: say("decide-reason"), Width: 60})
	for i := range items {
		p := &items[i]
		var before, after, reason table.Cell
		if d := p.Decision; d != nil {
			before, after = table.Number(d.Before.Total), table.Number(d.After.Total)
			reason = table.Text(d.Reason)
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(p.Hall)), table.Text(p.HallName),
			table.Text(p.AuditNumber), table.Text(p.Code), table.Text(p.Title),
			table.Text(say("appeal-" + string(p.State))), table.Date(p.At.InHall()),
			table.Day(p.Due), table.Text(unsure(l, p.Uncertain)), table.Number(p.Lost()), before, after, table.Text(p.Ground), reason})
	}
	return t
}

func escalationName(l message.Language, e checklists.Escalation) string {
	return message.Text(l, "loop."+map[checklists.Escalation]string{checklists.Urged: "urged",
		checklists.Reported: "reported", checklists.Summoned: "summoned"}[e])
}
