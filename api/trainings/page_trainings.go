package trainings

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// PageTrainings answers GET /training.
func (s Handlers) PageTrainings(c *gin.Context) error {
	form := web.TrainingForm{Topic: c.Query("topic"), Clauses: c.Query("clauses")}
	for _, id := range c.QueryArray("hall") {
		form.Halls = append(form.Halls, checklists.HallID(id))
	}
	return s.renderTrainings(c, http.StatusOK, form, nil)
}

func (s Handlers) renderTrainings(c *gin.Context, status int, form web.TrainingForm,
	wrong error,
) error {
	page := &web.Trainings{Frame: s.Pages.Frame(c), Form: form,
		May: access.ScopeOf(access.PlanTrainings, access.UserOf(c)) != access.Nothing}
	if wrong != nil {
		page.Path = web.TrainingsURL
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		trainingFields(page.Problems)
	}
	list, next, err := s.trainingPage(c)
	if err != nil {
		return err
	}
	page.Next = next
	for i := range list {
		t := &list[i]
		page.Rows = append(page.Rows, web.TrainingRow{ID: t.ID, Topic: t.Topic, From: t.From, To: t.To,
			Clauses: len(t.Clauses), Halls: len(t.Halls), Practice: len(t.Practice)})
	}
	if page.Topics, err = s.topics(c.Request.Context(), access.CallerOf(c)); err != nil {
		return err
	}
	if page.May {
		if page.Halls, page.Pick, err = s.trainingHalls(c.Request.Context(), access.CallerOf(c),
			&form); err != nil {
			return err
		}
	}
	return s.Pages.Render(c, status, page)
}

// trainingHalls returns the halls to tick on the form of a training. Where there are too many for a
// list, these are only the chosen ones, and the control adds another.
func (s *Service) trainingHalls(ctx context.Context, caller access.Caller, form *web.TrainingForm) (
	[]checklists.Hall, web.HallPicker, error,
) {
	pick, err := s.Register.PickHall(ctx, caller, form.Typed, false, nil)
	switch {
	case err == nil && !pick.Typed:
		return pick.Halls, web.HallPicker{}, nil
	case err != nil && wire.RefusalOf(err).Status >= http.StatusInternalServerError:
		return nil, pick, err
	}
	all, err := s.Register.HeadsInScope(ctx, caller)
	var chosen []checklists.Hall
	for _, id := range form.Halls {
		if h := register.Head(all, id); h != nil {
			chosen = append(chosen, *h)
		}
	}
	return chosen, pick, err
}

// chosenHalls replaces what was ticked or typed on a form by the IDs of the halls that it names.
func (s *Service) chosenHalls(ctx context.Context, caller access.Caller,
	form *web.TrainingForm,
) error {
	var ids []checklists.HallID
	var wrong error
	for _, text := range form.Halls {
		pick, err := s.Register.PickHall(ctx, caller, string(text), false, nil)
		if err != nil {
			form.Typed, wrong = string(text), err
		} else if pick.Chosen != "" && !slices.Contains(ids, pick.Chosen) {
			ids = append(ids, pick.Chosen)
		}
	}
	form.Halls = ids
	return wrong
}

// trainingFields names the control for each problem: a problem of "clauses[2]" belongs to
// "clauses".
func trainingFields(list []web.Problem) {
	for i := range list {
		list[i].Field, _, _ = strings.Cut(list[i].Field, "[")
	}
}

// trainingIn reads a form, in which people name clauses by number. It returns nil where the form
// only adds a hall to the choice.
func (s Handlers) trainingIn(c *gin.Context, form *web.TrainingForm) (*trainingRequest, error) {
	if err := pages.BindForm(c, form); err != nil {
		return nil, err
	}
	if err := s.chosenHalls(c.Request.Context(), access.CallerOf(c), form); err != nil ||
		form.Add != "" {
		return nil, err
	}
	e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
	if err != nil {
		return nil, err
	}
	in := &trainingRequest{Revision: form.Revision, Topic: form.Topic, Halls: form.Halls,
		From: form.From, To: form.To, Trainer: form.Trainer, Place: form.Place, Note: form.Note}
	var unknown []string
	if in.Clauses, unknown = editions.ClausesNamed(e, standard.Tiers(),
		form.Clauses); len(unknown) > 0 {
		return nil, wire.InvalidField("clauses", "clause", unknown[0])
	}
	return in, wire.Validate(in)
}

