package web_test

import (
	"slices"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

var mayAll = web.Permissions{Answer: true, Submit: true, Return: true, Approve: true}

func (w *world) stories() []story {
	return slices.Concat(w.accountStories(), w.auditStories(), w.textStories(),
		w.amendmentStories(), w.feedStories(), w.draftStories(), w.libraryStories(), w.boardStories(), w.loopStories(), w.phoneStories(), w.appealStories(),
		w.bulletinStories(), w.trainingStories(), w.feedbackStories(), w.notificationStories())
}

func (w *world) accountStories() []story {
	return []story{
		{"sign-in", func(f web.Frame) web.Page { f.User = nil; return &web.SignIn{Frame: f} }},
		{"sign-in-refused", func(f web.Frame) web.Page {
			f.User, f.Problems = nil, []web.Problem{{"username", "用户名或密码不正确。" + w.note}}
			return &web.SignIn{Frame: f, Form: web.SignInForm{Username: w.note, Next: w.note}}
		}},
		{"password", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"new", "新密码至少 10 个字符。"}, {"repeat", "两次输入不一致。"}}
			return &web.Password{Frame: f}
		}},
		{"users", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Admin, "/users"
			f.Problems = []web.Problem{{"auditor2-hall", "没有编号为“GS-X”的大厅。" + w.note}}
			return &web.Users{Frame: f, Refused: "auditor2", Rows: []web.UserRow{
				{User: *f.User},
				{User: web.User{Username: "auditor2", Name: "陈晓禾", Role: web.Auditor},
					HallName: w.halls[3].Name + w.note, Firm: "某评估公司" + w.note,
					Place: &web.PlaceForm{Hall: "GS-X", Firm: "某评估公司" + w.note, Revision: 2}},
				{User: web.User{Username: "head", Name: "周予安", Role: web.HallHead},
					HallName: w.halls[3].Name + w.note},
				{User: web.User{Username: "old", Name: "陈晓禾", Role: web.Supervisor}, Disabled: true},
			}}
		}},
		{"users-none", func(f web.Frame) web.Page { return &web.Users{Frame: f} }},
		{"error", func(f web.Frame) web.Page {
			return &web.Error{Frame: f, Status: 500, Sentence: "这次操作没有完成。" + w.note,
				RequestID: "01949b2c-7d00" + w.note}
		}},
		{"error-unknown", func(f web.Frame) web.Page {
			f.User = nil
			return &web.Error{Frame: f, Status: 418, Sentence: "这次操作没有完成。"}
		}},
		{"events", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Admin, "/events"
			return &web.Events{Frame: f, Next: "c", Rows: []web.Event{
				{At: at(10, 32), By: "林思远" + w.note, What: "提交检查" + w.note,
					Subject: w.audit.Number, URL: web.AuditURL(auditID),
					Before: w.edition.Digest(), After: standard.DigestBytes(nil)},
				{At: at(8, 0), What: "导入标准", Subject: w.note, After: w.edition.Digest()},
			}}
		}},
		{"events-none", func(f web.Frame) web.Page { return &web.Events{Frame: f} }},
	}
}

