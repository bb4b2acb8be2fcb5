package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

var mayAll = web.Permissions{Answer: true, Submit: true, Return: true, Approve: true}

func (w *world) auditStories() []story {
	return []story{
		{"audits", func(f web.Frame) web.Page {
			f.Notice = "检查已提交。" + w.note
			return &web.Audits{Frame: f, Rows: w.rows(), Pick: web.HallPicker{Halls: w.halls}, Next: "x&y",
				MayStart: true}
		}},
		{"audits-closed", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			rows := w.rows()[:1]
			rows[0].Closed, rows[0].State = true, checklists.InProgress
			rows[0].Answered, rows[0].Grade, rows[0].Total = 0, "", standard.Decimal{}
			return &web.Audits{Frame: f, MayStart: true, Rows: rows}
		}},
		{"audits-none", func(f web.Frame) web.Page { return &web.Audits{Frame: f, MayStart: true} }},
		{"audits-none-filtered", func(f web.Frame) web.Page {
			return &web.Audits{Frame: f, Pick: web.HallPicker{Halls: w.halls, Chosen: w.halls[2].ID},
				Filter: web.AuditFilter{State: checklists.Final, Hall: w.halls[2].ID}}
		}},
		{"audits-typed", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"hall", "有 1300 个大厅的名称或编号含“厅”，请输入更多字。" + w.note}}
			return &web.Audits{Frame: f, Pick: web.HallPicker{Typed: true, Text: "厅" + w.note},
				Filter: web.AuditFilter{State: checklists.Final}}
		}},
		{"new-audit", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/audits/new", []web.Problem{{"hall", "请选择大厅。" + w.note}}
			return &web.NewAudit{Frame: f, Pick: web.HallPicker{Halls: w.halls}, Edition: w.edition,
				Inspectors: []web.User{{Username: "auditor2", Name: "陈晓禾" + w.note}},
				Asked:      w.selfChecks(), Form: web.NewAuditForm{Kind: checklists.Comprehensive}}
		}},
		{"new-audit-typed", func(f web.Frame) web.Page {
			f.Path = "/audits/new"
			return &web.NewAudit{Frame: f, Edition: w.edition, Pick: web.HallPicker{Typed: true,
				Text: "GS-S03 " + w.note, Chosen: "GS-S03"}}
		}},
		{"new-audit-part", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/audits/new", []web.Problem{{"only", "所选条款没有一条适用于该大厅。" + w.note}}
			return &web.NewAudit{Frame: f, Pick: web.HallPicker{Halls: w.halls}, Edition: w.edition,
				Form: web.NewAuditForm{Kind: checklists.Phone, Chapters: []int{7},
					Clauses: []standard.ClauseUID{"HS001"}}}
		}},
		{"new-audit-recheck", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/audits/new", []web.Problem{{"", "没有待复查的条款。" + w.note}}
			return &web.NewAudit{Frame: f, Pick: web.HallPicker{Halls: w.halls}, Edition: w.edition,
				Form: web.NewAuditForm{Hall: w.halls[0].ID, Kind: checklists.Recheck, Origin: auditID}}
		}},
		{"score-beside", func(f web.Frame) web.Page {
			page := w.scorePage(f)
			page.Audit.State, page.ToRecheck, page.Origin = checklists.Approved, 3, &w.audit
			page.Original = &checklists.Result{Total: standard.NewDecimal(801, 1), Grade: "良好"}
			page.Rectified = &web.Compared{At: at(9, 0), Score: w.score}
			return page
		}},
		{"score-part", func(f web.Frame) web.Page { return w.partialScore(f) }},
		{"new-audit-none", func(f web.Frame) web.Page { return &web.NewAudit{Frame: f} }},
		{"checklist", func(f web.Frame) web.Page { return w.checklist(f, 5, web.ShowChapter) }},
		{"checklist-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"HS001-value", "请填写数字。" + w.note},
				{"HS002-level", "请选择 0 至 3 级。" + w.note}, {"HS003", "检查已提交。" + w.note}}
			p := w.checklist(f, 5, web.ShowChapter)
			p.SentTo, p.Sent = "HS001", web.ClauseForm{Value: "二百" + w.note, Note: w.note}
			return p
		}},
		{"checklist-deduction", func(f web.Frame) web.Page {
			return w.checklist(f, 7, web.ShowChapter)
		}},
		{"checklist-lost", func(f web.Frame) web.Page { return w.checklist(f, 0, web.ShowLost) }},
		{"checklist-conflicts", func(f web.Frame) web.Page {
			return w.checklist(f, 0, web.ShowConflicts)
		}},
		{"checklist-read", func(f web.Frame) web.Page {
			p := w.checklist(f, 7, web.ShowChapter)
			audit := *p.Audit
			audit.State, p.May, p.Audit = checklists.Submitted, web.Permissions{}, &audit
			return p
		}},
		{"checklist-returned", func(f web.Frame) web.Page {
			p := w.checklist(f, 14, web.ShowChapter)
			audit := *p.Audit
			audit.State, p.Audit = checklists.Returned, &audit
			return p
		}},
		{"step-missing", func(f web.Frame) web.Page {
			var missing []standard.ClauseUID
			for _, c := range w.score.Clauses {
				if c.Unanswered {
					missing = append(missing, c.UID)
				}
			}
			return &web.Step{Frame: f, Do: web.Submit, Audit: &w.audit, Edition: w.edition,
				Score: w.score, Unanswered: missing, Conflicts: []standard.ClauseUID{"HS004"}, May: true}
		}},
		{"step-submit", func(f web.Frame) web.Page { return w.step(f, web.Submit) }},
		{"step-return", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"comment", "请写明退回原因。" + w.note}}
			return w.step(f, web.Return)
		}},
		{"step-void", func(f web.Frame) web.Page { return w.step(f, web.Void) }},
		{"step-approve", func(f web.Frame) web.Page { return w.step(f, web.Approve) }},
		{"step-refused", func(f web.Frame) web.Page {
			p := w.step(f, web.Approve)
			p.May = false
			return p
		}},
		{"score", func(f web.Frame) web.Page { return w.scorePage(f) }},
		{"score-empty", func(f web.Frame) web.Page {
			return &web.Score{Frame: f, Audit: &checklists.Audit{ID: auditID,
				HallName: w.audit.HallName}, Edition: w.edition}
		}},
	}
}

