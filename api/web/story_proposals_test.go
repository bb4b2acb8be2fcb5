package web_test

import "hallmark/api/web"

func (w *world) proposalStories() []story {
	return []story{
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
	}
}
