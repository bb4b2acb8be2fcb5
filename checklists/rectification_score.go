package checklists

import "hallmark/standard"

// AfterRectification is the score with every verified fix in the place of the answer that it mends
// (formula hallmark/1, section 6).
func (a *Audit) AfterRectification(e *standard.Edition, list []Rectification) (Score, error) {
	answers := a.Answers()
	for i := range list {
		r := &list[i]
		if r.Audit != a.ID || r.State != ClosedOff {
			continue
		}
		answers[r.Clause] = *r.Steps[len(r.Steps)-1].Answer
	}
	return a.scoreOf(e, answers)
}

// WholeAnswer is an answer that earns all points of a clause in a tier.
func WholeAnswer(c *standard.Clause, t standard.Tier) Answer {
	switch c.Method.Type {
	case standard.PassFail:
		return Answer{Kind: Verdict, Pass: true}
	case standard.Graded:
		return Answer{Kind: Level, Level: MaxLevel}
	case standard.Measured:
		target, _ := c.Method.Target.Get(t)
		return Answer{Kind: Value, Value: target}
	case standard.Ratio:
		return Answer{Kind: RatioOf, Numerator: 1, Denominator: 1}
	}
	return Answer{Kind: Occurrences, Occurrences: []Occurrence{}}
}
