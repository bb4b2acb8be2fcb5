package web

import (
	"net/url"
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// TrainingsURL is the address of the trainings.
const TrainingsURL = "/training"

// TrainingURL returns the address of one training.
func TrainingURL(id checklists.TrainingID) string {
	return TrainingsURL + "/" + url.PathEscape(string(id))
}

// Trainings is the list of trainings at /training with suggested topics and a form for a new one.
type Trainings struct {
	Frame
	Rows   []TrainingRow
	Next   string // cursor of the older part; "" at the end
	Topics []checklists.TrainingTopic
	May    bool              // plan a training
	Halls  []checklists.Hall // to tick: all or, where there are too many, those that are chosen
	Pick   HallPicker        // of one more; the zero value where all can be ticked
	Form   TrainingForm
}

func (*Trainings) template() string { return "trainings" }

// FileURL returns the address of the list as a file.
func (p *Trainings) FileURL(format string) string {
	return strings.Replace(p.Frame.FileURL(format), TrainingsURL, "/trainings", 1)
}

// TopicFiles returns the list of topics, which can be saved as a file.
func (*Trainings) TopicFiles() ListFile { return "training-topics" }

// Action returns the address to which the form is sent.
func (*Trainings) Action() string { return TrainingsURL }

// TopicURL returns the address of the form filled in with a topic.
func (*Trainings) TopicURL(t checklists.TrainingTopic) string {
	q := url.Values{"topic": {t.Title}, "clauses": {t.Code}}
	for _, h := range t.Halls {
		q.Add("hall", string(h.Hall))
	}
	return TrainingsURL + "?" + q.Encode() + "#plan"
}

// TopicTitle is the clause of a topic in the frame's language.
func (p *Trainings) TopicTitle(t checklists.TrainingTopic) string {
	if p.Language != 0 && t.TitleEN != "" {
		return t.TitleEN
	}
	return t.Title
}

// TrainingRow is one training in a list.
type TrainingRow struct {
	ID       checklists.TrainingID
	Topic    string
	From, To string
	Clauses  int
	Halls    int
	Practice int
}

// URL returns the address of the training.
func (r TrainingRow) URL() string { return TrainingURL(r.ID) }

// TrainingForm is sent to /training and /training/{id}.
type TrainingForm struct {
	Revision int                 `form:"revision" validate:"min=0"`
	Topic    string              `form:"topic" validate:"max=200,clean"`
	Clauses  string              `form:"clauses" validate:"max=4000"` // numbers: "5.1.1, 6.2"
	Halls    []checklists.HallID `form:"hall" validate:"max=2000,unique"`
	From     string              `form:"from" validate:"max=10"`
	To       string              `form:"to" validate:"max=10"`
	Trainer  string              `form:"trainer" validate:"max=80,clean"`
	Place    string              `form:"place" validate:"max=80,clean"`
	Note     string              `form:"note" validate:"max=2000,note"`
	Add      string              `form:"add"` // pressed to choose one more hall and go on
	Typed    string              `form:"-"`   // for a hall, and names none or several
}

// HasHall reports whether a hall is chosen.
func (f TrainingForm) HasHall(id checklists.HallID) bool { return slices.Contains(f.Halls, id) }

// Training is one training at /training/{id}.
type Training struct {
	Frame
	Of       checklists.Training
	Effect   []EffectRow // of the clauses
	Sum      checklists.TrainingEffect
	People   People
	May      bool // change the plan
	MayAdd   []checklists.TrainedHall
	Halls    []checklists.Hall
	Pick     HallPicker
	Form     TrainingForm
	Practice PracticeForm
}

func (*Training) template() string { return "training" }

// Action returns the address to which the form of the plan is sent.
func (p *Training) Action() string { return TrainingURL(p.Of.ID) }

// EffectRow is what became of one clause.
type EffectRow struct {
	Clause *standard.Clause // nil when no edition in force has it
	checklists.ClauseEffect
}

// PracticeForm is sent to /training/{id}/practice.
type PracticeForm struct {
	Revision int               `form:"revision" validate:"min=0"`
	Hall     checklists.HallID `form:"hall" validate:"max=32"`
	Person   string            `form:"person" validate:"max=40,clean"`
	From     string            `form:"practice-from" validate:"max=10"`
	To       string            `form:"practice-to" validate:"max=10"`
	Result   string            `form:"result" validate:"max=2000,note"`
}

// HallName names a hall that takes part.
func (p *Training) HallName(id checklists.HallID) string {
	for _, h := range p.Of.Halls {
		if h.Hall == id {
			return h.Name
		}
	}
	return string(id)
}

// passed writes a pass rate: 3/4 (75%).
func (w words) passed(r checklists.PassRate) string {
	share, ok := r.Share()
	if !ok {
		return "–"
	}
	return w.say("training.rate", r.Passed, r.Asked, percent(share))
}