// FormNewTraining answers POST /training.
func (s Handlers) FormNewTraining(c *gin.Context) error {
	var form web.TrainingForm
	in, err := s.trainingIn(c, &form)
	if err == nil && in == nil {
		return s.renderTrainings(c, http.StatusOK, form, nil)
	}
	if err == nil {
		var t checklists.Training
		if t, err = s.addTraining(c.Request.Context(), access.UserOf(c).Username, in); err == nil {
			return pages.SeeOther(c, web.TrainingURL(t.ID))
		}
	}
	return s.renderTrainings(c, wire.RefusalOf(err).Status, form, err)
}

// PageTraining answers GET /training/:id.
func (s Handlers) PageTraining(c *gin.Context) error {
	return s.renderTraining(c, http.StatusOK, nil, web.PracticeForm{}, nil)
}

// renderTraining shows a training with its forms; plan is the form that was refused, or nil.
func (s Handlers) renderTraining(c *gin.Context, status int, plan *web.TrainingForm,
	practice web.PracticeForm, wrong error,
) error {
	t, err := s.training(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := s.viewTraining(c.Request.Context(), access.CallerOf(c), t)
	if err != nil {
		return err
	}
	user := access.UserOf(c)
	page := &web.Training{Frame: s.Pages.Frame(c), Of: v.Training, Sum: v.Effect, Practice: practice,
		May: access.ScopeOf(access.PlanTrainings, user) != access.Nothing}
	page.Path, page.Practice.Revision = web.TrainingURL(t.ID), t.Revision
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		trainingFields(page.Problems)
		for i := range page.Problems {
			if f := page.Problems[i].Field; plan == nil && (f == "from" || f == "to" || f == "hall") {
				page.Problems[i].Field = "practice-" + f
			}
		}
	}
	for _, h := range t.Halls {
		if access.ScopeOf(access.RecordPractice, user).CoversHall(user, h.Hall) {
			page.MayAdd = append(page.MayAdd, h)
		}
	}
	e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
	if err != nil {
		return err
	}
	for _, line := range v.Effect.Clauses {
		clause, _ := e.Clause(line.UID)
		page.Effect = append(page.Effect, web.EffectRow{Clause: clause, ClauseEffect: line})
	}
	if page.People, err = s.Access.Everybody(c); err != nil {
		return err
	}
	page.Form = trainingForm(&t, e)
	if plan != nil {
		page.Form = *plan
	}
	if page.May {
		if page.Halls, page.Pick, err = s.trainingHalls(c.Request.Context(), access.CallerOf(c),
			&page.Form); err != nil {
			return err
		}
	}
	return s.Pages.Render(c, status, page)
}

func trainingForm(t *checklists.Training, e *standard.Edition) web.TrainingForm {
	f := web.TrainingForm{Revision: t.Revision, Topic: t.Topic, From: t.From, To: t.To,
		Trainer: t.Trainer, Place: t.Place, Note: t.Note}
	var codes []string
	for _, uid := range t.Clauses {
		if clause, ok := e.Clause(uid); ok {
			codes = append(codes, clause.Code)
		} else {
			codes = append(codes, string(uid))
		}
	}
	f.Clauses = strings.Join(codes, ", ")
	for _, h := range t.Halls {
		f.Halls = append(f.Halls, h.Hall)
	}
	return f
}

// FormTraining answers POST /training/:id.
func (s Handlers) FormTraining(c *gin.Context) error {
	if _, err := s.training(c.Request.Context(), access.CallerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.TrainingForm
	in, err := s.trainingIn(c, &form)
	if err == nil && in == nil {
		return s.renderTraining(c, http.StatusOK, &form, web.PracticeForm{}, nil)
	}
	if err == nil {
		_, err = s.replanTraining(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	}
	if err != nil {
		return s.renderTraining(c, wire.RefusalOf(err).Status, &form, web.PracticeForm{}, err)
	}
	return pages.SeeOther(c, web.TrainingURL(checklists.TrainingID(c.Param("id"))))
}

// FormPractice answers POST /training/:id/practice.
func (s Handlers) FormPractice(c *gin.Context) error {
	if _, err := s.training(c.Request.Context(), access.CallerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.PracticeForm
	err := pages.BindForm(c, &form)
	if err == nil {
		_, err = s.practise(c.Request.Context(), access.CallerOf(c), c.Param("id"),
			&practiceRequest{Revision: form.Revision, Hall: form.Hall,
				Person: form.Person, From: form.From, To: form.To, Result: form.Result})
	}
	if err != nil {
		return s.renderTraining(c, wire.RefusalOf(err).Status, nil, form, err)
	}
	return pages.SeeOther(c, web.TrainingURL(checklists.TrainingID(c.Param("id"))))
}
