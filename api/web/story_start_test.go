package web_test

import (
	"slices"

	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) startStories() []story {
	return []story{
		{"start", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.StartURL
			row := w.rectificationRow(w.rectification("HS079", checklists.InRectification))
			row.Overdue, row.Escalation = 12, checklists.Summoned
			waits := w.rectificationRow(w.rectification("HS079", checklists.AwaitingRecheck))
			return &web.Start{Frame: f, Audits: w.rows()[1:2], Overdue: 12,
				Appeals:   []web.AppealRow{w.appealRow(w.appeal("HS079", checklists.AppealOpen))},
				Rechecks:  []web.RectificationRow{waits},
				Escalated: slices.Repeat([]web.RectificationRow{row}, 12)}
		}},
		{"start-none", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			return &web.Start{Frame: f}
		}},
	}
}
