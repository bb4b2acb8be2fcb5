package standard

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// gradesOf says what the changes of a clause mean to a hall, the weightiest first. The rules:
//
//   - tightened: veto or key set, a stronger modality (可 < 宜 < 应), a target or zero point that
//     is harder to reach, a larger deduction or a new kind of it, a new list item, the end of a
//     condition, a duty that comes to the hall, a clause that is now scored;
//   - extended: a tier is added;
//   - relaxed: the reverse of each of these;
//   - rescored: other points for a tier that had points before, or another method;
//   - clarified: other words, evidence, or smallest sample;
//   - renumbered: another number;
//   - editorial: only punctuation or spaces, the English title, or the notes on sources.
//
// What is said of one tier alone that was added or dropped is part of that extension.
func gradesOf(before, after *Clause, fields []FieldChange) []ChangeGrade {
	var grades []ChangeGrade
	for _, f := range fields {
		for _, g := range gradesOfField(before, after, f) {
			if !slices.Contains(grades, g) {
				grades = append(grades, g)
			}
		}
	}
	slices.SortFunc(grades, func(a, b ChangeGrade) int { return weightOf(a) - weightOf(b) })
	return grades
}

// weightOf orders the grades, the weightiest lowest.
func weightOf(g ChangeGrade) int {
	return slices.Index([]ChangeGrade{Tightened, Extended, Relaxed, Rescored, Clarified,
		Renumbered, Editorial}, g)
}

func gradesOfField(before, after *Clause, f FieldChange) []ChangeGrade {
	switch f.Field {
	case "code", "section", "chapter":
		return []ChangeGrade{Renumbered}
	case "title_en", "refs", "dimension":
		return []ChangeGrade{Editorial}
	case "veto":
		return stricter(after.Veto)
	case "key":
		if before.Scored != after.Scored {
			return nil // the key of an unscored clause is not written
		}
		return stricter(after.Key)
	case "scored":
		return stricter(after.Scored)
	case "modality":
		return stricter(rank(after.Modality) > rank(before.Modality))
	case "duty_holder":
		return gradeOfDuty(before, after)
	case "tiers":
		return gradesOfTiers(before, after)
	case "points", "bonus_points":
		return gradeOfPoints(before, after)
	case "condition":
		return gradeOfCondition(before, after)
	case "items":
		return gradeOfItems(before, after)
	case "method":
		if before.Scored != after.Scored {
			return nil // said by "scored"
		}
		return []ChangeGrade{Rescored}
	case "method.metric", "method.unit", "method.better":
		return []ChangeGrade{Rescored}
	case "method.target", "method.zero_at":
		return gradesOfThresholds(before, after, strings.TrimPrefix(f.Field, "method."))
	case "method.occurrences":
		return gradesOfOccurrences(before.Method.Occurrences, after.Method.Occurrences)
	}
	return []ChangeGrade{gradeOfWords(f.Before, f.After)}
}

func stricter(yes bool) []ChangeGrade {
	if yes {
		return []ChangeGrade{Tightened}
	}
	return []ChangeGrade{Relaxed}
}

func rank(m Modality) int {
	return slices.Index([]Modality{Permission, Recommendation, Requirement}, m)
}

// gradeOfDuty judges from the hall's side. A clause without a holder is the hall's.
func gradeOfDuty(before, after *Clause) []ChangeGrade {
	was := before.DutyHolder == DutyHall || before.DutyHolder == ""
	is := after.DutyHolder == DutyHall || after.DutyHolder == ""
	if was == is {
		return []ChangeGrade{Clarified}
	}
	return stricter(is)
}

func gradesOfTiers(before, after *Clause) []ChangeGrade {
	var grades []ChangeGrade
	for _, t := range Tiers() {
		switch was, is := before.Applies(t), after.Applies(t); {
		case is && !was:
			grades = append(grades, Extended)
		case was && !is:
			grades = append(grades, Relaxed)
		}
	}
	if grades == nil {
		return []ChangeGrade{Editorial} // another order
	}
	return grades
}

func gradeOfPoints(before, after *Clause) []ChangeGrade {
	if before.Scored != after.Scored {
		return nil // said by "scored"
	}
	for _, t := range Tiers() {
		stays := before.Applies(t) && after.Applies(t)
		if stays && (before.Max(t) != after.Max(t) || before.IsBonus() != after.IsBonus()) {
			return []ChangeGrade{Rescored}
		}
	}
	return nil
}

func gradeOfCondition(before, after *Clause) []ChangeGrade {
	if before.Condition == "" || after.Condition == "" {
		return stricter(after.Condition == "")
	}
	return []ChangeGrade{gradeOfWords(before.Condition, after.Condition)}
}

// gradeOfItems compares list items by their number, since their letters move.
func gradeOfItems(before, after *Clause) []ChangeGrade {
	if len(before.Items) != len(after.Items) {
		return stricter(len(after.Items) > len(before.Items))
	}
	grade := Editorial
	for i := range before.Items {
		if gradeOfWords(before.Items[i].Text, after.Items[i].Text) == Clarified {
			grade = Clarified
		}
	}
	return []ChangeGrade{grade}
}

// gradesOfThresholds compares by direction, for the tiers that both have. A direction that turns
// round is said by "method.better".
func gradesOfThresholds(before, after *Clause, name string) []ChangeGrade {
	p, q := &before.Method.Target, &after.Method.Target
	if name == "zero_at" {
		p, q = &before.Method.ZeroAt, &after.Method.ZeroAt
	}
	if before.Method.Better != after.Method.Better {
		return nil
	}
	var grades []ChangeGrade
	for _, t := range Tiers() {
		was, had := p.Get(t)
		is, has := q.Get(t)
		order := is.Compare(was)
		if after.Method.Better == Lower {
			order = -order
		}
		if had && has && order != 0 {
			grades = append(grades, stricter(order > 0)...)
		}
	}
	return grades
}

func gradesOfOccurrences(before, after []OccurrenceKind) []ChangeGrade {
	var grades []ChangeGrade
	deducts := map[string]OccurrenceKind{}
	for _, o := range before {
		deducts[o.ID] = o
	}
	for _, o := range after {
		was, had := deducts[o.ID]
		delete(deducts, o.ID)
		switch order := o.Deduct.Compare(was.Deduct); {
		case !had || order > 0:
			grades = append(grades, Tightened)
		case order < 0:
			grades = append(grades, Relaxed)
		case o.What != was.What:
			grades = append(grades, gradeOfWords(was.What, o.What))
		}
	}
	if len(deducts) > 0 {
		grades = append(grades, Relaxed)
	}
	return grades
}

// gradeOfWords tells a change of words from one of punctuation and spaces.
func gradeOfWords(before, after any) ChangeGrade {
	if bare(before) == bare(after) {
		return Editorial
	}
	return Clarified
}

// bare returns the words of a value without punctuation and spaces. Marks between digits stay: 1.5
// is not 15, and 9:30 is not 930.
func bare(tree any) string {
	var runes []rune
	if s, ok := tree.(string); ok {
		runes = []rune(s)
	} else {
		b, _ := json.Marshal(tree) // trees are made of JSON
		runes = []rune(string(b))
	}
	var kept strings.Builder
	for i, r := range runes {
		mark := unicode.IsSpace(r) ||
			strings.ContainsRune(",。;:、!?“”‘’()《》·,.;:!?\"'()", r)
		between := i > 0 && i+1 < len(runes) &&
			unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
		if !mark || between {
			kept.WriteRune(r)
		}
	}
	return kept.String()
}
