package checklists_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// answerTo draws any answer that a clause may have, or none.
func answerTo(t *rapid.T, c *standard.Clause, tier standard.Tier) checklists.Answer {
	a := checklists.Answer{}
	switch n := rapid.IntRange(0, 15).Draw(t, "sort"); {
	case n == 0:
		return a
	case n == 1 && !c.Veto:
		return checklists.Answer{Kind: checklists.NotApplicable, Reason: "无此项"}
	}
	switch c.Method.Type {
	case standard.PassFail:
		a.Kind, a.Pass = checklists.Verdict, rapid.IntRange(0, 9).Draw(t, "pass") > 0
	case standard.Graded:
		a.Kind, a.Level = checklists.Level, rapid.IntRange(0, 3).Draw(t, "level")
	case standard.Measured:
		a.Kind = checklists.Value
		scale := rapid.IntRange(0, 6).Draw(t, "scale")
		a.Value = standard.NewDecimal(rapid.Int64Range(-5, 99_999_999).Draw(t, "value"), scale)
	case standard.Ratio:
		a.Kind, a.Denominator = checklists.RatioOf, rapid.Int64Range(1, 400).Draw(t, "of")
		a.Numerator = a.Denominator - rapid.Int64Range(0, a.Denominator).Draw(t, "missing")
	case standard.Deduction:
		a.Kind, a.Counts = checklists.Counts, map[string]int{}
		for _, o := range c.Method.Occurrences {
			a.Counts[o.ID] = rapid.IntRange(0, 6).Draw(t, "count")
		}
	}
	return a
}

func drawAnswers(t *rapid.T, e *standard.Edition, tier standard.Tier) checklists.Answers {
	answers := checklists.Answers{}
	for _, c := range e.Checklist(tier) {
		if a := answerTo(t, c, tier); a.Kind != checklists.Unanswered {
			answers[c.UID] = a
		}
	}
	return answers
}

func TestScoreAgreesWithOracle(t *testing.T) {
	e := checktest.Reference(t)
	rapid.Check(t, func(t *rapid.T) {
		tier := rapid.SampledFrom(standard.Tiers()).Draw(t, "tier")
		answers := drawAnswers(t, e, tier)
		score, err := checklists.ScoreOf(e, tier, answers)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(oracle(e, tier, answers), printed(score)); diff != "" {
			t.Fatalf("(-oracle +score):\n%s", diff)
		}
		most := 100 + 5
		if score.Total.Sign() < 0 || score.Total.Compare(standard.NewDecimal(int64(most), 0)) > 0 {
			t.Fatalf("total %s", score.Total)
		}
	})
}

func TestBetterAnswerNeverLowersScore(t *testing.T) {
	e := checktest.Reference(t)
	rapid.Check(t, func(t *rapid.T) {
		tier := rapid.SampledFrom(standard.Tiers()).Draw(t, "tier")
		answers := drawAnswers(t, e, tier)
		before, err := checklists.ScoreOf(e, tier, answers)
		if err != nil {
			t.Fatal(err)
		}
		c := rapid.SampledFrom(e.Checklist(tier)).Draw(t, "clause")
		a, ok := answers[c.UID]
		if !ok || a.Kind == checklists.NotApplicable {
			return
		}
		answers[c.UID] = better(t, c, tier, a)
		after, err := checklists.ScoreOf(e, tier, answers)
		if err != nil {
			t.Fatal(err)
		}
		if after.Total.Compare(before.Total) < 0 || rank(e, after.Grade) > rank(e, before.Grade) {
			t.Fatalf("%s %+v → %+v: %s %s → %s %s", c.UID, a, answers[c.UID],
				before.Total, before.Grade, after.Total, after.Grade)
		}
	})
}

func rank(e *standard.Edition, grade string) int {
	return slices.IndexFunc(e.Scoring.Grades, func(g standard.Grade) bool { return g.Name == grade })
}

// better returns an answer that is at least as good.
func better(t *rapid.T, c *standard.Clause, tier standard.Tier,
	a checklists.Answer) checklists.Answer {
	switch a.Kind {
	case checklists.Verdict:
		a.Pass = true
	case checklists.Level:
		a.Level = min(3, a.Level+1)
	case checklists.RatioOf:
		a.Numerator = rapid.Int64Range(a.Numerator, a.Denominator).Draw(t, "more")
	case checklists.Counts:
		a.Counts = map[string]int{}
	case checklists.Value:
		a.Value, _ = c.Method.Target.Get(tier)
	}
	return a
}

