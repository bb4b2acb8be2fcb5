package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) consultationStories() []story {
	return []story{
		{"consultations", func(f web.Frame) web.Page {
			f.Path, f.Problems = "/consultations", []web.Problem{{"until", "不能早于今天。" + w.note}}
			return &web.Consultations{Frame: f, Next: "c", Rows: w.consultations(),
				Drafts: []web.OpenText{{ID: "d1", Title: "场所面积" + w.note}},
				Form:   web.ConsultationForm{Draft: "d1", Until: "2018-01-01", Note: w.note}}
		}},
		{"consultations-none", func(f web.Frame) web.Page { return &web.Consultations{Frame: f} }},
		{"consultation", func(f web.Frame) web.Page {
			comment := web.Comment{ID: "m1", Text: "建议保留过渡期。" + w.note, By: "周予安",
				Role: checklists.HallHead, Hall: "GS-S03", At: at(9, 0), Revision: 1, MayAnswer: true}
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
