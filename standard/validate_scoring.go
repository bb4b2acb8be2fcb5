package standard

func (v *validator) scoring(s *Scoring) {
	if s.Total != NewDecimal(100, 0) {
		v.Add("scoring.total", "total", s.Total.String())
	}
	v.between("scoring.bonus_cap", s.BonusCap, 0, 100)
	v.cents("scoring.bonus_cap", s.BonusCap)
	v.grades("scoring.grades", s.Grades)
	v.grades("scoring.stars", s.Stars)
	if n := len(s.Grades); n == 0 {
		v.Add("scoring.grades", "empty")
	} else if lowest := s.Grades[n-1].Min; lowest != (Decimal{}) {
		v.Add(index("scoring.grades", n-1)+".min", "grade-lowest", lowest.String())
	}
	v.caps(s)
	for kind := range s.ClauseScore {
		oneOf(v, "scoring.clause_score."+string(kind), kind, methodKinds()...)
	}
	for m := range s.FindingType {
		oneOf(v, "scoring.finding_type."+string(m), m, modalities()...)
	}
	v.days("plan_due_workdays", s.RectificationDefaults.PlanDueWorkdays)
	v.days("major.due_workdays", s.RectificationDefaults.Major.DueWorkdays)
	v.days("minor.due_workdays", s.RectificationDefaults.Minor.DueWorkdays)
}

func (v *validator) days(name string, n int) {
	v.between("scoring.rectification_defaults."+name, NewDecimal(int64(n), 0), 1, maxDays)
}

// grades checks that bands have names and come best first.
func (v *validator) grades(path string, grades []Grade) {
	for i, g := range grades {
		place := index(path, i)
		v.filled(place+".name", g.Name)
		v.once(path, g.Name, place+".name")
		v.between(place+".min", g.Min, 0, 100)
		if i > 0 && g.Min.Compare(grades[i-1].Min) >= 0 {
			v.Add(place+".min", "grade-order", g.Min.String(), grades[i-1].Min.String())
		}
	}
}

func (v *validator) caps(s *Scoring) {
	for i, c := range s.Caps {
		place := index("scoring.caps", i)
		oneOf(v, place+".when", c.When, CapVeto, CapKey, CapChapter)
		v.once("cap", string(c.When), place+".when")
		known := false
		for _, g := range s.Grades {
			known = known || g.Name == c.MaxGrade
		}
		if !known {
			v.Add(place+".max_grade", "grade-unknown", c.MaxGrade)
		}
	}
}

func methodKinds() []MethodKind {
	return []MethodKind{PassFail, Graded, Measured, Ratio, Deduction}
}

func modalities() []Modality { return []Modality{Requirement, Recommendation, Permission} }
