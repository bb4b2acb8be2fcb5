package pdf

import (
	"fmt"

	"hallmark/standard"
)

// agree refuses a report whose parts do not belong together, or whose lines do not add up: a reader
// who recomputes the score must reach what is printed.
func (p *paper) agree() error {
	a, e, s := p.Audit, p.Edition, &p.Score
	switch {
	case a.Edition != "" && a.Edition != e.ID(),
		a.EditionDigest != "" && a.EditionDigest != e.Digest():
		return fmt.Errorf("%w: the audit is sealed to edition %s %s, not to %s %s", ErrDisagrees,
			a.Edition, a.EditionDigest.Short(), e.ID(), e.Digest().Short())
	case s.Edition != "" && s.Edition != e.ID(), s.Tier != a.Tier:
		return fmt.Errorf("%w: the score is of edition %s, tier %s", ErrDisagrees,
			s.Edition, s.Tier)
	}
	for _, c := range s.Chapters {
		if possible, earned := p.sumOf(c.Number); !c.Dropped &&
			(possible != hundredthsOf(c.Applicable) || earned != hundredthsOf(c.Earned)) {
			return fmt.Errorf("%w: the clauses of chapter %d add up to %s of %s", ErrDisagrees,
				c.Number, hundredths(earned), hundredths(possible))
		}
	}
	if tenths, ok := s.Total.Scaled(1); !ok || tenths != (p.sum()+hundredthsOf(s.Bonus)+5)/10 {
		return fmt.Errorf("%w: %s and a bonus of %s make no %s", ErrDisagrees, hundredths(p.sum()),
			s.Bonus, s.Total)
	}
	return nil
}

// sumOf adds the lines of a chapter's clauses that count, in hundredths.
func (p *paper) sumOf(chapter int) (possible, earned int64) {
	for i := range p.Score.Clauses {
		line := &p.Score.Clauses[i]
		c, ok := p.Edition.Clause(line.UID)
		if ok && c.Chapter == chapter && !line.Bonus && !line.Excluded && !line.Unanswered {
			possible += hundredthsOf(line.Max)
			earned += hundredthsOf(line.Earned)
		}
	}
	return possible, earned
}

func hundredthsOf(d standard.Decimal) int64 {
	n, _ := d.Scaled(2)
	return n
}
