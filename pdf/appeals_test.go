package pdf_test

import (
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/standard"
)

// appealed is an audit with one appeal of each kind. The one that was upheld restated the result
// two weeks after the approval.
func appealed(t testing.TB) ([]checklists.Appeal, checklists.Transition) {
	number := standard.MustDecimal
	before := checklists.Result{Total: number("91.7"), Grade: "良好"}
	after := checklists.Result{Total: number("93.2"), Grade: "优秀"}
	at := func(s string) checklists.Time { return instant(t, s) }
	upheld := checklists.AppealDecision{By: "reviewer", At: at("2018-01-29T02:00:00Z"),
		Reason: "台账原件当日已建立", Earned: number("2"), Before: before, After: after}
	dismissed := upheld
	dismissed.Reason, dismissed.Earned, dismissed.After = "照片与检查时间不符", number("0.5"), before
	list := []checklists.Appeal{
		{Clause: "HS079", Code: "9.1.2", Title: "标题甲", Ground: "台账当日送审", Earned: number("0.5"),
			At: at("2018-01-16T02:00:00Z"), State: checklists.AppealUpheld, Decision: &upheld},
		{Clause: "HS044", Code: "7.2.1", Title: "标题乙", Ground: "清单当日更新", Earned: number("0.5"),
			At: at("2018-01-17T02:00:00Z"), State: checklists.AppealDismissed, Decision: &dismissed},
		{Clause: "HS006", Code: "5.2.2", Title: "标题丙", Ground: "标识已增补",
			At: at("2018-01-18T02:00:00Z"), State: checklists.AppealOpen},
	}
	return list, checklists.Transition{From: checklists.Approved, To: checklists.Approved,
		By: "reviewer", At: upheld.At, Result: &after, Comment: upheld.Reason}
}

// A decision on an appeal does not make its maker the one who approved the report.
func TestApproverAfterAppeal(t *testing.T) {
	r := sample(t, 0)
	list, restated := appealed(t)
	r.Names["reviewer"] = "顾平川"
	r.Audit.Transitions = append(r.Audit.Transitions, restated)
	r.Appeals = list
	cover := dense(pagesOf(t, report(t, r), "-layout")[0])
	for _, want := range []string{"审定人何以安", "审定时间2018年1月15日09:30"} {
		if !strings.Contains(cover, want) {
			t.Errorf("the cover lacks %q: %s", want, cover)
		}
	}
	if strings.Contains(cover, "顾平川") || strings.Contains(cover, "1月29日") {
		t.Errorf("the cover names who decided on the appeal: %s", cover)
	}
}

func TestAppealsInReport(t *testing.T) {
	r := sample(t, 0)
	if text := rawText(t, report(t, r)); strings.Contains(text, "申诉与复核决定") {
		t.Error("there are decisions without an appeal")
	}
	list, _ := appealed(t)
	r.Names["reviewer"], r.Appeals = "顾平川", list
	_, text, ok := strings.Cut(rawText(t, report(t, r)), "（四）申诉与复核决定")
	if !ok {
		t.Fatal("no decisions")
	}
	text, _, _ = strings.Cut(text, "二、逐条评价")
	for _, want := range []string{
		"台账当日送审2018年1月16日已采纳台账原件当日已建立顾平川2018年1月29日本条：0.50→2.00大厅：91.7→93.2等级：良好→优秀",
		"清单当日更新2018年1月17日未采纳，维持原评分照片与检查时间不符顾平川2018年1月29日本条：0.50→0.50大厅：91.7→91.7",
		"标识已增补2018年1月18日待复核"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
