package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) libraryStories() []story {
	failure := checklists.ClauseFailure{UID: "HS001", Edition: "2017", Code: "5.1.1",
		Title: "服务场所面积" + w.note, Asked: 12, Failed: 7, Rate: standard.MustDecimal("0.5833"),
		Notes: []checklists.FailureNote{{Audit: auditID, Tier: standard.Community, At: at(9, 0),
			Text: "实测面积不足。" + w.note}, {Tier: standard.Subdistrict, At: at(8, 0), Text: "同上"}}}
	other := failure
	other.UID, other.Code, other.Notes = "HS044", "6.2.1", nil
	return []story{
		{"problems", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Editor, "/problems"
			return &web.Problems{Frame: f, Filter: web.ProblemFilter{Tier: standard.Community},
				Editions: []standard.EditionID{"2017+XG1", "2017"}, Areas: []string{"330105"},
				Audits: 12, Doubles: 3, Days: 30, MayPropose: true, Rows: []web.ProblemRow{
					{Failure: failure, Pairs: 3, Agreed: 2, Kappa: "0.4"},
					{Failure: other, Pairs: 1, Agreed: 1}, {Failure: other}}}
		}},
		{"problems-none", func(f web.Frame) web.Page { return &web.Problems{Frame: f} }},
		{"proposals", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/proposals", []web.Problem{{Text: "请填写答复。" + w.note}}
			return &web.Proposals{Frame: f, MayAnswer: true, Next: "c", Rows: []web.Proposal{
				{ID: "p1", Clause: "HS001", Edition: "2017", Code: "5.1.1", Title: "面积" + w.note,
					Tier: "community", Area: "330105", Reason: "12 次正式检查中有 7 次失分。",
					Comment: w.note, By: "林思远", At: at(9, 0), State: "open", Revision: 1},
				{ID: "p2", Clause: "HS001", Edition: "2017", Code: "5.1.1", Title: "面积",
					By: "林思远", At: at(8, 0), State: "taken", Answer: "列入" + w.note,
					Answerer: "陈晓禾", Revision: 2},
				{ID: "p3", Clause: "HS001", Edition: "2017", Code: "5.1.1", Title: "面积",
					By: "林思远", At: at(7, 0), State: "declined", Answer: "不改", Answerer: "陈晓禾"}}}
		}},
		{"proposals-none", func(f web.Frame) web.Page { return &web.Proposals{Frame: f} }},
		{"consultations", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/consultations", []web.Problem{{"until", "不能早于今天。" + w.note}}
			return &web.Consultations{Frame: f, Next: "c", Rows: w.consultations(),
				Drafts: []web.OpenText{{ID: "d1", Title: "场所面积" + w.note}},
				Form:   web.ConsultationForm{Draft: "d1", Until: "2018-01-01", Note: w.note}}
		}},
		{"consultations-none", func(f web.Frame) web.Page { return &web.Consultations{Frame: f} }},
		{"consultation", func(f web.Frame) web.Page {
			comment := web.Comment{ID: "m1", Text: "建议保留过渡期。" + w.note, By: "周予安",
				Role: web.HallHead, Hall: "GS-S03", At: at(9, 0), Revision: 1, MayAnswer: true}
			answered := comment
			answered.ID, answered.Decision, answered.Answer = "m2", "partly", "保留至年底。"+w.note
			answered.Answerer, answered.AnsweredAt, answered.Edition = "陈晓禾", at(10, 0), "2017+XG1"
			third := answered
			third.ID, third.Decision, third.MayAnswer = "m3", "accepted", false
			fourth := third
			fourth.ID, fourth.Decision = "m4", "declined"
			return &web.Consultation{Frame: f, Row: w.consultations()[0],
				Diff: standard.DiffOf(w.edition, w.amended), General: []web.Comment{comment},
				ByClause:   map[standard.ClauseUID][]web.Comment{"HS001": {answered, third}},
				Elsewhere:  []web.ClauseComments{{Clause: &w.edition.Clauses[43], Comments: []web.Comment{fourth}}},
				Others:     []*standard.Clause{&w.edition.Clauses[40], &w.edition.Clauses[41]},
				MayComment: true, MayAnswer: true,
				Form: web.CommentForm{Clause: "HS001", Text: w.note}}
		}},
		{"consultation-nothing", func(f web.Frame) web.Page {
			return &web.Consultation{Frame: f, Row: w.consultations()[1]}
		}},
		{"hall-trend", func(f web.Frame) web.Page {
			point := func(day int, like string, edition standard.EditionID) checklists.TrendPoint {
				return checklists.TrendPoint{Audit: auditID, At: at(day, 0), Edition: edition,
					Total: standard.MustDecimal("88.4"), Grade: "良好", Like: standard.MustDecimal(like),
					Applicable: standard.MustDecimal("150"), Earned: standard.MustDecimal("120.5")}
			}
			return &web.Hall{Frame: f, Hall: w.halls[3], Trend: checklists.Trend{
				Points: []checklists.TrendPoint{point(1, "0.6125", "2017"), point(2, "0.8033", "2017"),
					point(3, "0.95", "2017+XG1")}, Clauses: make([]standard.ClauseUID, 96), Left: 9,
				Editions: []standard.EditionID{"2017", "2017+XG1"}}}
		}},
	}
}

func (w *world) consultations() []web.ConsultationRow {
	return []web.ConsultationRow{
		{ID: "d1", Title: "场所面积" + w.note, Base: "2017", Note: "请各大厅研提意见。" + w.note,
			Opened: at(9, 0), Until: "2018-02-28", Open: true, Comments: 4, Unanswered: 1},
		{ID: "d2", Title: "勘误", Base: "2017", Edition: "2017+XG1", Opened: at(8, 0),
			Until: "2017-12-31"},
	}
}