// oracle prints a score as the documentation of the package tells it, in rational numbers, without
// a line of the scorer.
func oracle(e *standard.Edition, tier standard.Tier, answers checklists.Answers) string {
	s := checklists.Score{}
	applicable, earned := map[int]*big.Rat{}, map[int]*big.Rat{}
	bonus := new(big.Rat)
	worst := 0
	capAt := func(rule standard.CapRule, clause standard.ClauseUID, chapter int) {
		for _, c := range e.Scoring.Caps {
			if c.When == rule {
				s.Caps = append(s.Caps, checklists.Cap{Grade: c.MaxGrade, Clause: clause, Chapter: chapter})
				worst = max(worst, rank(e, c.MaxGrade))
			}
		}
	}
	var keys []standard.ClauseUID
	for i := range e.Clauses {
		c := &e.Clauses[i]
		if !c.Scored || !c.Applies(tier) {
			continue
		}
		a, answered := answers[c.UID]
		line := checklists.ClauseScore{UID: c.UID, Max: c.Max(tier), Bonus: c.IsBonus(),
			Unanswered: !answered, Excluded: a.Kind == checklists.NotApplicable}
		if !line.Bonus && applicable[c.Chapter] == nil {
			applicable[c.Chapter], earned[c.Chapter] = new(big.Rat), new(big.Rat)
		}
		if answered && !line.Excluded {
			got := rounded(new(big.Rat).Mul(rat(c.Max(tier)), quality(c, tier, a)), 2)
			line.Earned = dec(got)
			if least, ok := c.Method.MinSample.Get(tier); ok &&
				big.NewRat(a.Denominator, 1).Cmp(rat(least)) < 0 {
				line.Flags = []string{"small-sample"}
			}
			if line.Bonus {
				bonus.Add(bonus, got)
			} else {
				applicable[c.Chapter].Add(applicable[c.Chapter], rat(c.Max(tier)))
				earned[c.Chapter].Add(earned[c.Chapter], got)
			}
			if c.Veto && got.Sign() == 0 {
				capAt(standard.CapVeto, c.UID, 0)
			}
			if c.Key && new(big.Rat).Quo(got, rat(c.Max(tier))).Cmp(big.NewRat(1, 2)) < 0 {
				keys = append(keys, c.UID)
			}
		} else if !answered {
			s.Unanswered++
		}
		s.Clauses = append(s.Clauses, line)
	}
	for _, uid := range keys {
		capAt(standard.CapKey, uid, 0)
	}
	weights, total := new(big.Rat), new(big.Rat)
	for _, ch := range e.Chapters {
		if applicable[ch.Number] != nil && applicable[ch.Number].Sign() > 0 {
			w, _ := ch.Weight.Get(tier)
			weights.Add(weights, rat(w))
		}
	}
	for _, ch := range e.Chapters {
		sum := applicable[ch.Number]
		if sum == nil {
			continue
		}
		line := checklists.ChapterScore{Number: ch.Number, Dropped: sum.Sign() == 0}
		if !line.Dropped {
			w, _ := ch.Weight.Get(tier)
			rate := new(big.Rat).Quo(earned[ch.Number], sum)
			scaled := new(big.Rat).Quo(new(big.Rat).Mul(rat(w), big.NewRat(100, 1)), weights)
			contribution := rounded(scaled.Mul(scaled, rate), 2)
			line.Applicable, line.Earned = dec(sum), dec(earned[ch.Number])
			line.Rate, line.Contribution = dec(rounded(rate, 4)), dec(contribution)
			total.Add(total, contribution)
			if rate.Cmp(big.NewRat(3, 5)) < 0 {
				capAt(standard.CapChapter, "", ch.Number)
			}
		}
		s.Chapters = append(s.Chapters, line)
	}
	if limit := rat(e.Scoring.BonusCap); bonus.Cmp(limit) > 0 {
		bonus = limit
	}
	s.Bonus, s.Total = dec(bonus), dec(rounded(total.Add(total, bonus), 1))
	for i, g := range slices.Backward(e.Scoring.Grades) {
		if s.Total.Compare(g.Min) >= 0 {
			s.Grade = e.Scoring.Grades[max(i, worst)].Name
		}
	}
	for _, star := range slices.Backward(e.Scoring.Stars) {
		if s.Total.Compare(star.Min) >= 0 && rank(e, s.Grade) <= rank(e, "良好") {
			s.Stars = star.Name
		}
	}
	return printed(s)
}

// quality is the part of the points that an answer earns, 0 to 1.
func quality(c *standard.Clause, tier standard.Tier, a checklists.Answer) *big.Rat {
	q := new(big.Rat)
	target, _ := c.Method.Target.Get(tier)
	zero, _ := c.Method.ZeroAt.Get(tier)
	switch a.Kind {
	case checklists.Verdict:
		if a.Pass {
			q.SetInt64(1)
		}
	case checklists.Level:
		q.SetFrac64(int64(a.Level), 3)
	case checklists.Counts:
		q.SetInt64(1)
		for _, o := range c.Method.Occurrences {
			lost := new(big.Rat).Mul(rat(o.Deduct), big.NewRat(int64(a.Counts[o.ID]), 1))
			q.Sub(q, lost.Quo(lost, rat(c.Max(tier))))
		}
	case checklists.Value, checklists.RatioOf:
		v := rat(a.Value)
		if a.Kind == checklists.RatioOf {
			v = big.NewRat(a.Numerator, a.Denominator)
		}
		q.Quo(v.Sub(v, rat(zero)), new(big.Rat).Sub(rat(target), rat(zero)))
	}
	if q.Sign() < 0 {
		q.SetInt64(0)
	}
	if q.Cmp(big.NewRat(1, 1)) > 0 {
		q.SetInt64(1)
	}
	return q
}

func rat(d standard.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// rounded relies on FloatString, which rounds halves away from zero.
func rounded(r *big.Rat, decimals int) *big.Rat {
	r, _ = new(big.Rat).SetString(r.FloatString(decimals))
	return r
}

func dec(r *big.Rat) standard.Decimal { return standard.MustDecimal(r.FloatString(6)) }
