package standard

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
)

// Diff is the difference of two editions.
type Diff struct {
	Before  Version            `json:"before"`
	After   Version            `json:"after"`
	Clauses []ClauseChange     `json:"clauses"` // in the order of the text
	Other   []FieldChange      `json:"other"`   // what stands around the clauses
	Counts  map[ChangeKind]int `json:"counts"`
}

// Version names an edition and seals its clauses.
type Version struct {
	Edition EditionID `json:"edition"`
	Digest  Digest    `json:"digest"`
}

// ChangeKind says what became of a clause.
type ChangeKind string

// The kinds of change. A clause that was changed may have another number as well.
const (
	KindAdded      ChangeKind = "added"
	KindWithdrawn  ChangeKind = "withdrawn"
	KindRenumbered ChangeKind = "renumbered" // nothing but its number
	KindChanged    ChangeKind = "changed"
)

// ClauseChange is a clause that differs between two editions.
type ClauseChange struct {
	UID        ClauseUID     `json:"uid"`
	Kind       ChangeKind    `json:"kind"`
	Grade      ChangeGrade   `json:"grade"`  // the weightiest of Grades
	Grades     []ChangeGrade `json:"grades"` // what the single changes mean, the weightiest first
	CodeBefore string        `json:"codeBefore,omitempty"`
	CodeAfter  string        `json:"codeAfter,omitempty"`
	Before     *Clause       `json:"before,omitempty"` // nil for an added clause
	After      *Clause       `json:"after,omitempty"`  // nil for a withdrawn clause
	Fields     []FieldChange `json:"fields"`
}

// Field returns the change of a field, such as "text" or "method.target".
func (c *ClauseChange) Field(name string) (FieldChange, bool) {
	for _, f := range c.Fields {
		if f.Field == name {
			return f, true
		}
	}
	return FieldChange{}, false
}

// FieldChange is one changed field. A value is nil where there is none.
type FieldChange struct {
	Field      string `json:"field"` // "points", "method.target", "chapters.5.weight"
	Before     any    `json:"before"`
	After      any    `json:"after"`
	BeforeText string `json:"beforeText"` // the value as people read it, in the standard's language
	AfterText  string `json:"afterText"`
	Redline    []Span `json:"redline,omitempty"` // of the two texts, where words have changed
}

// DiffOf compares two editions clause by clause, by their permanent names. The grade of a change
// follows the rules of [gradesOf].
func DiffOf(a, b *Edition) Diff {
	d := Diff{
		Before:  Version{a.ID(), a.Digest()},
		After:   Version{b.ID(), b.Digest()},
		Clauses: []ClauseChange{},
		Counts:  map[ChangeKind]int{},
	}
	for i := range b.Clauses {
		after := &b.Clauses[i]
		before, _ := a.Clause(after.UID)
		if before == nil || !reflect.DeepEqual(before, after) {
			d.note(clauseChange(before, after, b))
		}
	}
	for i := range a.Clauses {
		before := &a.Clauses[i]
		if _, stays := b.Clause(before.UID); !stays {
			d.note(clauseChange(before, nil, a))
		}
	}
	slices.SortStableFunc(d.Clauses, func(x, y ClauseChange) int {
		return cmp.Or(compareNumbers(x.place(), y.place()), cmp.Compare(x.rank(), y.rank()))
	})
	d.Other = otherChanges(a, b)
	return d
}

func (d *Diff) note(c ClauseChange) {
	if c.Kind == KindChanged && len(c.Fields) == 0 {
		return // an empty list in the place of no list
	}
	d.Clauses = append(d.Clauses, c)
	d.Counts[c.Kind]++
}

// place is the number by which a change is sorted in the list.
func (c *ClauseChange) place() string { return cmp.Or(c.CodeAfter, c.CodeBefore) }

// rank puts a withdrawn clause before the one that took its number.
func (c *ClauseChange) rank() int {
	if c.Kind == KindWithdrawn {
		return 0
	}
	return 1
}

// clauseChange compares one clause; one of the two may be nil.
func clauseChange(before, after *Clause, e *Edition) ClauseChange {
	c := ClauseChange{Before: before, After: after, Fields: []FieldChange{}}
	switch {
	case before == nil:
		c.UID, c.Kind, c.CodeAfter = after.UID, KindAdded, after.Code
		c.Grades = []ChangeGrade{Added}
	case after == nil:
		c.UID, c.Kind, c.CodeBefore = before.UID, KindWithdrawn, before.Code
		c.Grades = []ChangeGrade{GradeWithdrawn}
	default:
		c.UID, c.CodeBefore, c.CodeAfter = after.UID, before.Code, after.Code
		c.Fields = clauseFieldChanges(before, after, e)
		c.Kind = KindRenumbered
		for _, f := range c.Fields {
			if !isNumbering(f.Field) {
				c.Kind = KindChanged
			}
		}
		c.Grades = gradesOf(before, after, c.Fields)
	}
	if len(c.Grades) > 0 {
		c.Grade = c.Grades[0]
	}
	return c
}

