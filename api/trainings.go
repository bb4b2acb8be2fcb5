package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

var trainingSchema = store.Schema[checklists.Training]{
	Name:     "trainings",
	ID:       func(t checklists.Training) string { return string(t.ID) },
	Revision: func(t checklists.Training) int { return t.Revision },
	Keys: map[string]func(checklists.Training) []string{
		"from": key(func(t checklists.Training) string { return t.From }),
		"hall": func(t checklists.Training) []string {
			halls := make([]string, len(t.Halls))
			for i, h := range t.Halls {
				halls[i] = string(h.Hall)
			}
			return halls
		},
	},
	Indexes: []store.Index{{Order: "from"}, {Equal: []string{"hall"}, Order: "from", Multi: "hall"}},
}

// coversTraining decides who may see a training: a hall head those in which the hall takes part.
func (s Scope) coversTraining(u *User, t *checklists.Training) bool {
	return s == Anything || s == OwnHall && u.Hall != "" && t.Holds(u.Hall)
}

// trainingView is a training with what came of it.
type trainingView struct {
	checklists.Training
	Effect checklists.TrainingEffect `json:"effect"`
}

// viewTraining shows a training; a hall sees its own weeks of practice alone.
func (s *Server) viewTraining(ctx context.Context, caller Caller, t checklists.Training) (trainingView, error) {
	if caller.Reach == OwnHall {
		hall := caller.User.Hall
		t.Practice = slices.DeleteFunc(slices.Clone(t.Practice),
			func(p checklists.Practice) bool { return p.Hall != hall })
	}
	t.Practice = nonNil(t.Practice)
	var outcomes []checklists.Outcome
	for _, h := range t.Halls {
		of, err := gather(ctx, s.docs.outcomes, store.Query{Order: "approved",
			Equal: map[string]string{"hall": string(h.Hall)}})
		if err != nil {
			return trainingView{}, err
		}
		outcomes = append(outcomes, of...)
	}
	return trainingView{t, t.Effect(outcomes)}, nil
}

// trainingPage reads one page of trainings, the latest first.
func (s *Server) trainingPage(c *gin.Context) ([]checklists.Training, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending = "from", true
	switch hall := c.Query("hall"); {
	case scope(c) == OwnHall:
		q.Equal = map[string]string{"hall": string(userOf(c).Hall)}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	}
	own := userOf(c).Hall
	return collect(c.Request.Context(), s.docs.trainings, q, nil,
		func(t checklists.Training) checklists.Training {
			t.Practice = nonNil(t.Practice)
			if scope(c) == OwnHall {
				t.Practice = slices.DeleteFunc(t.Practice,
					func(p checklists.Practice) bool { return p.Hall != own })
			}
			return t
		})
}

