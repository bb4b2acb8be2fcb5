package web_test

import (
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

func (w *world) rectificationStories() []story {
	answers := web.RectificationPermissions{Plan: true, Reply: true, Ask: true}
	verifies := web.RectificationPermissions{Verify: true, SendBack: true}
	return []story{
		{"rectifications", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, "/rectifications"
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
			f.User.Role = checklists.HallHead
			return w.rectificationPage(f, "HS079", checklists.InRectification, answers)
		}},
		{"rectification-carried-on", func(f web.Frame) web.Page {
			p := w.rectificationPage(f, "HS079", checklists.CarriedOn, web.RectificationPermissions{})
			p.Of.Steps = append(p.Of.Steps, checklists.RectificationStep{Op: checklists.OpCarryOn, By: "auditor",
				At: at(11, 0), Day: "2018-03-12", Audit: auditID, Other: p.Of.ID, Text: w.note})
			return p
		}},
		{"rectification-continued", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			p := w.rectificationPage(f, "HS079", checklists.AwaitingPlan, answers)
			p.Of.Since = at(8, 0)
			p.Of.Steps = []checklists.RectificationStep{{Op: checklists.OpContinue, By: "supervisor", At: at(11, 0),
				Day: "2018-02-12", Other: p.Of.ID, Since: at(8, 0)}, {Op: checklists.OpContinue, By: "supervisor",
				At: at(12, 0), Day: "2018-02-12"}}
			return p
		}},
		{"rectification-refused", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			f.Problems = []web.Problem{{"plan-finish", "完成日期2019年1月1日晚于整改期限2018年2月28日" + w.note}}
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
			f.User.Role = checklists.Supervisor
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

// asking is the first clause of the sub-district checklist that is asked by a method.
func (w *world) asking(method standard.MethodKind) standard.ClauseUID {
	for _, c := range w.edition.Checklist(standard.Subdistrict) {
		if c.Method.Type == method {
			return c.UID
		}
	}
	panic(method)
}
