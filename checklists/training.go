package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// TrainingID is a UUIDv7.
type TrainingID string

// PracticeWorkdays is how long somebody practises at the counter of the district centre: one week.
const PracticeWorkdays = 5

// Training is a session 培训 about clauses that halls keep losing.
type Training struct {
	ID       TrainingID           `json:"id"`
	Topic    string               `json:"topic"`
	Clauses  []standard.ClauseUID `json:"clauses"`
	Halls    []TrainedHall        `json:"halls"`
	From     string               `json:"from"` // first and last day
	To       string               `json:"to"`
	Trainer  string               `json:"trainer"` // who holds it; "" not said
	Place    string               `json:"place"`
	Note     string               `json:"note"`
	Practice []Practice           `json:"practice"`
	By       Username             `json:"by"`
	Created  Time                 `json:"created"`
	Revision int                  `json:"revision"`
}

// TrainedHall is a hall whose people take part.
type TrainedHall struct {
	Hall HallID `json:"hall"`
	Name string `json:"name"`
}

// Practice is one person's week at the counter of the district centre 跟班学习.
type Practice struct {
	Hall   HallID   `json:"hall"`
	Person string   `json:"person"` // how the hall calls them, such as a window's number
	From   string   `json:"from"`
	To     string   `json:"to"`
	Result string   `json:"result"` // what was learnt; "" while it is not over
	By     Username `json:"by"`
	At     Time     `json:"at"`
}

// TrainingPlan is the part of a training that people plan and may change.
type TrainingPlan struct {
	Topic   string
	Clauses []standard.ClauseUID
	Halls   []TrainedHall
	From    string
	To      string
	Trainer string
	Place   string
	Note    string
}

// NewTraining makes a training. It returns a *[standard.InvalidError] with places as in the plan.
func NewTraining(id TrainingID, p TrainingPlan, by Username, at time.Time) (Training, error) {
	t := Training{ID: id, Practice: []Practice{}, By: by, Created: At(at)}
	return t, t.Change(p)
}

// Change replaces the plan. A hall that has practised stays.
func (t *Training) Change(p TrainingPlan) error {
	var problems standard.Problems
	RequireText(&problems, "topic", p.Topic)
	if len(p.Clauses) == 0 {
		problems.Add("clauses", "empty")
	}
	if len(p.Halls) == 0 {
		problems.Add("halls", "empty")
	}
	RequireDay(&problems, "from", p.From, "", "")
	RequireDay(&problems, "to", p.To, p.From, "")
	CheckText(&problems, "trainer", p.Trainer)
	CheckText(&problems, "place", p.Place)
	CheckText(&problems, "note", p.Note)
	for _, practice := range t.Practice {
		if !slices.ContainsFunc(p.Halls, func(h TrainedHall) bool { return h.Hall == practice.Hall }) {
			problems.Add("halls", "training.practised")
			break
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	t.Topic, t.Clauses, t.Halls, t.From, t.To = p.Topic, p.Clauses, p.Halls, p.From, p.To
	t.Trainer, t.Place, t.Note, t.Revision = p.Trainer, p.Place, p.Note, t.Revision+1
	return nil
}

// Holds reports whether a hall takes part.
func (t *Training) Holds(hall HallID) bool {
	return slices.ContainsFunc(t.Halls, func(h TrainedHall) bool { return h.Hall == hall })
}

// AddPractice records a week at the counter: at least [PracticeWorkdays] working days, by somebody
// of a hall that takes part.
func (t *Training) AddPractice(p Practice, at time.Time, cal Calendar) error {
	var problems standard.Problems
	if !t.Holds(p.Hall) {
		problems.Add("hall", "training.other-hall")
	}
	RequireText(&problems, "person", p.Person)
	RequireDay(&problems, "from", p.From, "", "")
	RequireDay(&problems, "to", p.To, p.From, "")
	CheckText(&problems, "result", p.Result)
	if p.Result != "" && p.To > DayOf(at) {
		problems.Add("result", "training.result-early", message.Day(p.To))
	}
	if err := problems.Err(); err != nil {
		return err
	}
	if n := cal.workdaysIn(p.From, p.To); n < PracticeWorkdays {
		problems.Add("to", "training.too-short", n, PracticeWorkdays)
		return problems.Err()
	}
	p.At = At(at)
	t.Practice, t.Revision = append(slices.Clip(t.Practice), p), t.Revision+1
	return nil
}

// workdaysIn counts the working days from a day to another, both included.
func (c Calendar) workdaysIn(from, to string) (n int) {
	last, _ := time.ParseInLocation(DayLayout, to, HallZone)
	first, err := time.ParseInLocation(DayLayout, from, HallZone)
	if err != nil {
		return 0
	}
	for day := first; !day.After(last) && n < PracticeWorkdays; day = day.AddDate(0, 0, 1) {
		if working, _ := c.IsWorkday(day); working {
			n++
		}
	}
	return n
}
