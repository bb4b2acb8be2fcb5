package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard"
	"hallmark/standard/message"
)

// impactOf weighs the first amendment for so many halls without an audit; then the first has
// another grade, and the second keeps its own.
func impactOf(t testing.TB, halls int) pdf.ImpactSheet {
	t.Helper()
	s := consolidated(t)
	var holdings []checklists.Holding
	for i := range halls {
		holdings = append(holdings, checklists.Holding{Hall: checklists.Hall{
			ID: checklists.HallID(fmt.Sprintf("GS-%04d", i)), Name: fmt.Sprintf("第%d社区公共服务站", i),
			Tier: standard.Tiers()[i%3]}})
	}
	impact, err := checklists.ImpactOf(checklists.Weighing{Before: s.Base, After: s.Edition,
		Grades: s.Sheets[0].Grades(), Day: "2022-07-01", Holdings: slices.Values(holdings)})
	if err != nil {
		t.Fatal(err)
	}
	result := func(total, grade string) *checklists.Result {
		return &checklists.Result{Total: standard.MustDecimal(total), Grade: grade}
	}
	for i, grade := range []string{"良好", "优秀"} {
		h := &impact.Halls[i]
		h.Official, h.Projected = result("90.5", "优秀"), result("88", grade)
		h.Lowest, h.Highest = result("84.2", "良好"), result("91.3", "优秀")
	}
	impact.Totals.Changed = 1
	impact.Open = []checklists.OpenAudit{{Number: "GS-S03-20220620-0A", Name: "小河街道便民服务中心",
		State: checklists.InProgress, Edition: "2017"}}
	impact.Findings = []checklists.TouchedFinding{{Name: "小河街道便民服务中心", Code: "13.3.2",
		Severity: checklists.Major, Due: "2022-07-20", Fate: checklists.FateRecheck,
		Grade: standard.Tightened}}
	return pdf.ImpactSheet{Title: s.Sheets[0].Sheet.Title, Impact: &impact, After: s.Edition,
		Printed: instant(t, "2022-06-21T02:00:00Z")}
}

func impactPDF(t testing.TB, s pdf.ImpactSheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.WriteImpact(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Totals come first, then the halls that change grade, then every hall, clause and open matter.
func TestImpactSaysEverything(t *testing.T) {
	s := impactOf(t, 60)
	file := impactPDF(t, s)
	tool(t, file, "qpdf", "--check", "FILE")
	text := rawText(t, file)
	order := []string{"一、总计", "推算等级与现等级不同的大厅1", "二、等级将变化的大厅", "三、各大厅", "四、有改动的条款",
		"五、正在进行的检查", "GS-S03-20220620-0A", "六、涉及的未销号问题", "13.3.2严重不符合2022年7月20日重查加严"}
	rest := text
	for _, want := range order {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("no %q in its place", want)
		}
		rest = after
	}
	_, changing, _ := strings.Cut(text, "二、")
	changing, all, _ := strings.Cut(changing, "三、")
	if want := "90.5优秀88.0良好84.2–91.3"; !strings.Contains(changing, want) ||
		strings.Contains(changing, "88.0优秀") {
		t.Errorf("the halls that change grade: %s", changing)
	}
	for i := range s.Impact.Halls {
		if name := s.Impact.Halls[i].Name; !strings.Contains(all, name) {
			t.Errorf("%s is missing", name)
		}
	}
	s.Language = message.English
	if text := rawText(t, impactPDF(t, s)); !strings.Contains(text, "90.5excellent88.0good") {
		t.Error("no English sheet")
	}
}

func TestImpactOfNothing(t *testing.T) {
	text := rawText(t, impactPDF(t, pdf.ImpactSheet{Impact: &checklists.Impact{}}))
	if !strings.Contains(text, "六、涉及的未销号问题无。") {
		t.Error(text)
	}
	var b bytes.Buffer
	if err := pdf.WriteImpact(&b, pdf.ImpactSheet{}, nil); !errors.Is(err, pdf.ErrIncomplete) {
		t.Error(err)
	}
}

func BenchmarkWriteImpact(b *testing.B) {
	s := impactOf(b, 1300)
	for b.Loop() {
		impactPDF(b, s)
	}
}
