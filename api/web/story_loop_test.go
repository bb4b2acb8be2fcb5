package web_test

import (
	"slices"
	"strconv"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// rectification is one of a clause, with steps of every kind that leads to a state.
func (w *world) rectification(uid standard.ClauseUID, state checklists.RectificationState,
) *checklists.Rectification {
	c, ok := w.edition.Clause(uid)
	if !ok {
		panic(uid)
	}
	photos := []standard.Digest{standard.DigestBytes(picture(0)), standard.DigestBytes(picture(1))}
	r := &checklists.Rectification{ID: checklists.RectificationID(string(auditID) + "-" + string(uid)),
		Audit: auditID, AuditNumber: w.audit.Number, Hall: w.audit.Hall, HallName: w.audit.HallName,
		Tier: w.audit.Tier, Edition: "2017", Inspectors: w.audit.Inspectors, Clause: uid, Code: c.Code,
		Title: c.Title, Text: c.Text, Items: c.Items, Severity: checklists.Major, Holder: c.DutyHolder,
		Lost: standard.NewDecimal(150, 2), Found: "台账不全,缺3月记录。" + w.note, Evidence: photos,
		Repeats: 2, State: state, Opened: at(9, 0), PlanDue: "2018-01-25", FirstDue: "2018-02-12",
		Due: "2018-02-28", Asked: "2018-03-15", Revision: 5}
	step := func(op checklists.RectificationOp, by checklists.Username, day string) {
		s := checklists.RectificationStep{Op: op, By: by, At: at(10, len(r.Steps)), Day: day,
			Text: "补齐台账,由张三负责。" + w.note}
		if op == checklists.OpReply {
			s.Evidence, s.Before = photos[1:], photos[:1]
		}
		r.Steps = append(r.Steps, s)
	}
	step(checklists.OpPlan, "head", "2018-02-01")
	step(checklists.OpExtend, "supervisor", "2018-02-28")
	step(checklists.OpReply, "head", "")
	step(checklists.OpSendBack, "auditor", "")
	if state == checklists.ClosedOff {
		step(checklists.OpVerify, "auditor2", "")
		whole := checklists.WholeAnswer(c, r.Tier)
		whole.Evidence = photos[:1]
		r.Steps[4].Answer, r.Asked = &whole, ""
	}
	return r
}

func (w *world) rectificationRow(r *checklists.Rectification) web.RectificationRow {
	return web.RectificationRow{ID: r.ID, Hall: r.Hall, HallName: r.HallName, Code: r.Code,
		Title: r.Title, Severity: r.Severity, Holder: r.Holder, Repeats: r.Repeats, State: r.State,
		Due: r.Due, Left: 12}
}

func (w *world) rectificationPage(f web.Frame, uid standard.ClauseUID,
	state checklists.RectificationState, may web.RectificationPermissions,
) *web.Rectification {
	r := w.rectification(uid, state)
	c, _ := w.edition.Clause(uid)
	f.Path = web.RectificationURL(r.ID)
	return &web.Rectification{Frame: f, Row: w.rectificationRow(r), Of: r, Clause: c, People: w.people,
		PlanLate: 3, Workdays: 15, First: 2002, Last: 2026, Today: "2018-01-22", May: may}
}

func (w *world) loopStories() []story {
	answers := web.RectificationPermissions{Plan: true, Reply: true, Ask: true}
	verifies := web.RectificationPermissions{Verify: true, SendBack: true}
	return []story{
		{"rectifications", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Supervisor, "/rectifications"
			var rows []web.RectificationRow
			for i, state := range checklists.RectificationStates() {
				row := w.rectificationRow(w.rectification("HS079", state))
				row.Overdue, row.Escalation = i, checklists.Escalation(i%4)
				row.Holder = standard.DutyDistrictAuthority
				rows = append(rows, row)
			}
			return &web.Rectifications{Frame: f, Pick: web.HallPicker{Halls: w.halls}, Rows: rows, Next: "x&y",
				Filter: web.RectificationFilter{State: web.OpenState, Overdue: "true", By: "2018-03-01",
					Audit: w.note}}
		}},
		{"rectifications-none", func(f web.Frame) web.Page { return &web.Rectifications{Frame: f} }},
		{"rectifications-none-filtered", func(f web.Frame) web.Page {
			return &web.Rectifications{Frame: f, Filter: web.RectificationFilter{State: "closed"}}
		}},
		{"rectification", func(f web.Frame) web.Page {
			f.User.Role = web.HallHead
			return w.rectificationPage(f, "HS079", checklists.InRectification, answers)
		}},
		{"rectification-refused", func(f web.Frame) web.Page {
			f.User.Role = web.HallHead
			f.Problems = []web.Problem{{"plan-finish", "“2019-01-01”晚于整改期限2018-02-28" + w.note}}
			p := w.rectificationPage(f, "HS079", checklists.AwaitingPlan, answers)
			p.Form = web.RectificationForms{Sent: checklists.OpPlan, Text: w.note, Day: "2019-01-01"}
			p.Of.Steps = nil
			return p
		}},
		{"rectification-graded", func(f web.Frame) web.Page {
			p := w.rectificationPage(f, "HS079", checklists.AwaitingRecheck, verifies)
			p.RecheckDue = "2018-02-20"
			return p
		}},
		{"rectification-measured", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"value", "请填写数字。" + w.note}}
			p := w.rectificationPage(f, "HS001", checklists.AwaitingRecheck, verifies)
			p.Form = web.RectificationForms{Sent: checklists.OpVerify, Text: w.note,
				Answer: web.AnswerForm{Value: w.note}}
			return p
		}},
		{"rectification-counted", func(f web.Frame) web.Page {
			return w.rectificationPage(f, w.asking(standard.Ratio), checklists.AwaitingRecheck, verifies)
		}},
		{"rectification-passed", func(f web.Frame) web.Page {
			return w.rectificationPage(f, w.asking(standard.PassFail), checklists.AwaitingRecheck, verifies)
		}},
		{"rectification-occurred", func(f web.Frame) web.Page {
			return w.rectificationPage(f, w.asking(standard.Deduction), checklists.AwaitingRecheck, verifies)
		}},
		{"rectification-supervised", func(f web.Frame) web.Page {
			f.User.Role = web.Supervisor
			p := w.rectificationPage(f, "HS079", checklists.InRectification,
				web.RectificationPermissions{Extend: true, Keep: true})
			p.Refused, p.Of.DueUncertain = []string{"复查人不能是制定计划或回复整改的人。"}, true
			return p
		}},
		{"rectification-closed", func(f web.Frame) web.Page {
			return w.rectificationPage(f, "HS079", checklists.ClosedOff, web.RectificationPermissions{})
		}},
	}
}

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
	f.User.Role, f.Path = web.Supervisor, web.AppealURL(p.ID)
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
			f.User.Role, f.Path = web.Supervisor, web.AppealsURL
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
			p.MayDecide, p.Sent = true, true
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
			f.User.Role = web.HallHead
			f.Problems = []web.Problem{{"ground", "不应为空" + w.note}, {"photo", "这不是照片" + w.note}}
			c, _ := w.edition.Clause("HS079")
			f.Path = web.NewAppealURL(auditID, c.UID)
			p := w.appeal("HS079", checklists.AppealOpen)
			return &web.NewAppeal{Frame: f, Audit: &w.audit, Clause: c, Answer: p.Answer, Left: 3,
				Line: checklists.ClauseScore{UID: c.UID, Max: p.Max, Earned: p.Earned},
				Due:  "2018-01-29", Form: web.AppealForm{Ground: w.note}}
		}},
		{"hall-standing", func(f web.Frame) web.Page {
			f.User.Role, f.User.Hall, f.Path = web.HallHead, w.audit.Hall, web.HallURL(w.audit.Hall)
			return &web.Hall{Frame: f, Hall: w.halls[3], Parent: &w.halls[0], Audits: w.rows()[:2],
				MayStart: true, Standing: w.standing(), Own: true, Ratings: &checklists.FeedbackCounts{
					Total: 12, Ratings: map[checklists.Rating]int{5: 9, 4: 1, 3: 1, 2: 1, 1: 0},
					Good: standard.NewDecimal(9167, 4)}}
		}},
		{"hall-quiet", func(f web.Frame) web.Page {
			f.User.Role, f.User.Hall, f.Path = web.HallHead, w.audit.Hall, web.HallURL(w.audit.Hall)
			st := w.standing()
			st.Self, st.After, st.Costs, st.Tasks, st.Before = nil, nil, nil, nil, nil
			st.Appeals.May = false
			return &web.Hall{Frame: f, Hall: w.halls[3], Standing: st, Own: true}
		}},
		{"hall-new", func(f web.Frame) web.Page {
			f.User.Role = web.HallHead
			return &web.Hall{Frame: f, Hall: w.halls[3], MayStart: true, Own: true, Asked: w.selfChecks()}
		}},
		{"settings", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Supervisor, web.SettingsURL
			d := checklists.DefaultDeadlines()
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(d, 1), Versions: []web.SettingsVersion{
				{SettingsVersion: checklists.SettingsVersion{Deadlines: d, At: at(9, 0)},
					Name: "周予安" + w.note}}}
		}},
		{"settings-refused", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Admin, web.SettingsURL
			f.Problems = []web.Problem{{"appeal", "应在1与120之间" + w.note}}
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(checklists.Deadlines{}, 0)}
		}},
		{"start", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Supervisor, web.StartURL
			row := w.rectificationRow(w.rectification("HS079", checklists.InRectification))
			row.Overdue, row.Escalation = 12, checklists.Summoned
			waits := w.rectificationRow(w.rectification("HS079", checklists.AwaitingRecheck))
			return &web.Start{Frame: f, Audits: w.rows()[1:2], Overdue: 12,
				Appeals:   []web.AppealRow{w.appealRow(w.appeal("HS079", checklists.AppealOpen))},
				Rechecks:  []web.RectificationRow{waits},
				Escalated: slices.Repeat([]web.RectificationRow{row}, 12)}
		}},
		{"start-none", func(f web.Frame) web.Page {
			f.User.Role = web.Supervisor
			return &web.Start{Frame: f}
		}},
		{"score-appealed", func(f web.Frame) web.Page {
			f.User.Role = web.HallHead
			audit := w.audit
			audit.State, f.Path = checklists.Approved, web.AuditURL(auditID)+"/score"
			page := &web.Score{Frame: f, Audit: &audit, Edition: w.edition, Score: w.score,
				States: w.states, People: w.people, Report: true, Noticed: true}
			page.Appeals = web.AppealsOf{May: true, Due: "2018-01-29",
				Made: map[standard.ClauseUID]*checklists.Appeal{
					"HS079": w.appeal("HS079", checklists.AppealOpen)}}
			return page
		}},
	}
}