func (s *Server) getTrainings(c *gin.Context) error {
	items, next, err := s.trainingPage(c)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, trainingTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

// training loads one within the scope of the request.
func (s *Server) training(ctx context.Context, caller Caller, id string) (checklists.Training, error) {
	t, err := s.docs.trainings.Get(ctx, id)
	if err == nil && !caller.Reach.coversTraining(caller.User, &t) {
		err = errNotFound
	}
	return t, err
}

func (s *Server) getTraining(c *gin.Context) error {
	t, err := s.training(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

func (s *Server) answerTraining(c *gin.Context, status int, t checklists.Training) error {
	v, err := s.viewTraining(c.Request.Context(), callerOf(c), t)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}

// trainingRequest is a plan as people send it.
type trainingRequest struct {
	Revision int                  `json:"revision" validate:"min=0"`
	Topic    string               `json:"topic" validate:"max=200,clean"`
	Clauses  []standard.ClauseUID `json:"clauses" validate:"max=200,unique"`
	Halls    []checklists.HallID  `json:"halls" validate:"max=2000,unique"`
	From     string               `json:"from" validate:"max=10"`
	To       string               `json:"to" validate:"max=10"`
	Trainer  string               `json:"trainer" validate:"max=80,clean"`
	Place    string               `json:"place" validate:"max=80,clean"`
	Note     string               `json:"note" validate:"max=2000,note"`
}

// trainingPlanOf names the halls of a request and refuses what is unknown.
func (s *Server) trainingPlanOf(ctx context.Context, in *trainingRequest) (p checklists.TrainingPlan, err error) {
	p = checklists.TrainingPlan{Topic: in.Topic, Clauses: nonNil(in.Clauses),
		Halls: []checklists.TrainedHall{}, From: in.From, To: in.To, Trainer: in.Trainer,
		Place: in.Place, Note: in.Note}
	for i, id := range in.Halls {
		h, err := s.docs.halls.Get(ctx, string(id))
		if refusalOf(err) == errNotFound {
			return p, invalidField(fmt.Sprintf("halls[%d]", i), "unknown-hall", id)
		}
		if err != nil {
			return p, err
		}
		p.Halls = append(p.Halls, checklists.TrainedHall{Hall: h.ID, Name: h.Name})
	}
	e, err := s.editionInForce(ctx, s.now())
	if err != nil {
		return p, err
	}
	for i, uid := range in.Clauses {
		if _, ok := e.Clause(uid); !ok {
			return p, invalidField(fmt.Sprintf("clauses[%d]", i), "clause", uid)
		}
	}
	return p, nil
}

func (s *Server) noteTraining(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, t *checklists.Training,
) error {
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "training/" + string(t.ID),
		Label: t.Topic, Before: before, After: digestDocument(t), Revision: t.Revision})
}

func (s *Server) postTraining(c *gin.Context) error {
	var in trainingRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	t, err := s.addTraining(c.Request.Context(), userOf(c).Username, &in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/trainings/"+string(t.ID))
	return s.answerTraining(c, http.StatusCreated, t)
}

func (s *Server) addTraining(ctx context.Context, by checklists.Username, in *trainingRequest) (
	t checklists.Training, err error,
) {
	id, err := uuid.NewV7()
	if err != nil {
		return t, err
	}
	p, err := s.trainingPlanOf(ctx, in)
	if err != nil {
		return t, err
	}
	t, err = checklists.NewTraining(checklists.TrainingID(id.String()), p, by, s.now())
	if err == nil {
		err = s.noteTraining(ctx, by, "training-planned", "", &t)
	}
	if err == nil {
		err = s.docs.trainings.Insert(ctx, t)
	}
	return t, err
}

// changeTraining changes one within the scope of the request and notes the event.
func (s *Server) changeTraining(ctx context.Context, caller Caller, id string, revision int, action string,
	change func(*checklists.Training) error,
) (checklists.Training, error) {
	user := caller.User
	return store.Update(ctx, s.docs.trainings, id, func(t *checklists.Training) error {
		if !caller.Reach.coversTraining(user, t) {
			return errNotFound
		}
		if revision != 0 && revision != t.Revision {
			return store.ErrConflict
		}
		before := digestDocument(t)
		if err := change(t); err != nil {
			return err
		}
		return s.noteTraining(ctx, user.Username, action, before, t)
	})
}

func (s *Server) putTraining(c *gin.Context) error {
	var in trainingRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	t, err := s.replanTraining(c.Request.Context(), callerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

func (s *Server) replanTraining(ctx context.Context, caller Caller, id string, in *trainingRequest) (t checklists.Training, err error) {
	if _, err := s.training(ctx, caller, id); err != nil {
		return t, err
	}
	p, err := s.trainingPlanOf(ctx, in)
	if err != nil {
		return t, err
	}
	return s.changeTraining(ctx, caller, id, in.Revision, "training-changed",
		func(t *checklists.Training) error { return t.Change(p) })
}

// practiceRequest records a week at the counter of the district centre. Hall is that of a hall head
// when it is left out.
type practiceRequest struct {
	Revision int               `json:"revision" validate:"min=0"`
	Hall     checklists.HallID `json:"hall" validate:"max=32"`
	Person   string            `json:"person" validate:"max=40,clean"`
	From     string            `json:"from" validate:"max=10"`
	To       string            `json:"to" validate:"max=10"`
	Result   string            `json:"result" validate:"max=2000,note"`
}

func (s *Server) postPractice(c *gin.Context) error {
	var in practiceRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	t, err := s.practise(c.Request.Context(), callerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

func (s *Server) practise(ctx context.Context, caller Caller, id string, in *practiceRequest) (checklists.Training, error) {
	user := caller.User
	if in.Hall == "" {
		in.Hall = user.ownHall()
	}
	return s.changeTraining(ctx, caller, id, in.Revision, "training-practised", func(t *checklists.Training) error {
		if !caller.Reach.coversHall(user, in.Hall) {
			return invalidField("hall", "other-hall")
		}
		return t.AddPractice(checklists.Practice{Hall: in.Hall, Person: in.Person, From: in.From,
			To: in.To, Result: in.Result, By: user.Username}, s.now(), s.Calendar)
	})
}

// getTopics suggests what to train: clauses that halls keep losing.
func (s *Server) getTopics(c *gin.Context) error {
	topics, err := s.topics(c.Request.Context(), callerOf(c))
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", topicTable(language(c), topics))
	}
	c.JSON(http.StatusOK, listOf(topics, ""))
	return nil
}

// topics are those of all halls, for a hall head of the own hall.
func (s *Server) topics(ctx context.Context, caller Caller) ([]checklists.TrainingTopic, error) {
	q := store.Query{Order: "approved"}
	if caller.Reach == OwnHall {
		q.Equal = map[string]string{"hall": string(caller.User.Hall)}
	}
	outcomes, err := gather(ctx, s.docs.outcomes, q)
	if err != nil {
		return nil, err
	}
	editions := map[standard.EditionID]*standard.Edition{}
	for i := range outcomes {
		if id := outcomes[i].Edition; editions[id] == nil {
			if editions[id], err = s.edition(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	trainings, err := gather(ctx, s.docs.trainings, store.Query{Order: "from"})
	return checklists.TrainingTopicsOf(outcomes, editions, trainings), err
}
