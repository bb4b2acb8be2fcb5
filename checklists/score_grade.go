package checklists

import "hallmark/standard"

// caps lists every reason that limits the grade, in the order of the edition's rules and of the
// checklist. A cap stands whether or not the score is low enough anyway.
func (s *scorer) caps() {
	for _, rule := range s.edition.Scoring.Caps {
		switch rule.When {
		case standard.CapVeto:
			s.capClauses(rule.MaxGrade, func(c *standard.Clause, p points) bool {
				return c.Veto && p.failed
			})
		case standard.CapKey:
			s.capClauses(rule.MaxGrade, func(c *standard.Clause, p points) bool {
				return c.Key && p.under(50)
			})
		case standard.CapChapter:
			for i, sum := range s.sums {
				if !s.Chapters[i].Dropped && sum.under(60) {
					s.Caps = append(s.Caps, Cap{Grade: rule.MaxGrade, Chapter: s.Chapters[i].Number})
				}
			}
		}
	}
}

func (s *scorer) capClauses(grade string, holds func(*standard.Clause, points) bool) {
	for i, c := range s.clauses {
		if s.Clauses[i].counts() && holds(c, s.points[i]) {
			s.Caps = append(s.Caps, Cap{Grade: grade, Clause: c.UID})
		}
	}
}

// grade finds the band of the total, lowers it by every cap, and gives the stars
// (formula hallmark/1, section 5).
func (s *scorer) grade() {
	rules := &s.edition.Scoring
	grade := reached(rules.Grades, s.Total)
	for _, cap := range s.Caps {
		for i := range rules.Grades {
			if rules.Grades[i].Name == cap.Grade {
				grade = max(grade, i)
			}
		}
	}
	if grade < len(rules.Grades) {
		s.Grade = rules.Grades[grade].Name
	}
	if stars := len(rules.Stars); stars > 0 && grade < len(rules.Grades) &&
		rules.Grades[grade].Min.Compare(rules.Stars[stars-1].Min) >= 0 {
		if star := reached(rules.Stars, s.Total); star < stars {
			s.Stars = rules.Stars[star].Name
		}
	}
}

// reached returns the index of the best band whose minimum the total reaches; bands stand best
// first. It returns len(bands) when the total reaches none.
func reached(bands []standard.Grade, total standard.Decimal) int {
	for i := range bands {
		if total.Compare(bands[i].Min) >= 0 {
			return i
		}
	}
	return len(bands)
}
