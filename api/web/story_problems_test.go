package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) problemStories() []story {
	failure := checklists.ClauseFailure{UID: "HS001", Edition: "2017", Code: "5.1.1",
		Title: "服务场所面积" + w.note, Asked: 12, Failed: 7, Rate: standard.MustDecimal("0.5833"),
		Notes: []checklists.FailureNote{{Audit: auditID, Tier: standard.Community, At: at(9, 0),
			Text: "实测面积不足。" + w.note}, {Tier: standard.Subdistrict, At: at(8, 0), Text: "同上"}}}
	other := failure
	other.UID, other.Code, other.Notes = "HS044", "6.2.1", nil
	return []story{
		{"problems", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Editor, "/problems"
			return &web.Problems{Frame: f, Filter: web.ProblemFilter{Tier: standard.Community},
				Editions: []standard.EditionID{"2017+XG1", "2017"}, Areas: []string{"330105"},
				Audits: 12, Doubles: 3, Days: 30, MayPropose: true, Rows: []web.ProblemRow{
					{Failure: failure, Pairs: 3, Agreed: 2, Kappa: "0.4"},
					{Failure: other, Pairs: 1, Agreed: 1}, {Failure: other}}}
		}},
		{"problems-none", func(f web.Frame) web.Page { return &web.Problems{Frame: f} }},
	}
}
