package checklists_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func TestFindingsOf(t *testing.T) {
	e := checktest.Reference(t)
	answers := answersOf(t, e, standard.Subdistrict, `{"*": "full",
		"HS001": {"value": 100}, "HS002": {"notApplicable": "无"}, "HS005": {"numerator": 4, "denominator": 5},
		"HS008": {"level": 0}, "HS038": {"verdict": "fail"}, "HS078": {"level": 0},
		"HS091": {"level": 1}, "HS131": {"notApplicable": "未申报"}}`)
	score, err := checklists.ScoreOf(e, standard.Subdistrict, answers)
	if err != nil {
		t.Fatal(err)
	}
	got := checklists.FindingsOf(e, score, answers, checktest.Morning, calendar2018(t))
	lost := standard.MustDecimal
	want := []checklists.Finding{
		{Clause: "HS001", Code: "5.1.1", Severity: checklists.Major, DutyHolder: "hall",
			Lost: lost("4"), Workdays: 15, Due: "2018-02-02"},
		{Clause: "HS005", Code: "5.2.1", Severity: checklists.Minor, DutyHolder: "hall",
			Lost: lost("1"), Workdays: 30, Due: "2018-02-28"},
		{Clause: "HS008", Code: "5.2.4", Severity: checklists.Advice, DutyHolder: "hall",
			Lost: lost("1")},
		{Clause: "HS038", Code: "7.3.3", Severity: checklists.VetoFailure, DutyHolder: "hall",
			Lost: lost("3"), Workdays: 5, Due: "2018-01-19"},
		{Clause: "HS091", Code: "11.1.3", Severity: checklists.Major,
			DutyHolder: "business_department", Lost: lost("0.67"), Workdays: 15, Due: "2018-02-02"},
	}
	if diff := cmp.Diff(want, got, compareDecimals); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := checklists.FindingsOf(e, score, answers, checktest.Morning, checklists.Calendar{}); !got[0].DueUncertain {
		t.Error("a calendar without data is certain")
	}
}
