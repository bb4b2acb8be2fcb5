package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (s *Server) pageTrainings(c *gin.Context) error {
	form := web.TrainingForm{Topic: c.Query("topic"), Clauses: c.Query("clauses")}
	for _, id := range c.QueryArray("hall") {
		form.Halls = append(form.Halls, checklists.HallID(id))
	}
	return s.renderTrainings(c, http.StatusOK, form, nil)
}

func (s *Server) renderTrainings(c *gin.Context, status int, form web.TrainingForm, wrong error) error {
	page := &web.Trainings{Frame: s.frame(c), Form: form,
		May: scopeOf(PlanTrainings, userOf(c)) != Nothing}
	if wrong != nil {
		page.Path = web.TrainingsURL
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
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
	if page.Topics, err = s.topics(c.Request.Context(), callerOf(c)); err != nil {
		return err
	}
	if page.May {
		if page.Halls, page.Pick, err = s.trainingHalls(c.Request.Context(), callerOf(c), &form); err != nil {
			return err
		}
	}
	return s.render(c, status, page)
}

// trainingHalls are the halls to tick on the form of a training, and the control for one more where
// there are too many.
func (s *Server) trainingHalls(ctx context.Context, caller Caller, form *web.TrainingForm) ([]checklists.Hall, web.HallPicker, error) {
	pick, err := s.pickHall(ctx, caller, form.Typed, false, nil)
	switch {
	case err == nil && !pick.Typed:
		return pick.Halls, web.HallPicker{}, nil
	case err != nil && refusalOf(err).Status >= http.StatusInternalServerError:
		return nil, pick, err
	}
	all, err := s.headsInScope(ctx, caller)
	var chosen []checklists.Hall
	for _, id := range form.Halls {
		if h := head(all, id); h != nil {
			chosen = append(chosen, *h)
		}
	}
	return chosen, pick, err
}

// chosenHalls finds the halls that are ticked or typed on a form.
func (s *Server) chosenHalls(ctx context.Context, caller Caller, form *web.TrainingForm) error {
	var ids []checklists.HallID
	var wrong error
	for _, text := range form.Halls {
		pick, err := s.pickHall(ctx, caller, string(text), false, nil)
		if err != nil {
			form.Typed, wrong = string(text), err
		} else if pick.Chosen != "" && !slices.Contains(ids, pick.Chosen) {
			ids = append(ids, pick.Chosen)
		}
	}
	form.Halls = ids
	return wrong
}

// trainingFields names the controls of problems: "clauses[2]" is of the control "clauses".
func trainingFields(list []web.Problem) {
	for i := range list {
		list[i].Field, _, _ = strings.Cut(list[i].Field, "[")
	}
}

// trainingIn reads a form; clauses are named as people do. The result is nil where only one more hall
// is chosen.
func (s *Server) trainingIn(c *gin.Context, form *web.TrainingForm) (*trainingRequest, error) {
	if err := bindForm(c, form); err != nil {
		return nil, err
	}
	if err := s.chosenHalls(c.Request.Context(), callerOf(c), form); err != nil || form.Add != "" {
		return nil, err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil {
		return nil, err
	}
	in := &trainingRequest{Revision: form.Revision, Topic: form.Topic, Halls: form.Halls,
		From: form.From, To: form.To, Trainer: form.Trainer, Place: form.Place, Note: form.Note}
	var unknown []string
	if in.Clauses, unknown = clausesNamed(e, standard.Tiers(), form.Clauses); len(unknown) > 0 {
		return nil, invalidField("clauses", "clause", unknown[0])
	}
	return in, validate(in)
}

func (s *Server) formNewTraining(c *gin.Context) error {
	var form web.TrainingForm
	in, err := s.trainingIn(c, &form)
	if err == nil && in == nil {
		return s.renderTrainings(c, http.StatusOK, form, nil)
	}
	if err == nil {
		var t checklists.Training
		if t, err = s.addTraining(c.Request.Context(), userOf(c).Username, in); err == nil {
			return seeOther(c, web.TrainingURL(t.ID))
		}
	}
	return s.renderTrainings(c, refusalOf(err).Status, form, err)
}

func (s *Server) pageTraining(c *gin.Context) error {
	return s.renderTraining(c, http.StatusOK, nil, web.PracticeForm{}, nil)
}

// renderTraining shows a training with its forms; plan, when not nil, is the one that was refused.
func (s *Server) renderTraining(c *gin.Context, status int, plan *web.TrainingForm,
	practice web.PracticeForm, wrong error,
) error {
	t, err := s.training(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := s.viewTraining(c.Request.Context(), callerOf(c), t)
	if err != nil {
		return err
	}
	user := userOf(c)
	page := &web.Training{Frame: s.frame(c), Of: v.Training, Sum: v.Effect, Practice: practice,
		May: scopeOf(PlanTrainings, user) != Nothing}
	page.Path, page.Practice.Revision = web.TrainingURL(t.ID), t.Revision
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
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
		if scopeOf(RecordPractice, user).coversHall(user, h.Hall) {
			page.MayAdd = append(page.MayAdd, h)
		}
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil {
		return err
	}
	for _, line := range v.Effect.Clauses {
		clause, _ := e.Clause(line.UID)
		page.Effect = append(page.Effect, web.EffectRow{Clause: clause, ClauseEffect: line})
	}
	if page.People, err = s.everybody(c); err != nil {
		return err
	}
	page.Form = trainingForm(&t, e)
	if plan != nil {
		page.Form = *plan
	}
	if page.May {
		if page.Halls, page.Pick, err = s.trainingHalls(c.Request.Context(), callerOf(c), &page.Form); err != nil {
			return err
		}
	}
	return s.render(c, status, page)
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

func (s *Server) formTraining(c *gin.Context) error {
	if _, err := s.training(c.Request.Context(), callerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.TrainingForm
	in, err := s.trainingIn(c, &form)
	if err == nil && in == nil {
		return s.renderTraining(c, http.StatusOK, &form, web.PracticeForm{}, nil)
	}
	if err == nil {
		_, err = s.replanTraining(c.Request.Context(), callerOf(c), c.Param("id"), in)
	}
	if err != nil {
		return s.renderTraining(c, refusalOf(err).Status, &form, web.PracticeForm{}, err)
	}
	return seeOther(c, web.TrainingURL(checklists.TrainingID(c.Param("id"))))
}

func (s *Server) formPractice(c *gin.Context) error {
	if _, err := s.training(c.Request.Context(), callerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.PracticeForm
	err := bindForm(c, &form)
	if err == nil {
		_, err = s.practise(c.Request.Context(), callerOf(c), c.Param("id"), &practiceRequest{Revision: form.Revision, Hall: form.Hall,
			Person: form.Person, From: form.From, To: form.To, Result: form.Result})
	}
	if err != nil {
		return s.renderTraining(c, refusalOf(err).Status, nil, form, err)
	}
	return seeOther(c, web.TrainingURL(checklists.TrainingID(c.Param("id"))))
}
