package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) training() checklists.Training {
	return checklists.Training{ID: "01890a5d-ac96-774b-bcce-0000000000aa",
		Topic: "首问负责与一次性告知" + w.note, Clauses: []standard.ClauseUID{"HS001", "HS079"},
		Halls: []checklists.TrainedHall{{Hall: w.halls[3].ID, Name: w.halls[3].Name + w.note},
			{Hall: w.halls[4].ID, Name: w.halls[4].Name}}, From: "2018-02-05", To: "2018-02-06",
		Trainer: "区人社局业务骨干" + w.note, Place: "区行政服务中心三楼" + w.note, Note: "分两批参加。" + w.note,
		Practice: []checklists.Practice{{Hall: w.halls[3].ID, Person: "3号窗口" + w.note, From: "2018-02-05",
			To: "2018-02-09", Result: "能独立受理。" + w.note, By: "supervisor", At: at(9, 0)},
			{Hall: w.halls[4].ID, Person: "1号窗口", From: "2018-02-05", To: "2018-02-09",
				By: "supervisor", At: at(9, 5)}}, Revision: 3}
}

func (w *world) trainingPage(f web.Frame) *web.Training {
	t := w.training()
	f.Path = web.TrainingURL(t.ID)
	clause, _ := w.edition.Clause("HS001")
	half, whole := checklists.PassRate{Asked: 4, Passed: 1}, checklists.PassRate{Asked: 4, Passed: 3}
	return &web.Training{Frame: f, Of: t, People: w.people,
		Sum: checklists.TrainingEffect{Halls: 2, Before: half, After: whole},
		Effect: []web.EffectRow{{Clause: clause, ClauseEffect: checklists.ClauseEffect{UID: "HS001",
			Before: half, After: whole}}, {ClauseEffect: checklists.ClauseEffect{UID: "HS999"}}}}
}

func (w *world) trainingStories() []story {
	form := web.TrainingForm{Revision: 3, Topic: "首问负责" + w.note, Clauses: "5.1.1, 7.4.1" + w.note,
		Halls: []checklists.HallID{w.halls[3].ID}, From: "2018-02-05", To: "2018-02-06",
		Trainer: w.note, Place: w.note, Note: w.note}
	topic := checklists.TrainingTopic{UID: "HS001", Edition: "2017", Code: "5.1.1", Title: "大厅使用面积" + w.note,
		Halls: []checklists.TopicHall{{Hall: w.halls[3].ID, HallName: w.halls[3].Name + w.note,
			Lost: []string{"2018-01-12", "2017-10-12"}}, {Hall: w.halls[4].ID, HallName: w.halls[4].Name,
			Lost: []string{"2018-01-12", "2017-10-12", "2017-07-12"}}}}
	return []story{
		{"trainings", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.TrainingsURL
			t := w.training()
			f.Problems = []web.Problem{{"topic", "不应为空" + w.note}, {"clauses", "没有条款“99”"},
				{"from", "不是日期"}, {"to", "早于开始日期"}, {"halls", "不应为空"}}
			return &web.Trainings{Frame: f, May: true, Halls: w.halls, Form: form, Next: "x&y",
				Topics: []checklists.TrainingTopic{topic, topic},
				Rows: []web.TrainingRow{{ID: t.ID, Topic: t.Topic, From: t.From, To: t.To, Clauses: 2,
					Halls: 2, Practice: 1}, {ID: "b", Topic: "文明用语", From: t.From, To: t.From}}}
		}},
		{"trainings-none", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.HallHead, web.TrainingsURL
			return &web.Trainings{Frame: f}
		}},
		{"trainings-none-yet", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.TrainingsURL
			return &web.Trainings{Frame: f, May: true, Halls: w.halls}
		}},
		{"trainings-typed", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"hall", "请从中选择。" + w.note}}
			return &web.Trainings{Frame: f, May: true, Halls: w.halls[:2],
				Form: web.TrainingForm{Halls: []checklists.HallID{w.halls[0].ID}},
				Pick: web.HallPicker{Halls: w.halls[2:]}}
		}},
		{"training", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			p := w.trainingPage(f)
			p.May, p.MayAdd, p.Halls, p.Form = true, p.Of.Halls, w.halls, form
			return p
		}},
		{"training-practice-refused", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			f.Problems = []web.Problem{{"person", "不应为空" + w.note}, {"practice-from", "不是日期"},
				{"practice-to", "跟班学习应满5个工作日"}}
			p := w.trainingPage(f)
			p.MayAdd, p.Practice = p.Of.Halls[:1], web.PracticeForm{Revision: 3, Person: w.note,
				From: "2018-02-05", To: "2018-02-07", Result: w.note}
			return p
		}},
		{"training-planned", func(f web.Frame) web.Page {
			f.User.Role = checklists.Admin
			p := w.trainingPage(f)
			p.Of.Practice, p.Sum, p.Of.To = nil, checklists.TrainingEffect{}, p.Of.From
			return p
		}},
	}
}
