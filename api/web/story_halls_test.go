package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) hallStories() []story {
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
