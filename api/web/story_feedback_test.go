package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) feedback(state checklists.FeedbackState, rating checklists.Rating) web.FeedbackRow {
	f := checklists.Feedback{ID: checklists.FeedbackID("01890a5d-" + string(state)), Hall: w.halls[3].ID,
		HallName: w.halls[3].Name + w.note, Rating: rating, Comment: "等候时间太长,只开了一个窗口。" + w.note,
		At: at(9, 30), State: state, Revision: 1}
	row := web.FeedbackRow{Feedback: f}
	if state == checklists.FeedbackShown {
		row.Contact, row.Due, row.Overdue = "13800000000"+w.note, "2018-01-29", 2
		clause, _ := w.edition.Clause("HS079")
		row.Clauses = []*standard.Clause{clause}
	}
	return row
}

func (w *world) feedbackStories() []story {
	counts := checklists.FeedbackCounts{Total: 12, Ratings: map[checklists.Rating]int{5: 6, 4: 3, 3: 1,
		2: 1, 1: 1}, Good: standard.MustDecimal("0.8333"), Answered: 2, Open: 1}
	said := []web.Said{{Rating: 2, Comment: "等候时间太长。" + w.note, At: at(9, 30),
		Answer: "已增开窗口。" + w.note, Answered: at(10, 0)}, {Rating: 5, Comment: "态度很好。", At: at(9, 0)}}
	hall := w.halls[3]
	hall.Name += w.note
	public := func(f web.Frame) *web.GiveFeedback {
		f.User, f.Path = nil, web.GiveFeedbackURL(hall.ID)
		return &web.GiveFeedback{Frame: f, Hall: hall}
	}
	return []story{
		{"give-feedback", func(f web.Frame) web.Page {
			p := public(f)
			p.Counts, p.Said = counts, said
			return p
		}},
		{"give-feedback-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"rating", "请选择一个评价"}, {"comment", "太长" + w.note},
				{"contact", "太长"}}
			p := public(f)
			p.Form = web.FeedbackForm{Rating: 2, Comment: w.note, Contact: w.note}
			return p
		}},
		{"give-feedback-sent", func(f web.Frame) web.Page {
			p := public(f)
			p.Sent = true
			return p
		}},
		{"feedback-hall", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.HallHead, web.FeedbackURL
			row, answered := w.feedback(checklists.FeedbackShown, 2), w.feedback(checklists.FeedbackShown, 3)
			row.MayAnswer, answered.ID = true, "b"
			answered.Answer, answered.AnsweredBy, answered.Answered = "已答复"+w.note, "周予安"+w.note, at(11, 0)
			answered.Comment = ""
			f.Problems = []web.Problem{{"text-" + string(row.ID), "不应为空" + w.note}}
			return &web.FeedbackList{Frame: f, Hall: hall.ID, Own: hall.ID, Counts: &counts,
				Pick: web.HallPicker{Halls: []checklists.Hall{hall}}, Rows: []web.FeedbackRow{row, answered}, Refused: row.ID,
				Form: web.FeedbackStepForm{Text: w.note}}
		}},
		{"feedback-moderate", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.FeedbackURL
			row, withheld := w.feedback(checklists.FeedbackWaiting, 5), w.feedback(checklists.FeedbackWithheld, 1)
			f.Problems = []web.Problem{{"clauses-" + string(row.ID), "没有条款“99”" + w.note},
				{"reason-" + string(row.ID), "不应为空"}}
			row.MayModerate, withheld.Reason = true, "辱骂"+w.note
			return &web.FeedbackList{Frame: f, May: true, Pick: web.HallPicker{Halls: w.halls}, Next: "x&y", Refused: row.ID,
				Hall: hall.ID, State: checklists.FeedbackWaiting, Counts: &counts,
				Rows: []web.FeedbackRow{row, withheld},
				Form: web.FeedbackStepForm{Clauses: w.note, Reason: w.note}}
		}},
		{"feedback-none", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.FeedbackURL
			return &web.FeedbackList{Frame: f, May: true, Pick: web.HallPicker{Halls: w.halls}}
		}},
		{"feedback-none-filtered", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.FeedbackURL
			return &web.FeedbackList{Frame: f, May: true, Pick: web.HallPicker{Halls: w.halls}, State: checklists.FeedbackShown}
		}},
	}
}
