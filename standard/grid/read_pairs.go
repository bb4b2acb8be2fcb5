package grid

import (
	"fmt"
	"strings"

	"hallmark/standard/message"
)

// pairs reads a table that holds one value a row.
func (r *reader) pairs(t Table, s *Sheet, h *headings) {
	known := pairsOf(t.Name)
	seen := map[string]bool{}
	h.data(s, func(row *Row) {
		line := r.pairLine(t, s, h, row)
		p, ok := line.pair(known)
		if !ok {
			r.note(line.itemAt, "grid.pair-unknown", shorten(line.item+" "+line.field))
			return
		}
		if p.shape == single && seen[p.field] {
			r.note(line.itemAt, "grid.pair-twice", message.Key("grid.pair-"+p.field))
			return
		}
		seen[p.field] = true
		r.pair(p, line)
	})
	for _, p := range known {
		if p.required && !seen[p.field] {
			r.note(Place{s.Name, h.row, 1}, "grid.pair-missing", message.Key("grid.pair-"+p.field))
			r.spoiled[p.field] = true
			put(r.tree, p.field, standIn(p.form))
		}
	}
}

// pairLine is a row of a table of pairs.
type pairLine struct {
	item, field                    string
	name, english, value           Cell
	itemAt, nameAt, valueAt, engAt Place
	merged                         bool
}

func (r *reader) pairLine(t Table, s *Sheet, h *headings, row *Row) pairLine {
	cell := func(field string) (Cell, Place) {
		for i, c := range t.Columns {
			if column, ok := h.at(i); ok && c.Field == field {
				return row.at(column), Place{s.Name, row.Number, column}
			}
		}
		return Cell{}, Place{s.Name, row.Number, 1}
	}
	var line pairLine
	item, at := cell("item")
	field, _ := cell("field")
	line.item, line.field, line.itemAt = plain(item), fold(plain(field)), at
	line.name, line.nameAt = cell("name")
	line.english, line.engAt = cell("name_en")
	line.value, line.valueAt = cell("value")
	line.merged = s.merged(row.Number, line.valueAt.Column)
	return line
}

// pair finds which field a row holds: by the field's name, or by what people call it.
func (line pairLine) pair(known []pair) (pair, bool) {
	for _, p := range known {
		if line.field != "" && strings.EqualFold(line.field, p.field) {
			return p, true
		}
		if line.field == "" && (same(line.item, p.label(message.Chinese)) ||
			same(line.item, p.label(message.English))) {
			return p, true
		}
	}
	return pair{}, false
}

func (line pairLine) blank() bool {
	return line.value.blank() && line.name.blank() && line.english.blank()
}

func (c Cell) blank() bool {
	return c.Kind == Empty || c.Kind == Text && strings.TrimSpace(c.Text) == ""
}

func (r *reader) pair(p pair, line pairLine) {
	column := Column{Field: "x", Form: p.form, Set: p.set, Required: p.required}
	path := p.field
	switch {
	case p.shape == single:
		r.cells[path] = line.valueAt
		o := object{}
		r.fieldAt(o, path, column, line)
		if v, ok := o["x"]; ok {
			put(r.tree, path, v)
		}
		return
	case line.blank() || p.shape == seeded && line.value.blank():
		return
	case p.shape == listed:
		list, _ := get(r.tree, p.field).([]any)
		o := object{}
		r.fieldAt(o, fmt.Sprintf("%s[%d]", p.field, len(list)), column, line)
		if v, ok := o["x"]; ok {
			put(r.tree, p.field, append(list, v))
		}
		return
	}
	name, ok := r.nameOf(p, line)
	if !ok {
		return
	}
	switch p.shape {
	case named:
		r.namedValue(p, name, column, line)
	case seeded:
		r.seed(name, line)
	default:
		r.listedObject(p, name, column, line)
	}
}

// fieldAt reads the value of a row for a path.
func (r *reader) fieldAt(o object, path string, c Column, line pairLine) {
	r.cells[path] = line.valueAt
	had := len(r.problems)
	r.field(o, path, c, line.valueAt, line.value, line.merged)
	if len(r.problems) > had || line.merged {
		r.spoiled[path] = true
	}
}

func (r *reader) nameOf(p pair, line pairLine) (string, bool) {
	c := Column{Form: Line}
	if p.names != "" {
		c = Column{Form: Choice, Set: p.names}
	}
	if line.name.blank() {
		r.note(line.nameAt, "missing")
		return "", false
	}
	v, f := r.value(c, r.entered(line.nameAt, line.name))
	if f != nil {
		r.note(line.nameAt, f.code, f.args...)
		return "", false
	}
	return v.(string), true
}

func (r *reader) namedValue(p pair, name string, c Column, line pairLine) {
	m, _ := get(r.tree, p.field).(object)
	if m == nil {
		m = object{}
		put(r.tree, p.field, m)
	}
	if _, twice := m[name]; twice {
		r.note(line.nameAt, "twice", shorten(name))
		return
	}
	o := object{}
	c.Required = p.form == Whole
	r.fieldAt(o, p.field+"."+name, c, line)
	if m[name] = o["x"]; m[name] == nil {
		m[name] = ""
	}
}

func (r *reader) seed(tier string, line pairLine) {
	for i, o := range listAt(r.tree, "standard.tiers") {
		if o["id"] == tier {
			c := Column{Field: "seed", Form: Prose}
			r.field(o, fmt.Sprintf("standard.tiers[%d]", i), c, line.valueAt, line.value, line.merged)
			return
		}
	}
	r.note(line.nameAt, "tier-undescribed", tier)
}

func (r *reader) listedObject(p pair, name string, c Column, line pairLine) {
	list, _ := get(r.tree, p.field).([]any)
	path := fmt.Sprintf("%s[%d]", p.field, len(list))
	r.cells[path] = line.valueAt
	nameField, valueField := "name", "min"
	switch p.shape {
	case capping:
		nameField, valueField = "when", "max_grade"
	case tierRow:
		nameField, valueField = "id", "name"
	}
	o := object{nameField: name}
	r.cells[path+"."+nameField] = line.nameAt
	c.Field, c.Required = valueField, true
	r.field(o, path, c, line.valueAt, line.value, line.merged)
	if p.shape != capping {
		r.field(o, path, Column{Field: "name_en", Form: Line}, line.engAt, line.english, false)
	}
	put(r.tree, p.field, append(list, o))
}

// defaults sets what package standard wants to be there, even when it is empty.
func (r *reader) defaults() {
	for _, list := range []string{"standard.amendments", "standard.tiers", "scoring.caps",
		"scoring.grades", "scoring.stars", "front_matter.normative_references"} {
		if get(r.tree, list) == nil {
			put(r.tree, list, []any{})
		}
	}
	const due = "scoring.rectification_defaults."
	for _, text := range []string{due + "veto", due + "major.when", due + "minor.when"} {
		if get(r.tree, text) == nil {
			put(r.tree, text, "")
		}
	}
	counts, _ := get(r.tree, "standard.counts").(object)
	for _, name := range []string{"clauses", "scored", "unscored", "veto", "key"} {
		if path := "standard.counts." + name; counts != nil && counts[name] == nil {
			r.note(r.placeOf(path), "missing")
			r.spoiled[path] = true
			counts[name] = numberZero
		}
	}
}