func (w *world) auditStories() []story {
	return []story{
		{"audits", func(f web.Frame) web.Page {
			f.Notice = "检查已提交。" + w.note
			return &web.Audits{Frame: f, Rows: w.rows(), Pick: web.HallPicker{Halls: w.halls}, Next: "x&y",
				MayStart: true}
		}},
		{"audits-closed", func(f web.Frame) web.Page {
			f.User.Role = web.HallHead
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
		States: w.states, People: w.people, May: may, Report: true, Code: "7F3K-Q9TD",
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

func (w *world) textStories() []story {
	clause := *mustClause(w.edition, "HS001")
	before := clause
	before.Code, before.Text = "5.1.9", "公众区域应达到200 m²。"+w.note
	line := standard.Redline(before.Text, clause.Text)
	rate := standard.MustDecimal("0.375")
	return []story{
		{"halls", func(f web.Frame) web.Page {
			f.Path = "/halls"
			page := &web.Halls{Frame: f, Page: 2, Found: 120, All: 130, MayWrite: true,
				Areas: []string{"33", "3301"}, Filter: web.HallFilter{Text: w.note, Area: "33"}}
			for i := range w.halls {
				h := w.halls[i]
				h.Area = "330105"
				page.Rows = append(page.Rows, web.HallRow{Hall: &h, Parent: &w.halls[0]})
			}
			return page
		}},
		{"halls-none-filtered", func(f web.Frame) web.Page {
			return &web.Halls{Frame: f, All: 3, Filter: web.HallFilter{Text: w.note}}
		}},
		{"hall-form", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"name", "不能为空。" + w.note}, {"area", "区划代码有误。"}}
			return w.hallForm(f, "GS-S03")
		}},
		{"hall-form-new", func(f web.Frame) web.Page { return w.hallForm(f, "") }},
		{"hall-import", func(f web.Frame) web.Page {
			return &web.HallImport{Frame: f, Done: &web.HallCounts{New: 3, Left: 9}}
		}},
		{"hall-import-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"file", "不能为空。" + w.note}}
			return &web.HallImport{Frame: f, Refused: []web.SheetPlace{{Place: "大厅名册!C7" + w.note,
				Text: "不能为空" + w.note}}}
		}},
		{"hall-import-preview", func(f web.Frame) web.Page {
			return &web.HallImport{Frame: f, File: "halls-0a.xlsx", FileName: "名册.xlsx" + w.note,
				Plan: &web.HallPlan{HallCounts: web.HallCounts{New: 1, Changed: 3, Unchanged: 8},
					Losses: []web.SheetPlace{{Place: "大厅名册!Z3", Text: "没有采用" + w.note}},
					Lines: []web.HallPlanLine{{Place: "大厅名册!A4", ID: "GS-S09", Name: w.note, New: true},
						{Place: "大厅名册!A5", ID: "GS-S03", Name: "甲", Fields: []string{"电话", "地址"}}}}}
		}},
		{"halls-none", func(f web.Frame) web.Page { return &web.Halls{Frame: f} }},
		{"hall", func(f web.Frame) web.Page {
			h := w.halls[3]
			h.NameEN += w.note
			h.Area, h.Phone, h.Address, h.Notes = "330105001", "0571-00000000"+w.note, w.note, w.note
			h.Facilities, h.LiaisonName = checklists.Facilities(), w.note
			return &web.Hall{Frame: f, Hall: h, Parent: &w.halls[0], Audits: w.rows(), MayStart: true,
				MayWrite: true, Duties: []web.HallDuty{{Holder: standard.DutyDistrictAuthority, Name: w.note}},
				Accounts: []web.HallAccount{{User: web.User{Username: "head", Name: w.note}, Head: true,
					Liaison: true}}}
		}},
		{"hall-none", func(f web.Frame) web.Page {
			return &web.Hall{Frame: f, Hall: w.halls[3], MayStart: true}
		}},
		{"editions", func(f web.Frame) web.Page {
			f.Path = "/editions"
			return &web.Editions{Frame: f, InForce: "2017",
				Editions: []*standard.Edition{w.amended, w.edition}}
		}},
		{"editions-none", func(f web.Frame) web.Page { return &web.Editions{Frame: f} }},
		{"edition", func(f web.Frame) web.Page {
			return &web.Edition{Frame: f, Edition: w.edition,
				Others: []standard.EditionID{"2017+XG1"}}
		}},
		{"edition-tier", func(f web.Frame) web.Page {
			return &web.Edition{Frame: f, Edition: w.edition, Tier: standard.Community}
		}},
		{"clause", func(f web.Frame) web.Page {
			return &web.Clause{Frame: f, Edition: w.edition, Clause: &clause, History: []web.Wording{
				{Edition: "2017+XG1", Effective: "2022-07-01", Code: "5.1.1", Text: before.Text,
					Redline: line, Grade: standard.Tightened, Fields: []string{"text", "points"},
					Asked: 8, Passed: 3, Rate: &rate}, {Edition: "2016", Absent: true},
				{Edition: "2015", Text: before.Text + w.note}}}
		}},
		{"comparison", func(f web.Frame) web.Page {
			diff := standard.DiffOf(w.edition, w.amended)
			diff.Clauses[0].Fields = append(diff.Clauses[0].Fields, standard.FieldChange{
				Field: "evidence", BeforeText: "photo、record", AfterText: "photo" + w.note})
			return &web.Comparison{Frame: f, Before: w.edition, After: w.amended, Diff: diff}
		}},
		{"comparison-none", func(f web.Frame) web.Page {
			return &web.Comparison{Frame: f, Before: w.edition, After: w.edition}
		}},
		{"verify", func(f web.Frame) web.Page { return w.verify(f, "") }},
		{"verify-old", func(f web.Frame) web.Page { return w.verify(f, "9D2M-XX01") }},
		{"verify-unknown", func(f web.Frame) web.Page {
			f.User = nil
			return &web.Verify{Frame: f, Code: "7F3K" + w.note}
		}},
	}
}

func (w *world) hallForm(f web.Frame, id checklists.HallID) *web.HallForm {
	return &web.HallForm{Frame: f, ID: id, Name: "青萍街道" + w.note, Revision: 1, NoAccounts: true,
		Groups: []web.HallGroup{
			{"what", []web.HallField{{Name: "id", Label: "编号", Kind: "text", Value: "GS-S03", Required: true,
				Fixed: id != ""}, {Name: "name", Label: "名称", Kind: "text", Value: w.note},
				{Name: "area", Label: "区划代码", Kind: "text"}, {Name: "opened", Label: "启用日期", Kind: "day"},
				{Name: "tier", Label: "层级", Kind: "choice", Choices: []web.HallChoice{{},
					{Value: "district", Label: "区"}}}}},
			{"people", []web.HallField{{Name: "head", Label: "负责人账号", Kind: "choice", Value: "head",
				Choices: []web.HallChoice{{}, {Value: "head", Label: "周予安" + w.note}}}}},
			{"duties", nil},
			{"size", []web.HallField{{Name: "measurements.windows", Label: "窗口数", Kind: "number", Value: w.note}}},
			{"facilities", []web.HallField{{Name: "facilities.wifi", Label: "无线网络", Kind: "flag", Value: "true"}}},
			{"notes", []web.HallField{{Name: "notes", Label: "备注", Kind: "lines", Value: w.note}}},
		}}
}

func (w *world) verify(f web.Frame, newer string) *web.Verify {
	f.User = nil
	return &web.Verify{Frame: f, Code: "7F3K-Q9TD", Report: &web.IssuedReport{
		Number: w.audit.Number, HallName: w.audit.HallName, Tier: w.audit.Tier, Kind: w.audit.Kind,
		State: checklists.Approved, Total: standard.NewDecimal(903, 1), Grade: "优秀",
		Stars: "四星", IssuedAt: at(17, 0), Edition: "2017", EditionDigest: w.edition.Digest(),
		AuditDigest: w.edition.Digest(), PDFDigest: w.edition.Digest(), Newer: newer}}
}

func mustClause(e *standard.Edition, uid standard.ClauseUID) *standard.Clause {
	c, ok := e.Clause(uid)
	if !ok {
		panic("no clause " + uid)
	}
	return c
}
