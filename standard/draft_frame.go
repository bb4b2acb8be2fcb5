package standard

import (
	"slices"
	"strconv"
)

// SetWeight writes the weights of a scored chapter, given as a tree from tier to weight.
func (d *WorkingDraft) SetWeight(chapter string, value any) error {
	var weight PerTier
	if err := decodeValueOf(value, &weight); err != nil {
		return err
	}
	for i := range d.Chapters {
		c := &d.Chapters[i]
		if strconv.Itoa(c.Number) != chapter {
			continue
		}
		if !c.Scored {
			return wrong("field", "chapter-unscored")
		}
		c.Weight = weight
		return nil
	}
	return wrong("field", "apply-chapter-unknown", chapter)
}

// SetFront writes the scope, its English form, or the list of normative references.
func (d *WorkingDraft) SetFront(field string, value any) error {
	n, was := d.numbers(), d.FrontMatter.Scope
	next := d.FrontMatter
	var err error
	switch "front_matter." + field {
	case targetScope:
		if err = decodeValueOf(value, &next.Scope); err == nil {
			next.Scope = n.hold(next.Scope, was)
		}
	case targetScopeEN:
		err = decodeValueOf(value, &next.ScopeEN)
	case targetReferences:
		next.NormativeReferences = nil
		err = decodeValueOf(value, &next.NormativeReferences)
	default:
		err = wrong("field", "choice", field, "scope scope_en normative_references")
	}
	if err == nil {
		d.FrontMatter = next
	}
	return err
}

// SetTerm writes a term by its number; nil drops it. With no number the term is new and gets the
// next one of its chapter.
func (d *WorkingDraft) SetTerm(code string, value any) error {
	i := slices.IndexFunc(d.Terms, func(t Term) bool { return t.Code == code })
	if value == nil {
		if i < 0 {
			return wrong("field", "apply-term-unknown", code)
		}
		d.Terms = slices.Delete(slices.Clone(d.Terms), i, i+1)
		return nil
	}
	if code == "" {
		code = d.nextTerm()
	} else if i < 0 && code != d.nextTerm() {
		return wrong("field", "apply-term-unknown", code)
	}
	m, ok := value.(map[string]any)
	if !ok {
		return wrong("value", "type-struct", describe(value))
	}
	m["code"] = code
	var t Term
	if err := decodeValueOf(m, &t); err != nil {
		return err
	}
	was := ""
	if i >= 0 {
		was = d.Terms[i].Definition
	}
	t.Definition = d.numbers().hold(t.Definition, was)
	d.Terms = slices.Clone(d.Terms)
	if i < 0 {
		d.Terms = append(d.Terms, t)
	} else {
		d.Terms[i] = t
	}
	return nil
}

// nextTerm is the number behind the last term. A number that the base gives to a term is not given
// to another one.
func (d *WorkingDraft) nextTerm() string {
	last := "3.0" // terms are chapter 3 (GB/T 1.1-2020)
	for _, list := range [][]Term{d.base.Terms, d.Terms} {
		for _, t := range list {
			if compareNumbers(t.Code, last) > 0 {
				last = t.Code
			}
		}
	}
	parent := parentOf(last)
	n, err := strconv.Atoi(last[len(parent)+1:])
	if err != nil {
		return last
	}
	return parent + "." + strconv.Itoa(n+1)
}

// ItemNote is what the drafter says of an item of the sheet. It is stored under the item's key, so
// that it survives when the sheet is derived again.
type ItemNote struct {
	Key        string      `json:"key"` // see [Item.Key]
	Grade      ChangeGrade `json:"grade,omitempty"`
	Reason     string      `json:"reason,omitempty"`
	Basis      []string    `json:"basis,omitempty"`
	Transition *Transition `json:"transition,omitempty"`
	SheetText  string      `json:"sheet_text,omitempty"` // instead of the sentence that is made
}

// SetNote stores the drafter's note of an item; an empty note is dropped.
func (d *WorkingDraft) SetNote(n ItemNote) error {
	var problems Problems
	v := newValidator(&problems)
	v.filled("value.key", n.Key)
	if n.Grade != "" {
		oneOf(v, "value.grade", n.Grade, ChangeGrades()...)
	}
	if n.Transition != nil {
		v.date("value.transition.until", n.Transition.Until)
		v.filled("value.transition.rule", n.Transition.Rule)
	}
	if err := problems.Err(); err != nil {
		return err
	}
	d.Notes = slices.DeleteFunc(slices.Clone(d.Notes),
		func(have ItemNote) bool { return have.Key == n.Key })
	if n.Grade != "" || n.Reason != "" || len(n.Basis) > 0 || n.Transition != nil ||
		n.SheetText != "" {
		d.Notes = append(d.Notes, n)
	}
	return nil
}

// Note returns the drafter's note of an item.
func (d *WorkingDraft) Note(key string) ItemNote {
	for _, n := range d.Notes {
		if n.Key == key {
			return n
		}
	}
	return ItemNote{Key: key}
}

// ChangeGrades lists the grades, the weightiest first.
func ChangeGrades() []ChangeGrade {
	return []ChangeGrade{Tightened, Extended, Added, GradeWithdrawn, Split, Merged, Relaxed, Rescored,
		Clarified, Renumbered, Editorial}
}
