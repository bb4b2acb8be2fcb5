package outcomes

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outcomes/shown"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// RectificationRow shows a rectification as a row of a page, with the working days that are left.
func (s *Service) RectificationRow(r *shown.Rectification) web.RectificationRow {
	return web.RectificationRow{ID: r.ID, Hall: r.Hall, HallName: r.HallName, Code: r.Code,
		Title: r.Title, Severity: r.Severity, Holder: r.Holder, Repeats: r.Repeats, State: r.State,
		Due: r.Due, Uncertain: r.Uncertain, Left: s.Calendar().WorkdaysLeft(r.Due, s.Now()), Overdue: r.Overdue,
		Escalation: r.Escalation}
}

func (s *Service) rectificationRows(list []shown.Rectification) []web.RectificationRow {
	rows := make([]web.RectificationRow, len(list))
	for i := range list {
		rows[i] = s.RectificationRow(&list[i])
	}
	return rows
}

// PageRectifications answers GET /rectifications.
func (s Handlers) PageRectifications(c *gin.Context) error {
	f, err := rectificationFilterOf(c)
	if err != nil {
		return err
	}
	page, ok := &web.Rectifications{Frame: s.Pages.Frame(c)}, true
	if access.ReachOf(c) == access.Anything {
		if page.Pick, ok, err = s.Register.ShownHall(c, &page.Frame); err != nil {
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
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageRectification answers GET /rectifications/:id.
func (s Handlers) PageRectification(c *gin.Context) error {
	r, err := s.rectification(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderRectification(c, http.StatusOK, &r, web.RectificationForms{}, nil)
}

// renderRectification shows a rectification with the forms for the person; form is the form that
// was refused, if any.
func (s Handlers) renderRectification(c *gin.Context, status int, r *checklists.Rectification,
	form web.RectificationForms, wrong error,
) error {
	ctx := c.Request.Context()
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(ctx, r.Edition)
	if err != nil {
		return err
	}
	v, now := s.ViewRectification(*r, &settings), s.Now()
	page := &web.Rectification{Frame: s.Pages.Frame(c), Row: s.RectificationRow(&v), Of: r, Form: form,
		PlanLate: r.PlanOverdue(now, s.Calendar()), RecheckDue: v.RecheckDue,
		Workdays: s.Settings.CalendarAt(r.Opened.Time).WorkdaysLeft(r.FirstDue, r.Opened.Time),
		Today:    checklists.DayOf(now), People: s.peopleOf(ctx, r)}
	page.First, page.Last = s.Calendar().Covered()
	page.Path = page.Row.URL()
	var ok bool
	if page.Clause, ok = e.Clause(r.Clause); !ok {
		return wire.ErrNotFound
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = rectificationControl(form.Sent, page.Problems[i].Field)
		}
	}
	page.May, page.Refused = rectificationSteps(access.UserOf(c), r, now, page.Language)
	return s.Pages.Render(c, status, page)
}

// peopleOf names whoever took a step.
func (s *Service) peopleOf(ctx context.Context, r *checklists.Rectification) web.People {
	people := web.People{}
	for _, step := range r.Steps {
		if people[step.By] == "" {
			people[step.By] = s.Access.NameOf(ctx, step.By)
		}
	}
	return people
}

// rectificationControl is the control to which a refusal of a step's field belongs.
func rectificationControl(op checklists.RectificationOp, name string) string {
	known := map[checklists.RectificationOp]map[string]string{
		checklists.OpPlan: {"text": "plan-text", "finish": "plan-finish",
			"extension": "plan-extension"},
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

// answersFor reports whether somebody plans and replies for a duty holder: a hall head for the
// hall, a supervisor for all others.
func answersFor(u *access.User, holder standard.DutyHolder) bool {
	ofHall := holder == standard.DutyHall || holder == ""
	return access.ScopeOf(access.Rectify, u) != access.Nothing &&
		ofHall == (u.Role == checklists.HallHead)
}
