package web_test

import (
	"slices"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

func (w *world) amendmentStories() []story {
	row := web.AmendmentRow{ID: "2017+XG1", Number: "DB330105/T 999—2017/XG1—2022" + w.note,
		Title: "《政务大厅现场服务管理规范》第1号修改单" + w.note, Base: "2017",
		State: web.AmendmentProposed, Updated: at(9, 5), Editors: []string{"苏文衡" + w.note}}
	return []story{
		{"amendments", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Editor, "/amendments"
			rows := []web.AmendmentRow{row, row, row, row}
			rows[1].State, rows[2].State = web.AmendmentApproved, web.AmendmentRejected
			rows[3].State = web.AmendmentPublished
			return &web.Amendments{Frame: f, MayPropose: true, Next: "x&y", Rows: rows}
		}},
		{"amendments-none", func(f web.Frame) web.Page { return &web.Amendments{Frame: f} }},
		{"amendments-refused", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Editor, "/amendments"
			return &web.Amendments{Frame: f, MayPropose: true,
				Form: web.SheetForm{Text: "amendment:\n  id: XG1" + w.note},
				Refused: []web.SheetPlace{{Place: "items[11].before.text" + w.note,
					Text: "第 12 项（十二）：现行内容与修改单的“修改前”不一致" + w.note,
					Want: "群众满意率应不低于90%。" + w.note, Have: "群众满意率应不低于95%。"},
					{Place: "amendment.digest.base", Text: "摘要不一致"}}}
		}},
		{"amendment", func(f web.Frame) web.Page {
			p := w.amendment(f, row)
			p.May = web.AmendmentPermissions{Approve: true, Reject: true, Weigh: true}
			f.Problems = nil
			return p
		}},
		{"amendment-approved", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"comment", "驳回时应写明理由。" + w.note}}
			row := row
			row.State = web.AmendmentApproved
			p := w.amendment(f, row)
			p.May = web.AmendmentPermissions{Publish: true, Reject: true, Weigh: true}
			return p
		}},
		{"amendment-own", func(f web.Frame) web.Page {
			f.User.Role = checklists.Editor
			p := w.amendment(f, row)
			p.Own, p.May = true, web.AmendmentPermissions{Withdraw: true, Weigh: true}
			return p
		}},
		{"amendment-published", func(f web.Frame) web.Page {
			row := row
			row.State = web.AmendmentPublished
			p := w.amendment(f, row)
			p.Published = true
			return p
		}},
		{"checklist-carried", func(f web.Frame) web.Page { return w.carried(f, 5) }},
		{"checklist-carried-gone", func(f web.Frame) web.Page { return w.carried(f, 11) }},
		{"impact", func(f web.Frame) web.Page { return w.impact(f, row, web.ImpactFilter{}) }},
		{"impact-filtered", func(f web.Frame) web.Page {
			return w.impact(f, row, web.ImpactFilter{Tier: standard.Community, Sort: web.SortByStep})
		}},
	}
}

func (w *world) amendment(f web.Frame, row web.AmendmentRow) *web.Amendment {
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		panic(err)
	}
	sheet.Items[3].Reason += w.note
	f.Path = web.AmendmentURL(row.ID)
	return &web.Amendment{Frame: f, Row: row, Sheet: sheet, Base: w.edition,
		Diff: standard.DiffOf(w.edition, w.amended), Revision: 3,
		Form: web.StepForm{Comment: w.note},
		Steps: []web.AmendmentStep{
			{To: web.AmendmentProposed, Name: "苏文衡" + w.note, At: at(9, 5)},
			{To: web.AmendmentRejected, Name: "郑守正", At: at(10, 5), Comment: "第3项依据不足" + w.note},
			{To: web.AmendmentPublished, Name: "郑守正", At: at(11, 5), Before: w.edition.Digest(),
				After: w.amended.Digest()}}}
}

func (w *world) impact(f web.Frame, row web.AmendmentRow, filter web.ImpactFilter) *web.Impact {
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		panic(err)
	}
	var holdings []checklists.Holding
	for _, h := range w.halls {
		h.Name += w.note
		holdings = append(holdings, checklists.Holding{Hall: h})
	}
	holdings[3].Open = []*checklists.Audit{&w.audit}
	holdings[3].Findings = []checklists.Finding{{Clause: "HS057", Code: "8.4.1",
		Severity: checklists.Major, Due: "2018-03-01"}}
	i, err := checklists.ImpactOf(checklists.Weighing{Before: w.edition, After: w.amended,
		Grades: sheet.Grades(), Day: "2022-07-01", Holdings: slices.Values(holdings)})
	if err != nil {
		panic(err)
	}
	result := func(tenths int64, grade string) *checklists.Result {
		return &checklists.Result{Total: standard.NewDecimal(tenths, 1), Grade: grade}
	}
	h := &i.Halls[1]
	h.Audit, h.Number, h.Edition = auditID, w.audit.Number, "2017"
	h.Official, h.Projected = result(903, "优秀"), result(891, "良好")
	h.Lowest, h.Highest = result(823, "不合格"), result(921, "优秀")
	return &web.Impact{Frame: f, Row: row, Impact: i, Filter: filter, Audits: true}
}

// carried is the checklist of an audit by the amended edition, after one by the edition of 2017.
func (w *world) carried(f web.Frame, chapter int) *web.Checklist {
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		panic(err)
	}
	last, err := fixtures.DemoAudits()
	if err != nil {
		panic(err)
	}
	diff := standard.DiffOf(w.edition, w.amended)
	carry := &checklists.Carry{Audit: auditID, Number: w.audit.Number, Edition: "2017", At: at(9, 0)}
	for _, fate := range checklists.FatesOf(w.edition, w.amended, &diff, sheet.Grades(), w.audit.Tier) {
		line := checklists.CarriedClause{ClauseFate: fate}
		line.Before, _ = w.edition.Clause(fate.UID)
		if fate.Fate != checklists.FateWithdrawn {
			line.After, _ = w.amended.Clause(fate.UID)
		}
		for _, a := range last[1].Answers {
			if a.Clause == fate.UID {
				line.Answer = a.Answer
				line.Answer.Note += w.note
			}
		}
		carry.Lines = append(carry.Lines, line)
	}
	audit := w.audit
	audit.Edition, audit.Kept = w.amended.ID(), []standard.ClauseUID{"HS001"}
	score, err := checklists.ScoreOf(w.amended, audit.Tier, nil)
	if err != nil {
		panic(err)
	}
	f.Path = web.ChapterURL(auditID, chapter)
	return &web.Checklist{Frame: f, Audit: &audit, Edition: w.amended, Score: score,
		States: map[standard.ClauseUID]checklists.ClauseState{}, People: w.people, May: mayAll,
		Chapter: chapter, Carry: carry}
}
