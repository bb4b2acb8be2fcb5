package api

import (
	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// rectificationTable is a list of rectifications for people.
func rectificationTable(l message.Language, items []rectificationView) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "loop."+key, args...) }
	t := &table.Table{Title: say("rectifications")}
	for _, key := range []string{"hall-id", "hall", "audit", "code", "clause", "severity", "holder",
		"lost", "repeats", "state", "plan-due", "due", "overdue-days", "escalation"} {
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
			table.Count(r.Repeats),
			table.Text(message.Text(l, "rectification.state-"+string(r.State))),
			table.Day(r.PlanDue), table.Day(r.Due), table.Count(r.Overdue), table.Text(escalation),
			table.Text(r.Found)})
	}
	return t
}

func escalationName(l message.Language, e checklists.Escalation) string {
	return message.Text(l, "loop."+map[checklists.Escalation]string{checklists.Urged: "urged",
		checklists.Reported: "reported", checklists.Summoned: "summoned"}[e])
}
