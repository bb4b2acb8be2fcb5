package trainings

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// TrainingSchema says how trainings are stored: in the order of their first days, found by each of
// their halls.
var TrainingSchema = store.Schema[checklists.Training]{
	Name:     "trainings",
	ID:       func(t checklists.Training) string { return string(t.ID) },
	Revision: func(t checklists.Training) int { return t.Revision },
	Keys: map[string]func(checklists.Training) []string{
		"from": wire.Key(func(t checklists.Training) string { return t.From }),
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

// trainingView is a training with its effect on the audits of its halls.
type trainingView struct {
	checklists.Training
	Effect checklists.TrainingEffect `json:"effect"`
}

// viewTraining shows a training. A hall head sees only the weeks of practice of their own hall.
func (s *Service) viewTraining(ctx context.Context, caller access.Caller, t checklists.Training) (
	trainingView, error,
) {
	if caller.Reach == access.OwnHall {
		hall := caller.User.Hall
		t.Practice = slices.DeleteFunc(slices.Clone(t.Practice),
			func(p checklists.Practice) bool { return p.Hall != hall })
	}
	t.Practice = wire.NonNil(t.Practice)
	var outcomes []checklists.Outcome
	for _, h := range t.Halls {
		of, err := wire.Gather(ctx, s.Docs.Outcomes, store.Query{Order: "approved",
			Equal: map[string]string{"hall": string(h.Hall)}})
		if err != nil {
			return trainingView{}, err
		}
		outcomes = append(outcomes, of...)
	}
	return trainingView{t, t.Effect(outcomes)}, nil
}

// training loads a training within the scope of the request.
func (s *Service) training(ctx context.Context, caller access.Caller, id string) (
	checklists.Training, error,
) {
	t, err := s.Docs.Trainings.Get(ctx, id)
	if err == nil && !caller.Reach.CoversTraining(caller.User, &t) {
		err = wire.ErrNotFound
	}
	return t, err
}

// trainingRequest is the plan of a training as a client sends it.
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

// trainingPlanOf makes the plan that a request describes. It refuses unknown halls, and clauses
// that the edition in force does not have.
func (s *Service) trainingPlanOf(ctx context.Context, in *trainingRequest) (
	p checklists.TrainingPlan, err error,
) {
	p = checklists.TrainingPlan{Topic: in.Topic, Clauses: wire.NonNil(in.Clauses),
		Halls: []checklists.TrainedHall{}, From: in.From, To: in.To, Trainer: in.Trainer,
		Place: in.Place, Note: in.Note}
	for i, id := range in.Halls {
		h, err := s.Docs.Halls.Get(ctx, string(id))
		if wire.RefusalOf(err) == wire.ErrNotFound {
			return p, wire.InvalidField(fmt.Sprintf("halls[%d]", i), "unknown-hall", id)
		}
		if err != nil {
			return p, err
		}
		p.Halls = append(p.Halls, checklists.TrainedHall{Hall: h.ID, Name: h.Name})
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return p, err
	}
	for i, uid := range in.Clauses {
		if _, ok := e.Clause(uid); !ok {
			return p, wire.InvalidField(fmt.Sprintf("clauses[%d]", i), "clause", uid)
		}
	}
	return p, nil
}

func trainingEvent(by checklists.Username, action string, before standard.Digest,
	t *checklists.Training,
) journal.Event {
	return journal.Event{Actor: by, Action: action, Subject: "training/" + string(t.ID),
		Label: t.Topic, Before: before, After: journal.DigestDocument(t), Revision: t.Revision}
}

func (s *Service) addTraining(ctx context.Context, by checklists.Username, in *trainingRequest) (
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
	t, err = checklists.NewTraining(checklists.TrainingID(id.String()), p, by, s.Now())
	if err == nil {
		err = journal.Insert(ctx, s.Journal, s.Docs.Trainings, t,
			trainingEvent(by, "training-planned", "", &t))
	}
	return t, err
}

// changeTraining changes a training within the scope of the request and notes the event. A revision
// of 0 stands for any.
func (s *Service) changeTraining(ctx context.Context, caller access.Caller, id string,
	revision int, action string,
	change func(*checklists.Training) error,
) (checklists.Training, error) {
	user := caller.User
	try := func(t *checklists.Training) (e journal.Event, err error) {
		if !caller.Reach.CoversTraining(user, t) {
			return e, wire.ErrNotFound
		}
		if revision != 0 && revision != t.Revision {
			return e, store.ErrConflict
		}
		before := journal.DigestDocument(t)
		if err := change(t); err != nil {
			return e, err
		}
		return trainingEvent(user.Username, action, before, t), nil
	}
	return journal.Update(ctx, s.Journal, s.Docs.Trainings, id, try)
}

func (s *Service) replanTraining(ctx context.Context, caller access.Caller, id string,
	in *trainingRequest,
) (t checklists.Training, err error) {
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

// practiceRequest records a week of practice at the counter of the district centre. A hall head may
// leave out Hall, which then is their own hall.
type practiceRequest struct {
	Revision int               `json:"revision" validate:"min=0"`
	Hall     checklists.HallID `json:"hall" validate:"max=32"`
	Person   string            `json:"person" validate:"max=40,clean"`
	From     string            `json:"from" validate:"max=10"`
	To       string            `json:"to" validate:"max=10"`
	Result   string            `json:"result" validate:"max=2000,note"`
}

func (s *Service) practise(ctx context.Context, caller access.Caller, id string,
	in *practiceRequest,
) (checklists.Training, error) {
	user := caller.User
	if in.Hall == "" {
		in.Hall = user.OwnHall()
	}
	return s.changeTraining(ctx, caller, id, in.Revision, "training-practised",
		func(t *checklists.Training) error {
			if !caller.Reach.CoversHall(user, in.Hall) {
				return wire.InvalidField("hall", "other-hall")
			}
			return t.AddPractice(checklists.Practice{Hall: in.Hall, Person: in.Person, From: in.From,
				To: in.To, Result: in.Result, By: user.Username}, s.Now(), s.Calendar())
		})
}

// topics suggests what to train, from the outcomes of all halls or, for a hall head, of their own
// hall.
func (s *Service) topics(ctx context.Context, caller access.Caller) (
	[]checklists.TrainingTopic, error,
) {
	q := store.Query{Order: "approved"}
	if caller.Reach == access.OwnHall {
		q.Equal = map[string]string{"hall": string(caller.User.Hall)}
	}
	outcomes, err := wire.Gather(ctx, s.Docs.Outcomes, q)
	if err != nil {
		return nil, err
	}
	editions := map[standard.EditionID]*standard.Edition{}
	for i := range outcomes {
		if id := outcomes[i].Edition; editions[id] == nil {
			if editions[id], err = s.Editions.Edition(ctx, id); err != nil {
				return nil, err
			}
		}
	}
	trainings, err := wire.Gather(ctx, s.Docs.Trainings, store.Query{Order: "from"})
	return checklists.TrainingTopicsOf(outcomes, editions, trainings), err
}
