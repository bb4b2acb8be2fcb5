package checklists_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// visited is an official audit of a hall on a day after the morning, which lost some clauses of
// three.
func visited(hall string, day int, lost ...standard.ClauseUID) checklists.Outcome {
	o := checklists.Outcome{Audit: checklists.AuditID(fmt.Sprint(hall, day)),
		Hall: checklists.HallID(hall), HallName: hall, Tier: standard.Subdistrict, Edition: "2017",
		Kind: checklists.Unannounced, Started: checklists.At(checktest.Morning.AddDate(0, 0, day))}
	for _, uid := range []standard.ClauseUID{"HS001", "HS006", "HS079"} {
		c := checklists.ClauseOutcome{UID: uid, Max: standard.MustDecimal("2"),
			Earned: standard.MustDecimal("2")}
		for _, l := range lost {
			if l == uid {
				c.Earned = standard.MustDecimal("1")
			}
		}
		o.Clauses = append(o.Clauses, c)
	}
	return o
}

func topics(list []checklists.TrainingTopic) string {
	var words []string
	for _, topic := range list {
		word := string(topic.UID) + ":"
		for _, h := range topic.Halls {
			word += string(h.Hall) + fmt.Sprint(len(h.Lost))
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// TestTrainingTopics: A loses HS079 three times running; B twice with one between; C has mended it;
// D has lost it once; E lost it twice, before three audits ago.
func TestTrainingTopics(t *testing.T) {
	e := checktest.Reference(t)
	editions := map[standard.EditionID]*standard.Edition{"2017": e}
	phone := visited("D", 9, "HS079")
	phone.Kind = checklists.Phone
	list := []checklists.Outcome{
		visited("A", 1, "HS079"), visited("A", 5, "HS079", "HS001"), visited("A", 9, "HS079", "HS001"),
		visited("B", 1, "HS079"), visited("B", 5), visited("B", 9, "HS079"),
		visited("C", 1, "HS079"), visited("C", 5, "HS079"), visited("C", 9),
		visited("D", 5, "HS079"), phone,
		visited("E", 1, "HS006"), visited("E", 3), visited("E", 5), visited("E", 7, "HS006"),
	}
	found := checklists.TrainingTopicsOf(list, editions, nil)
	if got, want := topics(found), "HS079:A3B2 HS001:A2"; got != want {
		t.Errorf("topics %s, want %s", got, want)
	}
	held := checklists.Training{Clauses: []standard.ClauseUID{"HS079"}, To: "2018-01-25",
		Halls: []checklists.TrainedHall{{Hall: "A"}}}
	if got, want := topics(checklists.TrainingTopicsOf(list, editions,
		[]checklists.Training{held})), "HS001:A2 HS079:B2"; got != want {
		t.Errorf("after a training of A: %s, want %s", got, want)
	}
	held.To = "2018-01-20" // A lost the clause again on 21 January
	if got := topics(checklists.TrainingTopicsOf(list, editions, []checklists.Training{held})); got !=
		topics(found) {
		t.Errorf("after a training that did not help: %s", got)
	}
	if c, _ := e.Clause("HS079"); found[0].Code != c.Code || found[0].Title != c.Title {
		t.Errorf("%+v", found[0])
	}
}

// TestTrainingEffect: of the halls that took part B has no audit afterwards and counts in neither.
func TestTrainingEffect(t *testing.T) {
	training := checklists.Training{Clauses: []standard.ClauseUID{"HS079", "HS001"},
		From: "2018-01-15", To: "2018-01-19", Halls: []checklists.TrainedHall{{Hall: "A"}, {Hall: "B"}, {Hall: "C"}}}
	during := visited("A", 4)
	e := training.Effect([]checklists.Outcome{
		visited("A", 0, "HS079", "HS001"), visited("A", -9), during, visited("A", 9, "HS001"),
		visited("A", 20, "HS079"),
		visited("B", 0, "HS079"), visited("C", 2, "HS079"), visited("C", 8), visited("D", 0), visited("D", 9),
	})
	got := fmt.Sprint(e.Halls, e.Before, e.After, e.Clauses)
	// A: both lost, then HS079 lost; C: HS079 lost, then nothing.
	if want := "2 {4 1} {4 3} [{HS079 {2 0} {2 1}} {HS001 {2 1} {2 2}}]"; got != want {
		t.Errorf("effect %s, want %s", got, want)
	}
}

func TestTrainingPractice(t *testing.T) {
	plan := checklists.TrainingPlan{Topic: "首问负责", Clauses: []standard.ClauseUID{"HS079"},
		Halls: []checklists.TrainedHall{{Hall: "A", Name: "甲"}}, From: "2018-02-05", To: "2018-02-09"}
	training, err := checklists.NewTraining("t", plan, "du", checktest.Morning)
	checktest.Must(t, err)
	cal, err := checklists.NewCalendar([]string{"2018-02-15"}, nil, []int{2018})
	checktest.Must(t, err)
	week := func(from, to string) error {
		return training.AddPractice(checklists.Practice{Hall: "A", Person: "3号窗口", From: from, To: to,
			By: "head"}, checktest.Morning.Add(time.Hour), cal)
	}
	checktest.WantProblems(t, week("2018-02-12", "2018-02-16"), "to training.too-short") // the 15th is a holiday
	checktest.WantProblems(t, training.AddPractice(checklists.Practice{Hall: "A", Person: "3号窗口", From: "2018-02-05",
		To: "2018-02-09", Result: "熟悉叫号"}, checktest.Morning, cal), "result training.result-early")
	checktest.Must(t, week("2018-02-05", "2018-02-09"))
	checktest.Must(t, week("2018-02-12", "2018-02-20"))
	checktest.WantProblems(t, training.AddPractice(checklists.Practice{Hall: "B"}, checktest.Morning, cal),
		"hall training.other-hall", "person empty", "from empty", "to empty")
	plan.Halls = []checklists.TrainedHall{{Hall: "B"}}
	checktest.WantProblems(t, training.Change(plan), "halls training.practised")
	_, err = checklists.NewTraining("t", checklists.TrainingPlan{From: "2018-02-05", To: "2018-02-01"},
		"du", checktest.Morning)
	var wrong *standard.InvalidError
	if !errors.As(err, &wrong) || len(wrong.Problems) != 4 {
		t.Errorf("%v", err)
	}
	if training.Revision != 3 || len(training.Practice) != 2 {
		t.Errorf("revision %d with %d weeks", training.Revision, len(training.Practice))
	}
}
