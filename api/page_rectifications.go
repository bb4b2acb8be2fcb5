package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (s *Server) rectificationRow(r *rectificationView) web.RectificationRow {
	return web.RectificationRow{ID: r.ID, Hall: r.Hall, HallName: r.HallName, Code: r.Code,
		Title: r.Title, Severity: r.Severity, Holder: r.Holder, Repeats: r.Repeats, State: r.State,
		Due: r.Due, Left: s.Calendar.WorkdaysLeft(r.Due, s.now()), Overdue: r.Overdue,
		Escalation: r.Escalation}
}

func (s *Server) rectificationRows(list []rectificationView) []web.RectificationRow {
	rows := make([]web.RectificationRow, len(list))
	for i := range list {
		rows[i] = s.rectificationRow(&list[i])
	}
	return rows
}

func (s *Server) pageRectifications(c *gin.Context) error {
	f, err := rectificationFilterOf(c)
	if err != nil {
		return err
	}
	page, ok := &web.Rectifications{Frame: s.frame(c)}, true
	if scope(c) == Anything {
		if page.Pick, ok, err = s.shownHall(c, &page.Frame); err != nil {
			return err
		}
		f.hall = string(page.Pick.Chosen)
	}
	page.Filter = web.RectificationFilter{State: f.status, Hall: checklists.HallID(f.hall), By: f.by,
		Audit: f.audit}
	if f.late {
		page.Filter.Overdue = "true"
	}
	if f.escalated {
		page.Filter.Escalated = "true"
	}
	if ok {
		list, next, err := s.rectificationsInScope(c, f)
		if err != nil {
			return err
		}
		page.Rows, page.Next = s.rectificationRows(list), next
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageRectification(c *gin.Context) error {
	r, err := s.rectification(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderRectification(c, http.StatusOK, &r, web.RectificationForms{}, nil)
}

// renderRectification shows one with the forms for the person; form is the one that was refused.
func (s *Server) renderRectification(c *gin.Context, status int, r *checklists.Rectification,
	form web.RectificationForms, wrong error,
) error {
	ctx := c.Request.Context()
	settings, err := s.settings(ctx)
	if err != nil {
		return err
	}
	e, err := s.edition(ctx, r.Edition)
	if err != nil {
		return err
	}
	v, now := s.viewRectification(*r, &settings), s.now()
	page := &web.Rectification{Frame: s.frame(c), Row: s.rectificationRow(&v), Of: r, Form: form,
		PlanLate: r.PlanOverdue(now, s.Calendar), RecheckDue: v.RecheckDue,
		Workdays: s.Calendar.WorkdaysLeft(r.FirstDue, r.Opened.Time),
		Today:    now.In(checklists.HallZone).Format("2006-01-02"), People: s.peopleOf(ctx, r)}
	page.First, page.Last = s.Calendar.Covered()
	page.Path = page.Row.URL()
	var ok bool
	if page.Clause, ok = e.Clause(r.Clause); !ok {
		return errNotFound
	}
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = rectificationControl(form.Sent, page.Problems[i].Field)
		}
	}
	page.May, page.Refused = rectificationSteps(userOf(c), r, now, page.Language)
	return s.render(c, status, page)
}

// peopleOf names whoever took a step.
func (s *Server) peopleOf(ctx context.Context, r *checklists.Rectification) web.People {
	people := web.People{}
	for _, step := range r.Steps {
		if people[step.By] == "" {
			people[step.By] = s.nameOf(ctx, step.By)
		}
	}
	return people
}

// rectificationControl is the control to which a refusal of a step's field belongs.
func rectificationControl(op checklists.RectificationOp, name string) string {
	known := map[checklists.RectificationOp]map[string]string{
		checklists.OpPlan: {"text": "plan-text", "finish": "plan-finish"},
		checklists.OpReply: {"text": "reply-text", "photo": "reply-photo", "before": "reply-before",
			"evidence": "reply-photo"},
		checklists.OpVerify: {"comment": "verify-comment", "photo": "verify-photo", "value": "value",
			"numerator": "numerator", "denominator": "denominator", "verdict": "verdict", "level": "level"},
		checklists.OpSendBack:     {"comment": "return-comment"},
		checklists.OpAskExtension: {"until": "ask-until", "reason": "ask-reason"},
		checklists.OpExtend:       {"until": "extend-until", "reason": "extend-reason"},
	}
	return known[op][name]
}

// answersFor reports whether somebody plans and replies for a duty holder: a hall head for the hall,
// a supervisor for all others.
func answersFor(u *User, holder standard.DutyHolder) bool {
	ofHall := holder == standard.DutyHall || holder == ""
	return scopeOf(Rectify, u) != Nothing && ofHall == (u.Role == checklists.HallHead)
}