func (w *world) checklist(f web.Frame, chapter int, show web.Show) *web.Checklist {
	f.Path = web.ChapterURL(auditID, chapter)
	previous := &web.Previous{At: at(9, 0), Lines: map[standard.ClauseUID]checklists.ClauseScore{}}
	for _, line := range w.score.Clauses {
		previous.Lines[line.UID] = line
	}
	return &web.Checklist{Frame: f, Audit: &w.audit, Edition: w.edition, States: w.states,
		Score: w.score, People: w.people, May: mayAll, Chapter: chapter, Show: show,
		Previous: previous}
}

func (w *world) step(f web.Frame, do web.StepName) *web.Step {
	f.Path = web.AuditURL(auditID) + "/" + string(do)
	return &web.Step{Frame: f, Do: do, Audit: &w.audit, Edition: w.edition, Score: w.score,
		May: true, Form: web.StepForm{Comment: w.note}}
}

// partialScore is the score of an audit that asked chapter 5.
func (w *world) partialScore(f web.Frame) *web.Score {
	page, answers := w.scorePage(f), checklists.Answers{}
	page.Findings = page.Findings[:1]
	for _, c := range w.edition.Checklist(w.audit.Tier) {
		if c.Chapter == 5 {
			page.Audit.Only = append(page.Audit.Only, c.UID)
			answers[c.UID] = w.states[c.UID].Answer
		}
	}
	score, err := checklists.PartScoreOf(w.edition, w.audit.Tier, answers, page.Audit.Only)
	if err != nil {
		panic(err)
	}
	page.Score = score
	return page
}

func (w *world) scorePage(f web.Frame) *web.Score {
	score := w.score
	score.Grade, score.Stars = "合格", "三星"
	score.Caps = []checklists.Cap{{Grade: "合格", Clause: "HS001"}, {Grade: "合格", Chapter: 7},
		{Grade: "不合格", Clause: "HS003"}}
	score.Chapters = append([]checklists.ChapterScore{}, score.Chapters...)
	score.Chapters[4].Dropped = true
	one, audit := standard.NewDecimal(1, 0), w.audit
	audit.State = checklists.Submitted
	may := web.Permissions{Return: true, Approve: true}
	return &web.Score{Frame: f, Audit: &audit, Edition: w.edition, Score: score,
		States: w.states, People: w.people, May: may, Code: "7F3K-Q9TD",
		Findings: []checklists.Finding{
			{Clause: "HS001", Code: "5.1.1", Severity: checklists.VetoFailure, Lost: one,
				DutyHolder: standard.DutyHall, Workdays: 5, Due: "2018-01-29"},
			{Clause: "HS005", Code: "5.2.1", Severity: checklists.Minor, Lost: one,
				DutyHolder: standard.DutyHall, Workdays: 30, Due: "2018-03-14", DueUncertain: true},
			{Clause: "HS036", Code: "7.3.1", Severity: checklists.Advice, Lost: one,
				DutyHolder: standard.DutyHall},
			{Clause: "HS050", Code: "8.1.1", Severity: checklists.Major, Lost: one,
				DutyHolder: standard.DutyDistrictAuthority, Workdays: 15, Due: "2018-02-12"}}}
}
