package outcomes

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// AppealRow shows an appeal as a row of a page, with the last day for its decision.
func (s *Service) AppealRow(appeal *checklists.Appeal, settings *checklists.Settings,
) web.AppealRow {
	row := web.AppealRow{ID: appeal.ID, HallName: appeal.HallName, Number: appeal.AuditNumber,
		Code:  appeal.Code,
		Title: appeal.Title, State: appeal.State, At: appeal.At, Lost: appeal.Lost()}
	v := s.viewAppeal(*appeal, settings)
	row.Due, row.Overdue = v.Due, v.Overdue
	row.Uncertain = appeal.State == checklists.AppealOpen && len(v.Uncertain) > 0
	late := s.decisionTerm(appeal, settings)
	row.Late = appeal.State == checklists.AppealOpen && late.Over(s.Now())
	if appeal.Decision != nil {
		row.Before, row.After = appeal.Decision.Before.Total, appeal.Decision.After.Total
	}
	return row
}

// PageAppeals answers GET /appeals.
func (s Handlers) PageAppeals(c *gin.Context) error {
	list, next, err := s.appealsInScope(c)
	if err != nil {
		return err
	}
	settings, err := s.Settings.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	page := &web.Appeals{Frame: s.Pages.Frame(c), Next: next, Filter: web.AppealFilter{
		State: checklists.AppealState(c.Query("status")), Hall: checklists.HallID(c.Query("hall")),
		Audit: checklists.AuditID(c.Query("audit"))}}
	for i := range list {
		page.Rows = append(page.Rows, s.AppealRow(&list[i].Appeal, &settings))
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageAppeal answers GET /appeals/:id.
func (s Handlers) PageAppeal(c *gin.Context) error {
	appeal, err := s.appealOf(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderAppeal(c, http.StatusOK, &appeal, web.DecideForm{}, nil)
}

func (s Handlers) renderAppeal(c *gin.Context, status int, appeal *checklists.Appeal,
	form web.DecideForm, wrong error,
) error {
	ctx, user := c.Request.Context(), access.UserOf(c)
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	clause, err := s.clauseOf(ctx, appeal.Edition, appeal.Clause)
	if err != nil {
		return err
	}
	page := &web.Appeal{Frame: s.Pages.Frame(c), Row: s.AppealRow(appeal, &settings), Of: appeal,
		Clause: clause,
		People: web.People{appeal.By: s.Access.NameOf(ctx, appeal.By)}, Form: form}
	page.Path = page.Row.URL()
	if appeal.Decision != nil {
		page.People[appeal.Decision.By] = s.Access.NameOf(ctx, appeal.Decision.By)
	}
	if wrong != nil {
		if page.Problems = answerProblems(wrong, page.Language); page.Problems == nil {
			return wrong
		}
	}
	if access.ScopeOf(access.DecideAppeals, user) != access.Nothing &&
		appeal.State == checklists.AppealOpen {
		a, err := s.Docs.Audits.Get(ctx, string(appeal.Audit))
		if err != nil {
			return err
		}
		if why := s.mayDecide(ctx, user, appeal, &a); why != nil {
			refusal := wire.RefusalOf(why)
			if refusal.Status >= http.StatusInternalServerError {
				return why
			}
			page.Refused = refusal.Text(page.Language)
		} else {
			page.MayDecide = true
		}
	}
	return s.Pages.Render(c, status, page)
}

// answerProblems are those of a form with an answer, whose controls are named like its fields; what
// belongs to no control of the page names none.
func answerProblems(wrong error, l message.Language) []web.Problem {
	list := pages.Problems(wrong, l, "")
	controls := []string{"reason", "late", "ground", "photo", "value", "numerator", "denominator",
		"verdict", "level", "none"}
	for i := range list {
		if !slices.Contains(controls, list[i].Field) {
			list[i].Field = ""
		}
	}
	return list
}

// clauseOf is a clause as it reads in an edition.
func (s *Service) clauseOf(ctx context.Context, id standard.EditionID, uid standard.ClauseUID) (
	*standard.Clause, error,
) {
	e, err := s.Editions.Edition(ctx, id)
	if err != nil {
		return nil, err
	}
	clause, ok := e.Clause(uid)
	if !ok {
		return nil, wire.ErrNotFound
	}
	return clause, nil
}

// FormDecide answers POST /appeals/:id/decide.
func (s Handlers) FormDecide(c *gin.Context) error {
	appeal, err := s.appealOf(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.DecideForm
	if err = pages.BindForm(c, &form); err == nil {
		err = s.decideByForm(c.Request.Context(), access.CallerOf(c), c.Param("id"), &appeal, form)
	}
	if err != nil {
		return s.renderAppeal(c, wire.RefusalOf(err).Status, &appeal, form, err)
	}
	return pages.SeeOther(c, web.AppealURL(appeal.ID))
}

func (s *Service) decideByForm(ctx context.Context, caller access.Caller, id string,
	appeal *checklists.Appeal, form web.DecideForm,
) error {
	in := decideRequest{Revision: form.Revision, Uphold: form.Uphold == "1", Reason: form.Reason,
		Late: form.Late}
	if in.Uphold {
		clause, err := s.clauseOf(ctx, appeal.Edition, appeal.Clause)
		if err != nil {
			return err
		}
		answer, err := audits.FormAnswer(clause, form.Clause())
		if err != nil {
			return err
		}
		if in.Answer, err = json.Marshal(answer); err != nil {
			return err
		}
	}
	_, err := s.decide(ctx, caller, id, in)
	return err
}

// PageNewAppeal answers GET /audits/:id/appeals.
func (s Handlers) PageNewAppeal(c *gin.Context) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	uid := standard.ClauseUID(c.Query("clause"))
	made, err := s.Docs.Appeals.Get(c.Request.Context(), string(checklists.AppealIDOf(a.ID, uid)))
	if err == nil {
		return pages.SeeOther(c, web.AppealURL(made.ID))
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.renderNewAppeal(c, http.StatusOK, a, web.AppealForm{Clause: uid}, nil)
}

func (s Handlers) renderNewAppeal(c *gin.Context, status int, a *checklists.Audit,
	form web.AppealForm, wrong error,
) error {
	ctx := c.Request.Context()
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return err
	}
	term := s.appealTerm(a, &settings)
	switch {
	case term.Day == "":
		return checklists.ErrAppealState
	case wrong == nil && (a.State == checklists.Final || term.Over(s.Now())):
		return checklists.ErrAppealLate
	}
	score, err := s.Audits.Score(ctx, a)
	if err != nil {
		return err
	}
	line := slices.IndexFunc(score.Clauses, func(l checklists.ClauseScore) bool {
		return l.UID == form.Clause
	})
	if line < 0 {
		return wire.InvalidField("clause", "choice")
	}
	clause, err := s.clauseOf(ctx, a.Edition, form.Clause)
	if err != nil {
		return err
	}
	page := &web.NewAppeal{Frame: s.Pages.Frame(c), Audit: a, Clause: clause,
		Line:   score.Clauses[line],
		Answer: a.ClauseState(clause.UID).Answer, Due: term.Day, Uncertain: !term.Certain,
		Last: term.Last, Form: form, Left: s.Calendar().WorkdaysLeft(term.Day, s.Now())}
	page.Path = web.NewAppealURL(a.ID, clause.UID)
	if wrong != nil {
		if page.Problems = answerProblems(wrong, page.Language); page.Problems == nil {
			return wrong
		}
	}
	return s.Pages.Render(c, status, page)
}

// FormNewAppeal answers POST /audits/:id/appeals.
func (s Handlers) FormNewAppeal(c *gin.Context) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.AppealForm
	err = pages.BindForm(c, &form)
	var appeal checklists.Appeal
	if err == nil {
		in := appealRequest{Clause: form.Clause, Ground: form.Ground}
		if in.Evidence, err = s.Audits.PhotosIn(c, web.PhotoField); err == nil {
			appeal, _, err = s.appeal(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
		}
	}
	if err != nil {
		return s.renderNewAppeal(c, wire.RefusalOf(err).Status, a, form, err)
	}
	return pages.SeeOther(c, web.AppealURL(appeal.ID))
}

// AppealsAbout is the part about appeals of a page about an audit.
func (s *Service) AppealsAbout(ctx context.Context, u *access.User, a *checklists.Audit) (
	about web.AppealsOf, err error,
) {
	if !access.ScopeOf(access.ReadAppeals, u).CoversHall(u, a.Hall) {
		return about, nil
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return about, err
	}
	term := s.appealTerm(a, &settings)
	about.Due, about.Uncertain, about.Last = term.Day, !term.Certain, term.Last
	about.Over = a.State == checklists.Final || term.Over(s.Now())
	about.May = a.State == checklists.Approved && !about.Over &&
		access.ScopeOf(access.MakeAppeals, u).CoversHall(u, a.Hall)
	list, err := s.AppealsOf(ctx, a.ID)
	about.Made = map[standard.ClauseUID]*checklists.Appeal{}
	for i := range list {
		about.Made[list[i].Clause] = &list[i]
		about.Waits = about.Waits || list[i].State == checklists.AppealOpen
	}
	return about, err
}
