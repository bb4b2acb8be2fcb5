package tablet_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

const scores = "../../../checklists/testdata/scores/"

// scoreCases runs the cases of package checklists in the page, which reads them itself. The page's
// score is compared with the lines of the case and, byte for byte, with the server's score.
func (p *page) scoreCases(t *testing.T) {
	type result struct {
		Name, Edition, Tier, Answers, Score, Printed, Want string
		Only                                               []standard.ClauseUID
	}
	type named struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	files, err := filepath.Glob(scores + "*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	cases := make([]named, len(files))
	for i, file := range files {
		cases[i] = named{strings.TrimSuffix(filepath.Base(file), ".txt"), read(t, file)}
	}
	p.serve(t, "cases", map[string]any{"cases": cases, "reference": reference(t),
		"defaults": json.RawMessage(read(t, scores+"defaults.json"))})
	for _, r := range ask[[]result](t, p, `core.scoreCases()`) {
		t.Run(r.Name, func(t *testing.T) {
			if d := cmp.Diff(r.Want, r.Printed); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			e, err := standard.Parse(strings.NewReader(r.Edition))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(scored(t, e, r.Tier, []byte(r.Answers), r.Only), r.Score); d != "" {
				t.Errorf("(-server +tablet):\n%s", d)
			}
		})
	}
}

func read(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// scored returns the server's score as JSON.
func scored(t testing.TB, e *standard.Edition, tierName string, answers []byte,
	only []standard.ClauseUID, kept ...standard.ClauseUID) string {
	t.Helper()
	tier, err := standard.ParseTier(tierName)
	if err != nil {
		t.Fatal(err)
	}
	var list checklists.Answers
	if err := json.Unmarshal(answers, &list); err != nil {
		t.Fatal(err)
	}
	score, err := checklists.PartScoreOf(e, tier, list, only, kept...)
	if err != nil {
		t.Fatal(err)
	}
	return argument(t, score)
}

// set is what somebody may have answered on the reference edition.
type set struct {
	Tier    string                                `json:"tier"`
	Answers map[standard.ClauseUID]map[string]any `json:"answers"`

	// Hall and audit, where thresholds before an amendment may be kept.
	Opened string `json:"opened,omitempty"`
	Day    string `json:"day,omitempty"`

	// Only are the clauses of a partial audit.
	Only []standard.ClauseUID `json:"only,omitempty"`
}

const setsPerTier = histories/3 + 1

func (p *page) randomAnswers(t *testing.T) {
	e, dice := reference(t), rand.New(rand.NewPCG(2017, 1))
	var sets []set
	for _, tier := range standard.Tiers() {
		for range setsPerTier {
			s := set{Tier: tier.String(), Answers: randomSet(dice, e, tier)}
			if dice.IntN(3) == 0 {
				s.askOnly(dice, e.Checklist(tier))
			}
			sets = append(sets, s)
		}
	}
	p.serve(t, "sets", map[string]any{"edition": e, "sets": sets})
	got := ask[[]string](t, p, `core.scoreSets()`)
	if len(got) != len(sets) {
		t.Fatalf("%d scores of %d", len(got), len(sets))
	}
	grades := map[string]int{}
	for i, s := range sets {
		want := scored(t, e, s.Tier, []byte(argument(t, s.Answers)), s.Only)
		grades[gradeIn(t, want)]++
		if string(standard.DigestBytes([]byte(want))) != got[i] {
			have := ask[string](t, p, "core.scoreSets("+strconv.Itoa(i)+")")
			t.Fatalf("set %d (-server +tablet):\n%s\n%s", i, cmp.Diff(want, have),
				argument(t, s.Answers))
		}
	}
	if len(grades) < len(e.Scoring.Grades) {
		t.Errorf("the sets reach only the grades %v", grades)
	}
}

// keptThresholds scores on the amended edition: halls that were there before, and audits within the
// transition, have the thresholds before.
func (p *page) keptThresholds(t *testing.T) {
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	e, err := standard.Apply(reference(t), sheet)
	if err != nil {
		t.Fatal(err)
	}
	dice := rand.New(rand.NewPCG(2022, 1))
	var sets []set
	for i := range 120 {
		tier := standard.Tiers()[i%3]
		sets = append(sets, set{Tier: tier.String(), Answers: randomSet(dice, e, tier),
			Opened: []string{"", "2019-05-01", "2022-06-30", "2022-07-01"}[i/3%4],
			Day:    []string{"2022-07-01", "2024-06-30", "2024-07-01"}[i/12%3]})
	}
	p.serve(t, "sets", map[string]any{"edition": e, "sets": sets})
	touched := 0
	for i, digest := range ask[[]string](t, p, `core.scoreSets()`) {
		s := sets[i]
		answers := []byte(argument(t, s.Answers))
		kept := e.KeptIn(standard.Tiers()[i%3], s.Opened, s.Day)
		want := scored(t, e, s.Tier, answers, nil, kept...)
		if string(standard.DigestBytes([]byte(want))) != digest {
			t.Fatalf("set %d, opened %q, on %s (-server +tablet):\n%s", i, s.Opened, s.Day,
				cmp.Diff(want, ask[string](t, p, "core.scoreSets("+strconv.Itoa(i)+")")))
		}
		if want != scored(t, e, s.Tier, answers, nil) {
			touched++
		}
	}
	if touched < 10 {
		t.Errorf("only %d of the sets are touched by a threshold that is kept", touched)
	}
}

// askOnly makes the audit a partial one: some clauses are asked, and only they are answered.
func (s *set) askOnly(dice *rand.Rand, checklist []*standard.Clause) {
	share := dice.Float64()
	for _, c := range checklist {
		if dice.Float64() < share {
			s.Only = append(s.Only, c.UID)
		} else {
			delete(s.Answers, c.UID)
		}
	}
	if len(s.Only) == 0 {
		s.Only = append(s.Only, checklist[0].UID)
	}
}

func gradeIn(t testing.TB, score string) string {
	t.Helper()
	var s struct{ Grade string }
	if err := json.Unmarshal([]byte(score), &s); err != nil {
		t.Fatal(err)
	}
	return s.Grade
}

// randomSet answers most of a checklist; each set has its own odds of a bad answer.
func randomSet(dice *rand.Rand, e *standard.Edition,
	tier standard.Tier) map[standard.ClauseUID]map[string]any {
	answers := map[standard.ClauseUID]map[string]any{}
	bad, gaps := dice.Float64()*dice.Float64(), dice.Float64()*0.2
	for _, c := range e.Checklist(tier) {
		if dice.Float64() >= gaps {
			answers[c.UID] = randomAnswer(dice, c, tier, bad)
		} else if !c.Veto && dice.IntN(2) == 0 {
			answers[c.UID] = map[string]any{"notApplicable": "无此项"}
		}
	}
	return answers
}

func randomAnswer(dice *rand.Rand, c *standard.Clause, tier standard.Tier,
	bad float64) map[string]any {
	well := dice.Float64() >= bad
	switch c.Method.Type {
	case standard.PassFail:
		return map[string]any{"verdict": map[bool]string{true: "pass", false: "fail"}[well]}
	case standard.Graded:
		if well {
			return map[string]any{"level": 3}
		}
		return map[string]any{"level": dice.IntN(4)}
	case standard.Measured:
		target, _ := c.Method.Target.Get(tier)
		if well {
			return map[string]any{"value": target}
		}
		return map[string]any{"value": between(dice, c, tier)}
	case standard.Ratio:
		of := dice.Int64N(400) + 1
		met := of
		if !well {
			met = dice.Int64N(of + 1)
		}
		return map[string]any{"numerator": met, "denominator": of}
	}
	return map[string]any{"occurrences": randomOccurrences(dice, c.Method, well)}
}

// between is a value on the way between the two thresholds, or a little beyond them.
func between(dice *rand.Rand, c *standard.Clause, tier standard.Tier) standard.Decimal {
	target, _ := c.Method.Target.Get(tier)
	zero, _ := c.Method.ZeroAt.Get(tier)
	g, _ := target.Scaled(6)
	z, _ := zero.Scaled(6)
	v := z + int64(float64(g-z)*(dice.Float64()*1.4-0.2))
	step := []int64{1, 10, 100, 1_000, 10_000, 100_000, 1_000_000}[dice.IntN(7)]
	return standard.NewDecimal(v/step*step, 6) // fewer digits, so that halves occur
}

func randomOccurrences(dice *rand.Rand, m *standard.Method, well bool) []map[string]any {
	list := []map[string]any{}
	for n := dice.IntN(6); !well && n > 0; n-- {
		kind := m.Occurrences[dice.IntN(len(m.Occurrences))]
		list = append(list, map[string]any{"id": strconv.Itoa(n), "kind": kind.ID})
	}
	return list
}

// refusedAnswers compares what cannot be scored with the server's refusal.
func (p *page) refusedAnswers(t *testing.T) {
	e := reference(t)
	p.serve(t, "reference", e)
	for _, test := range []struct{ tier, answers, want string }{
		{"community", `{"HS078":{"level":4}}`, "answers.HS078.level answer.level 3"},
		{"community", `{"HS078":{"verdict":"pass"}}`, "answers.HS078.verdict answer.kind "},
		{"community", `{"HS071":{"level":1}}`,
			"answers.HS071 answer.not-on-checklist HS071,community"},
		{"community", `{"XX":{"level":1}}`, "answers.XX answer.unknown-clause XX"},
		{"district", `{"HS038":{"notApplicable":"x"},"HS078":{"level":-1}}`,
			"answers.HS038.notApplicable answer.veto ; answers.HS078.level answer.level 3"},
		{"community", `{"HS078":{"level":"1"}}`, "answers.HS078.level answer.whole-number "},
		{"community", `{"HS078":null}`, ""},
	} {
		got := ask[string](t, p, `core.load("reference").then((e) => core.refusal(() =>
			core.scoreOf(e, "`+test.tier+`", `+test.answers+`)))`)
		if test.want != "" {
			test.want = "InvalidAnswer " + test.want
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.answers, got, test.want)
		}
	}
}
