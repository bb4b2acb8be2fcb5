package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// phoneStories are the pages of the daily phone checks.
func (w *world) phoneStories() []story {
	call := web.Call{Hall: w.halls[2].ID, HallName: w.halls[2].Name + w.note, Tier: w.halls[2].Tier, Phone: "0571-8811 2233"}
	form := checklists.PhoneForm{Clauses: []standard.ClauseUID{"HS001", "HS003"}, PerDay: 3,
		By: "supervisor", At: at(9, 0), Revision: 1}
	check := func(f web.Frame) *web.PhoneCheck {
		page := &web.PhoneCheck{Frame: f, ID: auditID, Call: call}
		page.Path = call.URL()
		return page
	}
	return []story{
		{"phone-checks", func(f web.Frame) web.Page {
			visit := call
			visit.Campaign, visit.CampaignName, visit.Last = "c", "一季度电话抽查"+w.note, at(9, 0)
			return &web.PhoneChecks{Frame: f, Day: "2018-01-22", Form: form,
				Calls: []web.Call{visit, call}, Done: w.rows(), MaySet: true, Summary: true}
		}},
		{"phone-checks-unset", func(f web.Frame) web.Page {
			return &web.PhoneChecks{Frame: f, Day: "2018-01-22", MaySet: true}
		}},
		{"phone-checks-all-called", func(f web.Frame) web.Page {
			return &web.PhoneChecks{Frame: f, Day: "2018-01-22", Form: form}
		}},
		{"phone-check", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"value-HS001", "请填写数字。" + w.note}}
			page := check(f)
			var list []*standard.Clause
			seen := map[standard.MethodKind]bool{standard.Deduction: true}
			for _, c := range w.edition.Checklist(call.Tier) {
				if !seen[c.Method.Type] || c.UID == "HS001" || c.Veto {
					list = append(list, c)
				}
				seen[c.Method.Type] = true
			}
			page.Ask(list, map[standard.ClauseUID]web.ClauseForm{
				"HS001": {Value: "二百", Note: "无人接听" + w.note, Reason: "x"}})
			return page
		}},
		{"phone-check-unset", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"hall", "请先设定。" + w.note}}
			return check(f)
		}},
		{"phone-form", func(f web.Frame) web.Page {
			f.Path = "/phone-checks/form"
			f.Problems = []web.Problem{{"clauses", "请选择条款。" + w.note}, {"perDay", "应为1至100。" + w.note}}
			return &web.PhoneSettings{Frame: f, Edition: w.edition, Set: form, By: "陈晓禾" + w.note,
				Form: web.PhoneSettingsForm{Revision: 1, Clauses: form.Clauses, PerDay: 0}}
		}},
		{"phone-week", func(f web.Frame) web.Page {
			c := mustClause(w.edition, "HS001")
			fault := checklists.PhoneFault{Clause: c.UID, Code: c.Code, Title: c.Title,
				TitleEN: c.TitleEN, Failed: 2, Asked: 3, Notes: []string{"响铃20 s后接听。" + w.note}}
			return &web.PhoneWeek{Frame: f, Now: "2018-W05", MayCall: true, Week: checklists.PhoneWeek{
				Week: "2018-W04", From: "2018-01-22", To: "2018-01-28", Checks: 4,
				Failing: []checklists.PhoneFault{fault}, Halls: []checklists.PhoneHall{
					{Hall: call.Hall, HallName: call.HallName, Tier: call.Tier, Checks: 3,
						Applicable: standard.NewDecimal(900, 2), Earned: standard.NewDecimal(600, 2),
						Rate: standard.NewDecimal(6667, 4), Failing: []checklists.PhoneFault{fault}},
					{Hall: call.Hall, HallName: call.HallName, Tier: call.Tier, Checks: 1,
						Rate: standard.NewDecimal(1, 0)}}}}
		}},
		{"phone-week-none", func(f web.Frame) web.Page {
			return &web.PhoneWeek{Frame: f, Now: "2018-W04", Week: checklists.PhoneWeek{
				Week: "2018-W04", From: "2018-01-22", To: "2018-01-28"}}
		}},
	}
}