func isNumbering(field string) bool {
	return field == "code" || field == "section" || field == "chapter"
}

// clauseFieldChanges compares the fields in their order; those of a method of the same type one
// by one.
func clauseFieldChanges(before, after *Clause, e *Edition) []FieldChange {
	x, y := fieldsOfValue(before), fieldsOfValue(after)
	list := []FieldChange{}
	for _, name := range clauseFields() {
		p, pIs := x[name].(map[string]any)
		q, qIs := y[name].(map[string]any)
		if name == "method" && pIs && qIs && p["type"] == q["type"] {
			for _, part := range methodFields() {
				list = appendChange(list, "method."+part, p[part], q[part], e)
			}
			continue
		}
		list = appendChange(list, name, x[name], y[name], e)
	}
	return list
}

func appendChange(list []FieldChange, field string, before, after any, e *Edition) []FieldChange {
	if sameTree(before, after) {
		return list
	}
	c := FieldChange{Field: field, Before: before, After: after,
		BeforeText: readable(before, e), AfterText: readable(after, e)}
	if hasWords(before) && hasWords(after) {
		c.Redline = Redline(c.BeforeText, c.AfterText)
	}
	return append(list, c)
}

// fieldsOfValue returns a struct as an object. Editions have been written as JSON for their digest,
// so an error is impossible; it would show as a clause without fields.
func fieldsOfValue(v any) map[string]any {
	tree, err := treeOfValue(v)
	if err != nil {
		return nil
	}
	m, _ := tree.(map[string]any)
	return m
}

// otherChanges compares what stands around the clauses. The cover is not compared: two editions
// always differ there.
func otherChanges(a, b *Edition) []FieldChange {
	list := []FieldChange{}
	if !reflect.DeepEqual(a.Scoring, b.Scoring) {
		list = appendObject(list, "scoring", fieldsOfValue(a.Scoring), fieldsOfValue(b.Scoring), b)
	}
	list = appendNamed(list, "chapters", a.Chapters, b.Chapters, b,
		func(c Chapter) string { return fmt.Sprint(c.Number) })
	list = appendNamed(list, "sections", a.Sections, b.Sections, b,
		func(s Section) string { return s.Code })
	list = appendNamed(list, "terms", a.Terms, b.Terms, b, func(t Term) string { return t.Code })
	if !reflect.DeepEqual(a.FrontMatter, b.FrontMatter) {
		list = appendObject(list, "front_matter",
			fieldsOfValue(a.FrontMatter), fieldsOfValue(b.FrontMatter), b)
	}
	return list
}

func appendObject(list []FieldChange, path string, x, y map[string]any, e *Edition) []FieldChange {
	for _, name := range sortedNames(x, y) {
		list = appendChange(list, path+"."+name, x[name], y[name], e)
	}
	return list
}

// appendNamed compares lists whose entries have a name. An entry that comes or goes is one change;
// one that stays is compared field by field.
func appendNamed[T any](list []FieldChange, path string, a, b []T, e *Edition,
	name func(T) string) []FieldChange {
	x, y := map[string]any{}, map[string]any{}
	for _, entry := range a {
		x[name(entry)] = entry
	}
	for _, entry := range b {
		y[name(entry)] = entry
	}
	names := sortedNames(x, y)
	slices.SortStableFunc(names, compareNumbers)
	for _, n := range names {
		if reflect.DeepEqual(x[n], y[n]) {
			continue
		}
		at, p, q := path+"."+n, fieldsOfValue(x[n]), fieldsOfValue(y[n])
		if p != nil && q != nil {
			list = appendObject(list, at, p, q, e)
			continue
		}
		list = appendChange(list, at, anyOf(p), anyOf(q), e)
	}
	return list
}

// anyOf keeps a nil map from becoming a value.
func anyOf(m map[string]any) any {
	if m == nil {
		return nil
	}
	return m
}

func sortedNames(x, y map[string]any) []string {
	names := make([]string, 0, len(x)+len(y))
	for name := range x {
		names = append(names, name)
	}
	for name := range y {
		if _, both := x[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
