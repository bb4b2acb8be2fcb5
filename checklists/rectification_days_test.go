package checklists_test

import (
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
)

// TestFirstAndLastDays takes the first and the last day on which a plan and an extension may end, and
// the days beside them. The clause was found on 12 January 2018 and is due on 2 February.
func TestFirstAndLastDays(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	for day, want := range map[string][]string{
		"2018-01-11": {"finish rectification.too-early"}, "2018-01-12": nil, "2018-02-02": nil,
		"2018-02-03": {"finish rectification.plan-late"},
	} {
		err := rectification(t, e, &a).PlanBy("head", checktest.Morning, "x", day, "")
		if want == nil {
			checktest.Must(t, err)
			continue
		}
		checktest.WantProblems(t, err, want...)
	}
	for day, want := range map[string][]string{
		"2018-02-01": {"until rectification.too-early"}, "2018-02-02": {"until rectification.too-early"},
		"2018-02-03": nil,
	} {
		asked := rectification(t, e, &a).AskExtension("head", checktest.Morning, day, "x")
		granted := rectification(t, e, &a).Extend("sun", checktest.Morning, day, "x")
		for _, err := range []error{asked, granted} {
			if want == nil {
				checktest.Must(t, err)
				continue
			}
			checktest.WantProblems(t, err, want...)
		}
	}
}

// TestPlanIsDueBeforeTheClause sets more days for the plan than there are for the clause.
func TestPlanIsDueBeforeTheClause(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	score, err := a.Score(e)
	checktest.Must(t, err)
	findings := checklists.FindingsOf(e, score, a.Answers(), checktest.Morning, checklists.Calendar{})
	for days, want := range map[int]string{3: "2018-01-17", 15: "2018-02-02", 16: "2018-02-02", 120: "2018-02-02"} {
		deadlines := checklists.DefaultDeadlines()
		deadlines.Plan = days
		list, err := checklists.OpenRectifications(e, &a, findings, nil, checktest.Morning,
			checklists.Calendar{}, deadlines)
		checktest.Must(t, err)
		for i := range list {
			if list[i].Clause == "HS079" && list[i].PlanDue != want {
				t.Errorf("%d days: plan due %s, clause due %s", days, list[i].PlanDue, list[i].Due)
			}
		}
	}
}
