package checklists_test

import (
	"errors"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func feedback(t *testing.T, rating checklists.Rating, comment string) checklists.Feedback {
	t.Helper()
	f, err := checklists.NewFeedback("f", &checklists.Hall{ID: "A", Name: "甲"}, rating, comment, "138",
		checktest.Morning)
	checktest.Must(t, err)
	return f
}

// TestFeedbackSteps: the morning is a Friday, so five working days after it is the Friday after.
func TestFeedbackSteps(t *testing.T) {
	uids := []standard.ClauseUID{"HS079"}
	f := feedback(t, 2, "")
	if err := f.Reply("x", "head", checktest.Morning); !errors.Is(err, checklists.ErrNotShown) {
		t.Errorf("answered before it is shown: %v", err)
	}
	checktest.Must(t, f.Release(uids, "du", checktest.Morning, checklists.Calendar{}))
	if f.Due != "2018-01-19" || f.Contact != "138" {
		t.Errorf("due on %s", f.Due)
	}
	for day, want := range map[int]int{7: 0, 8: 0, 10: 1, 14: 5} {
		if got := f.Overdue(checktest.Morning.AddDate(0, 0, day), checklists.Calendar{}); got != want {
			t.Errorf("after %d days: %d working days overdue, want %d", day, got, want)
		}
	}
	checktest.WantProblems(t, f.Reply(" ", "head", checktest.Morning), "text empty")
	checktest.Must(t, f.Reply("已增开窗口", "head", checktest.Morning))
	if err := f.Reply("再答", "head", checktest.Morning); !errors.Is(err, checklists.ErrAnswered) {
		t.Errorf("answered twice: %v", err)
	}
	if f.Overdue(checktest.Morning.AddDate(1, 0, 0), checklists.Calendar{}) != 0 {
		t.Error("answered and overdue")
	}
	quiet := feedback(t, 5, "")
	checktest.Must(t, quiet.Release(nil, "du", checktest.Morning, checklists.Calendar{}))
	if quiet.Due != "" {
		t.Errorf("a good rating without words is to be answered by %s", quiet.Due)
	}
	rude := feedback(t, 1, "……")
	checktest.WantProblems(t, rude.Withhold("", "du", checktest.Morning), "reason empty")
	checktest.Must(t, rude.Withhold("辱骂", "du", checktest.Morning))
	if rude.Contact != "" {
		t.Error("the contact of what is withheld is kept")
	}
	if err := rude.Release(nil, "du", checktest.Morning, checklists.Calendar{}); !errors.Is(err, checklists.ErrModerated) {
		t.Errorf("released after it was withheld: %v", err)
	}
	_, err := checklists.NewFeedback("f", &checklists.Hall{}, 6, "", "", checktest.Morning)
	checktest.WantProblems(t, err, "rating feedback.rating")
	waiting := feedback(t, 1, "等")
	c := checklists.FeedbackCountsOf([]checklists.Feedback{f, quiet, rude, waiting})
	if c.Total != 2 || c.Ratings[5] != 1 || c.Ratings[2] != 1 || c.Ratings[1] != 0 || len(c.Ratings) != 5 ||
		c.Good != standard.MustDecimal("0.5") || c.Answered != 1 || c.Open != 0 {
		t.Errorf("%+v", c)
	}
}
