package web_test

import (
	"strings"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

const draftID = "01949b2c-7d00-7000-8000-00000000d001"

func (w *world) draftStories() []story {
	return []story{
		{"drafts", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Editor, "/drafts"
			f.Problems = []web.Problem{{"title", "不能为空。" + w.note}}
			row := web.DraftRow{ID: draftID, Title: "场所面积与隐私接待" + w.note, Base: "2017",
				State: "open", Author: "苏文衡", Updated: at(9, 5)}
			sent, shut := row, row
			sent.State, shut.State = "submitted", "closed"
			return &web.Drafts{Frame: f, MayEdit: true, Rows: []web.DraftRow{row, sent, shut}, Next: "c",
				Bases: []standard.EditionID{"2017+XG1", "2017"}}
		}},
		{"drafts-refused", func(f web.Frame) web.Page {
			return &web.Drafts{Frame: f, MayEdit: true, Bases: []standard.EditionID{"2017"},
				Refused: []web.SheetPlace{{Place: "条款!C7", Text: "不能为空"}}}
		}},
		{"drafts-imported", func(f web.Frame) web.Page {
			return &web.Imported{Frame: f, ID: "1", Title: "场所面积",
				Losses: []web.SheetPlace{{Place: "scoring.veto_rule", Text: "草案不能改动"}}}
		}},
		{"drafts-none", func(f web.Frame) web.Page { return &web.Drafts{Frame: f, MayEdit: true} }},
		{"desk", func(f web.Frame) web.Page { return w.desk(f, "") }},
		{"desk-editor", func(f web.Frame) web.Page { return w.desk(f, "HS001") }},
		{"desk-conflict", func(f web.Frame) web.Page {
			p := w.desk(f, "HS057")
			p.Problems = []web.Problem{{"text", "同时被他人修改。" + w.note}}
			p.Editor.Conflicts = []web.DeskConflict{{Field: "text", Label: "text", By: "苏文衡" + w.note,
				Mine: "指南应载明:", Theirs: "服务指南应载明下列内容:" + w.note}}
			return p
		}},
		{"desk-frame", func(f web.Frame) web.Page { return w.deskFrame(f) }},
		{"draft-sheet", func(f web.Frame) web.Page { return w.draftSheet(f, true) }},
		{"draft-sheet-read", func(f web.Frame) web.Page { return w.draftSheet(f, false) }},
		{"draft-sheet-none", func(f web.Frame) web.Page {
			return &web.DraftSheet{Frame: f, DraftHead: w.draftHead()}
		}},
	}
}

func (w *world) draftHead() web.DraftHead {
	return web.DraftHead{ID: draftID, Title: "场所面积与隐私接待" + w.note, Base: "2017",
		State: "open", Revision: 7, MayEdit: true, MayReopen: true, Changes: 3, Errors: 1,
		Digest: w.edition.Digest()}
}

func (w *world) deskRemarks() []web.DeskRemark {
	return []web.DeskRemark{
		{Field: "text", Error: true, Text: "不应使用“必须”,宜改为“应”" + w.note,
			Source: "GB/T 1.1-2020 C.1", Fix: "text|4|6|必须|应", New: "应"},
		{Field: "title", Text: "标题与 5.1.2 相同"}}
}

func (w *world) desk(f web.Frame, open standard.ClauseUID) *web.Desk {
	f.User.Role, f.Path = checklists.Editor, web.DraftChapterURL(draftID, 5)
	p := &web.Desk{Frame: f, DraftHead: w.draftHead(), Remarks: w.deskRemarks()[1:]}
	clause := mustClause(w.edition, "HS001")
	if open != "" {
		clause = mustClause(w.edition, open)
	}
	chapter, _ := w.edition.Chapter(clause.Chapter)
	p.Chapter = *chapter
	for _, c := range w.edition.Chapters[3:] {
		p.Chapters = append(p.Chapters, web.DeskChapter{Chapter: c, Changes: c.Number % 3,
			Errors: c.Number % 2, URL: web.DraftChapterURL(draftID, c.Number),
			Current: c.Number == clause.Chapter})
	}
	section := web.DeskSection{Code: clause.Section, Title: "场所设置"}
	for i := range w.edition.Clauses {
		if c := &w.edition.Clauses[i]; c.Section == clause.Section {
			line := web.DeskClause{Clause: c, URL: web.DraftClauseURL(draftID, c.Chapter, c.UID),
				CanDown: true, Remarks: w.deskRemarks()}
			if c == clause {
				line.Change, line.Was, line.Open = standard.KindChanged, "5.1.9", open != ""
				line.Redline = standard.Redline("公众区域应达到200 m²。"+w.note, c.Text)
			}
			section.Clauses = append(section.Clauses, line)
		}
		p.Others = append(p.Others, web.DeskPlace{Value: string(w.edition.Clauses[i].UID),
			Text: w.edition.Clauses[i].Code + " " + w.edition.Clauses[i].Title})
	}
	p.Sections = []web.DeskSection{section, {Code: "5.9", Title: "空节"}}
	p.Withdrawn = []web.DeskGone{{Clause: mustClause(w.edition, "HS015"), SupersededBy: "6.1.1" + w.note}}
	if open != "" {
		p.Editor = w.clauseEditor(clause)
	}
	return p
}

