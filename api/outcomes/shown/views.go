package shown

import (
	"strings"
	"time"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// Rectification is a rectification with what follows from today's date.
type Rectification struct {
	checklists.Rectification
	Open       bool                  `json:"open"`
	Overdue    int                   `json:"overdue"` // working days
	Escalation checklists.Escalation `json:"escalation"`
	RecheckDue string                `json:"recheckDue,omitempty"`
	Uncertain  []string              `json:"uncertain,omitempty"` // members that count unknown holidays
}

// RectificationOf adds to a rectification what follows from a time, the working days, and the
// settings.
func RectificationOf(r checklists.Rectification, now time.Time, cal checklists.Calendar,
	settings *checklists.Settings,
) Rectification {
	r.Evidence, r.Items, r.Inspectors = wire.NonNil(r.Evidence), wire.NonNil(r.Items),
		wire.NonNil(r.Inspectors)
	rules := settings.On(r.Opened.Time).Escalation
	recheck, _ := r.RecheckDue(cal, settings)
	return Rectification{r, r.State.Open(), r.Overdue(now, cal), r.Escalation(rules, now, cal),
		recheck, r.Uncertain(now, cal, settings)}
}

// Appeal is an appeal with the last day for its decision and, while it is open, how late that is.
type Appeal struct {
	checklists.Appeal
	Due       string   `json:"due"`                 // "2018-03-12"
	Overdue   int      `json:"overdue"`             // working days; 0 of one that is decided
	Uncertain []string `json:"uncertain,omitempty"` // of "due", "overdue": what counts unknown holidays
}

// AppealOf adds to an appeal what follows from a time, the working days, and the settings.
func AppealOf(appeal checklists.Appeal, now time.Time, cal checklists.Calendar,
	settings *checklists.Settings,
) Appeal {
	appeal.Evidence = wire.NonNil(appeal.Evidence)
	v := Appeal{Appeal: appeal}
	due, certain := appeal.DecisionDue(cal, settings)
	v.Due = due
	if !certain {
		v.Uncertain = append(v.Uncertain, "due")
	}
	if appeal.State == checklists.AppealOpen {
		v.Overdue = cal.WorkdaysAfter(due, now)
	}
	if v.Overdue > 0 && !cal.KnowsDay(now, due) {
		v.Uncertain = append(v.Uncertain, "overdue")
	}
	return v
}

// unsure names the days of a row that count working days of a year whose holidays are not known.
func unsure(l message.Language, members []string) string {
	names := make([]string, len(members))
	for i, member := range members {
		names[i] = message.Text(l, "loop.unsure-"+member)
	}
	return strings.Join(names, message.Text(l, "page.comma"))
}
