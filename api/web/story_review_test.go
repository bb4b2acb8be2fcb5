package web_test

import (
	"strconv"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// reviewPage is the review of an audit that was returned before.
func (w *world) reviewPage(f web.Frame, may web.Permissions) *web.Review {
	f.User.Role = checklists.Supervisor
	audit := w.audit
	audit.State = checklists.Submitted
	audit.Returned = []checklists.ClauseReturn{{Clause: "HS001", Comment: "照片看不清" + w.note}}
	return &web.Review{Frame: f, Audit: &audit, Edition: w.edition, States: w.states, Score: w.score,
		People: w.people, May: may, Since: at(9, 0), Changed: []standard.ClauseUID{"HS001", "HS002"},
		Omitted: 3, Omissions: []checklists.Omission{{Inspector: "auditor", Audits: 4, Others: 2,
			Rate: standard.MustDecimal("0.0246"), Median: standard.MustDecimal("0.0083")},
			{Inspector: "auditor2"}}, Heard: &checklists.Heard{Begun: at(7, 0), First: at(9, 0), Records: 2,
			Oldest: at(7, 30), Last: at(9, 0)}, Late: w.late(), Form: web.ReviewForm{Revision: audit.Revision}}
}

// late is what came after the submission, one change of each kind.
func (w *world) late() *checklists.Late {
	l := &checklists.Late{By: []checklists.Username{"auditor2"}}
	for i, c := range []checklists.Change{
		{Clause: "HS001", Op: checklists.OpAnswer, Value: []byte(`{"verdict":"fail"}`)},
		{Clause: "HS001", Op: checklists.OpNote, Value: []byte(`{"note":"晚到的记录"}`)},
		{Clause: "HS002", Op: checklists.OpNotApplicable, Value: []byte(`{"notApplicable":"不设窗口"}`)},
		{Clause: "HS002", Op: checklists.OpClear},
	} {
		c.ID = checklists.ChangeID("01890000-0000-7000-8000-00000000000" + strconv.Itoa(i))
		c.At, c.By = checklists.StampAt(at(9, i).Time, 0, "tab2"), "auditor2"
		c.Received = at(9, 30)
		l.Add("auditor2", []checklists.Change{c})
	}
	return l
}

func (w *world) reviewStories() []story {
	return []story{
		{"review", func(f web.Frame) web.Page { return w.reviewPage(f, mayAll) }},
		{"review-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{Field: web.ReviewControl("HS001"), Text: "应写明理由" + w.note},
				{Field: "comment", Text: "太长" + w.note}}
			p := w.reviewPage(f, web.Permissions{Return: true})
			p.Show = web.ReviewReturned
			p.Form = web.ReviewForm{Revision: 141, Clauses: []standard.ClauseUID{"HS001"},
				Comments: []string{" "}, Returned: []standard.ClauseUID{"HS001"}, Comment: w.note}
			return p
		}},
		{"review-read", func(f web.Frame) web.Page {
			p := w.reviewPage(f, web.Permissions{})
			p.Show, p.Audit.Returned, p.Changed = web.ReviewChanged, nil, nil
			return p
		}},
		{"checklist-sent-back", func(f web.Frame) web.Page {
			p := w.checklist(f, 5, web.ShowChapter)
			audit := *p.Audit
			audit.Returned = []checklists.ClauseReturn{{Clause: "HS001", Comment: "照片看不清" + w.note}}
			p.Audit = &audit
			return p
		}},
	}
}