// standing is how the hall of the audit did.
func (w *world) standing() *web.Standing {
	audit := w.audit
	audit.State = checklists.Approved
	before := checklists.Result{Total: standard.NewDecimal(851, 1), Grade: "合格"}
	st := &web.Standing{Audit: &audit, Edition: w.edition, Score: w.score, Before: &before, Peers: 6,
		Self: &web.Compared{Audit: auditID, At: at(8, 0), Score: w.score}, Costs: checklists.CostsOf(
			w.edition, &w.score),
		Appeals: web.AppealsOf{May: true, Due: "2018-01-29"}, Notice: true}
	st.Self.Score.Clauses = slices.Clone(w.score.Clauses)
	for i := range st.Self.Score.Clauses {
		if i%5 == 0 {
			st.Self.Score.Clauses[i].Earned = st.Self.Score.Clauses[i].Max
		}
	}
	st.After = st.Self
	for i, cost := range st.Costs {
		st.Clauses = append(st.Clauses, checklists.ClauseStanding{Halls: i % 7,
			ClauseRate: checklists.ClauseRate{UID: cost.UID, Rate: standard.NewDecimal(int64(900*i), 4)},
			Median:     standard.NewDecimal(8150, 4), Best: standard.NewDecimal(10000, 4)})
	}
	part := func(name string, i int64) checklists.PartStanding {
		rate := standard.NewDecimal(9600-317*i, 4)
		return checklists.PartStanding{PartScore: checklists.PartScore{Part: name,
			Applicable: standard.NewDecimal(25, 0), Earned: standard.NewDecimal(20, 0), Rate: rate},
			Median: standard.NewDecimal(9100, 4), Best: standard.NewDecimal(10000, 4), Halls: 6}
	}
	for i, c := range w.score.Chapters {
		st.Chapters = append(st.Chapters, part(strconv.Itoa(c.Number), int64(i)))
	}
	for i, d := range []standard.Dimension{standard.Civility, standard.Efficiency, standard.Quality,
		standard.Management} {
		st.Dimensions = append(st.Dimensions, part(string(d), int64(3*i)))
	}
	for i, d := range []standard.DutyHolder{standard.DutyHall, standard.DutyDistrictAuthority} {
		st.Holders = append(st.Holders, part(string(d), int64(i)).PartScore)
	}
	for _, state := range []checklists.RectificationState{checklists.AwaitingPlan, checklists.SentBack} {
		st.Tasks = append(st.Tasks, w.rectificationRow(w.rectification("HS079", state)))
	}
	return st
}

// asking is the first clause of the sub-district checklist that is asked by a method.
func (w *world) asking(method standard.MethodKind) standard.ClauseUID {
	for _, c := range w.edition.Checklist(standard.Subdistrict) {
		if c.Method.Type == method {
			return c.UID
		}
	}
	panic(method)
}

// selfChecks are one that has begun and one that has not.
func (w *world) selfChecks() []web.SelfCheck {
	one := web.SelfCheck{Campaign: "c", Name: "第一季度自查" + w.note, Hall: w.halls[3].ID, To: "2018-03-30"}
	begun := one
	begun.Campaign, begun.Name, begun.Audit = "d", "第二季度自查"+w.note, auditID
	return []web.SelfCheck{one, begun}
}
