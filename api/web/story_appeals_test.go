package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// appeal is one against a clause of the audit.
func (w *world) appeal(uid standard.ClauseUID, state checklists.AppealState) *checklists.Appeal {
	c, ok := w.edition.Clause(uid)
	if !ok {
		panic(uid)
	}
	photos := []standard.Digest{standard.DigestBytes(picture(0))}
	p := &checklists.Appeal{ID: checklists.AppealID(string(auditID) + "-" + string(uid)),
		Audit: auditID, AuditNumber: w.audit.Number, Hall: w.audit.Hall, HallName: w.audit.HallName,
		Tier: w.audit.Tier, Edition: "2017", Clause: uid, Code: c.Code, Title: c.Title,
		Max: standard.NewDecimal(4, 0), Earned: standard.NewDecimal(133, 2),
		Answer: checklists.Answer{Kind: checklists.Level, Level: 1, Note: "台账不全。" + w.note,
			Evidence: photos},
		Ground: "台账在另一办公室,当日未能出示。" + w.note, Evidence: photos, By: "head", At: at(9, 30),
		State: state, Revision: 1}
	if state != checklists.AppealOpen {
		before := checklists.Result{Total: standard.NewDecimal(884, 1), Grade: "合格"}
		p.Decision = &checklists.AppealDecision{By: "supervisor", At: at(11, 0),
			Reason: "台账属实。" + w.note, Earned: p.Earned, Before: before, After: before}
	}
	if state == checklists.AppealUpheld {
		whole := checklists.WholeAnswer(c, p.Tier)
		p.Decision.Answer, p.Decision.Earned = &whole, p.Max
		p.Decision.After = checklists.Result{Total: standard.NewDecimal(891, 1), Grade: "良好"}
	}
	return p
}

func (w *world) appealPage(f web.Frame, state checklists.AppealState) *web.Appeal {
	p := w.appeal("HS079", state)
	c, _ := w.edition.Clause(p.Clause)
	f.User.Role, f.Path = checklists.Supervisor, web.AppealURL(p.ID)
	return &web.Appeal{Frame: f, Row: w.appealRow(p), Of: p, Clause: c, People: w.people}
}

func (w *world) appealRow(p *checklists.Appeal) web.AppealRow {
	row := web.AppealRow{ID: p.ID, HallName: p.HallName, Number: p.AuditNumber, Code: p.Code,
		Title: p.Title, State: p.State, At: p.At, Due: "2018-02-05", Overdue: 3, Lost: p.Lost()}
	if d := p.Decision; d != nil {
		row.Before, row.After = d.Before.Total, d.After.Total
	}
	return row
}

func (w *world) appealStories() []story {
	return []story{
		{"appeals", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.AppealsURL
			page := &web.Appeals{Frame: f, Next: "x&y", Filter: web.AppealFilter{Hall: "GS-S03"}}
			for _, state := range checklists.AppealStates() {
				page.Rows = append(page.Rows, w.appealRow(w.appeal("HS079", state)))
			}
			return page
		}},
		{"appeals-none", func(f web.Frame) web.Page { return &web.Appeals{Frame: f} }},
		{"appeals-none-filtered", func(f web.Frame) web.Page {
			return &web.Appeals{Frame: f, Filter: web.AppealFilter{State: checklists.AppealOpen}}
		}},
		{"appeal", func(f web.Frame) web.Page {
			p := w.appealPage(f, checklists.AppealOpen)
			p.MayDecide = true
			return p
		}},
		{"appeal-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"reason", "不应为空" + w.note}}
			p := w.appealPage(f, checklists.AppealOpen)
			p.MayDecide = true
			p.Form = web.DecideForm{Reason: w.note, AnswerForm: web.AnswerForm{Level: "2"}}
			return p
		}},
		{"appeal-involved", func(f web.Frame) web.Page {
			p := w.appealPage(f, checklists.AppealOpen)
			p.Refused = "参与过检查、审定或提出申诉的人不能作复核决定。" + w.note
			return p
		}},
		{"appeal-upheld", func(f web.Frame) web.Page { return w.appealPage(f, checklists.AppealUpheld) }},
		{"appeal-dismissed", func(f web.Frame) web.Page {
			return w.appealPage(f, checklists.AppealDismissed)
		}},
		{"new-appeal", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			f.Problems = []web.Problem{{"ground", "不应为空" + w.note}, {"photo", "这不是照片" + w.note}}
			c, _ := w.edition.Clause("HS079")
			f.Path = web.NewAppealURL(auditID, c.UID)
			p := w.appeal("HS079", checklists.AppealOpen)
			return &web.NewAppeal{Frame: f, Audit: &w.audit, Clause: c, Answer: p.Answer, Left: 3,
				Line: checklists.ClauseScore{UID: c.UID, Max: p.Max, Earned: p.Earned},
				Due:  "2018-01-29", Uncertain: true, Last: "2018-02-15", Form: web.AppealForm{Ground: w.note}}
		}},
		{"score-appealed", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			audit := w.audit
			audit.State, f.Path = checklists.Approved, web.AuditURL(auditID)+"/score"
			page := &web.Score{Frame: f, Audit: &audit, Edition: w.edition, Score: w.score,
				States: w.states, People: w.people, Noticed: true}
			page.Appeals = web.AppealsOf{May: true, Due: "2018-01-29", Uncertain: true, Last: "2018-02-15",
				Made: map[standard.ClauseUID]*checklists.Appeal{
					"HS079": w.appeal("HS079", checklists.AppealOpen)}}
			return page
		}},
	}
}