// clauseEditor is the form of a clause as the server fills it, as far as it can be seen.
func (w *world) clauseEditor(c *standard.Clause) *web.ClauseEditor {
	form := web.DraftClauseForm{Revision: 7, Was: []string{"title=0f3a", "text=-"},
		Title: c.Title + w.note, TitleEN: c.TitleEN, Text: c.Text + w.note,
		Modality: string(c.Modality), Duty: string(c.DutyHolder), Scored: "yes", Key: "yes",
		Tiers: []string{"district", "community"}, Condition: w.note, PointsDistrict: "3",
		Method: c.Method.Type, Level3: "齐全" + w.note, Metric: c.Method.Metric, Unit: c.Method.Unit,
		Better: string(c.Method.Better), How: c.Method.How, TargetDistrict: "3000",
		Numerator: c.Method.Numerator, Occurrences: "late | 2 | 迟到" + w.note}
	var items []string
	for _, item := range c.Items {
		items = append(items, item.Label+") "+item.Text)
	}
	form.Items = strings.Join(items, "\n")
	return &web.ClauseEditor{Clause: c, Form: form, Remarks: w.deskRemarks()}
}

func (w *world) deskFrame(f web.Frame) *web.Desk {
	p := w.desk(f, "")
	p.Chapter, p.Sections, p.Withdrawn = standard.Chapter{Title: "范围、术语与权重"}, nil, nil
	form := web.DraftFrameForm{Revision: 7, Was: []string{"front_matter.scope=0f3a"},
		Scope: w.edition.FrontMatter.Scope + w.note, References: "GB 50763\nGB/T 10001.1"}
	for _, t := range w.edition.Terms[:2] {
		form.TermCodes, form.Terms = append(form.TermCodes, t.Code), append(form.Terms, t.Term)
		form.TermENs, form.Definitions = append(form.TermENs, t.TermEN),
			append(form.Definitions, t.Definition)
	}
	form.TermCodes = append(form.TermCodes, "")
	form.Chapters, form.WeightsDistrict = []int{5, 6}, []string{"8", "10"}
	p.FrameForm = &web.FrameEditor{Form: form, Chapters: w.edition.Chapters}
	return p
}

func (w *world) draftSheet(f web.Frame, may bool) *web.DraftSheet {
	f.User.Role, f.Path = checklists.Editor, web.DraftURL(draftID)+"/sheet"
	f.Problems = []web.Problem{{"reason-0", "不应为空"}, {"approval", "不能为空。" + w.note}}
	head := w.draftHead()
	head.MayEdit = may
	if !may {
		head.State, head.Amendment, f.Problems = "submitted", "2017+XG1", nil
	}
	p := &web.DraftSheet{Frame: f, DraftHead: head, Form: web.DraftSubmitForm{Revision: 7,
		Sheet: "XG1", Title: "第1号修改单" + w.note}}
	for i, item := range []standard.Item{
		{Label: "一、", Op: standard.OpReplace, UID: "HS001", Code: "5.1.1", Grade: standard.Tightened,
			SheetText: "将5.1.1中的“200 m²”修改为“300 m²”。" + w.note, Reason: "场地不足"},
		{Label: "二、", Op: standard.OpTerm, Code: "3.13", Grade: standard.Added,
			SheetText: "增加3.13“好差评”。"},
		{Label: "三、", Op: standard.OpWeight, Grade: standard.Rescored, SheetText: "章权重调整。"},
	} {
		path := map[standard.Operation]string{standard.OpTerm: "terms.3.13",
			standard.OpWeight: "weight"}[item.Op]
		p.Items = append(p.Items, web.DraftItem{Item: item, Row: i, Path: path, Title: "使用面积",
			URL: web.DraftURL(draftID), Note: web.DraftNoteForm{Revision: 7, Key: item.Key(),
				Reason: item.Reason, Until: "2024-06-30", Rule: "仍按原下限" + w.note}})
	}
	return p
}
