package grid

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Filled is a table with the cells of an edition. A row has a cell for each column.
type Filled struct {
	Table
	Rows [][]Cell
}

// object is an edition or a part of it, as its JSON form has it.
type object = map[string]any

// Of lays an edition out as the tables of a workbook, in the words of a language. It reports what
// the cells do not keep.
func Of(e *standard.Edition, l message.Language) ([]Filled, []standard.Loss, error) {
	tree, err := treeOf(e)
	if err != nil {
		return nil, nil, err
	}
	w := &writer{language: l}
	var all []Filled
	for _, t := range Tables() {
		f := Filled{Table: t}
		switch t.Name {
		case standardTable, scoringTable:
			f.Rows = w.pairs(t, tree)
		case itemsTable, levelsTable, occurrencesTable:
			f.Rows = w.children(t, tree)
		default:
			f.Rows = w.rows(t, tree)
		}
		all = append(all, f)
	}
	return all, w.losses, nil
}

// ClausesOf lays out the clauses alone, as [ClauseTable]. The loss report names what the rest of
// the edition holds.
func ClausesOf(e *standard.Edition, l message.Language) (Filled, []standard.Loss, error) {
	tree, err := treeOf(e)
	if err != nil {
		return Filled{}, nil, err
	}
	w := &writer{language: l}
	f := Filled{Table: ClauseTable()}
	f.Rows = w.rows(f.Table, tree)
	parts := []string{"standard", "scoring", "chapters", "sections", "front_matter", "terms"}
	if len(e.Transitions) > 0 {
		parts = append(parts, transitionsTable)
	}
	for _, part := range parts {
		w.losses = append(w.losses, standard.Loss{Path: part, Code: "loss.no-place",
			Args: []any{message.Key("grid.part-" + part)}})
	}
	return f, w.losses, nil
}

func treeOf(e *standard.Edition) (object, error) {
	var b bytes.Buffer
	if err := e.WriteJSON(&b); err != nil {
		return nil, err
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	var tree object
	return tree, d.Decode(&tree)
}

// get returns what stands at a path of names, or nil.
func get(o object, path string) any {
	var here any = o
	for name := range strings.SplitSeq(path, ".") {
		m, _ := here.(object)
		here = m[name]
	}
	return here
}

func listAt(o object, path string) []object {
	list, _ := get(o, path).([]any)
	objects := make([]object, len(list))
	for i, item := range list {
		objects[i], _ = item.(object)
	}
	return objects
}

type writer struct {
	language message.Language
	losses   []standard.Loss
}

func (w *writer) rows(t Table, tree object) [][]Cell {
	var rows [][]Cell
	for i, o := range listAt(tree, t.Name) {
		row := make([]Cell, len(t.Columns))
		for j, c := range t.Columns {
			path := fmt.Sprintf("%s[%d].%s", t.Name, i, c.Field)
			row[j] = w.cell(path, c, get(o, c.Field), j+1)
		}
		rows = append(rows, row)
	}
	return rows
}

// children are the rows of a table that hangs on the clauses.
func (w *writer) children(t Table, tree object) [][]Cell {
	var rows [][]Cell
	for i, clause := range listAt(tree, clausesTable) {
		path := fmt.Sprintf("clauses[%d].%s", i, childField(t.Name))
		children := listAt(clause, childField(t.Name))
		if levels, ok := get(clause, "method.levels").(object); ok && t.Name == levelsTable {
			for _, level := range slices.Sorted(maps.Keys(levels)) {
				children = append(children, object{"level": level, "text": levels[level]})
			}
		}
		for n, child := range children {
			child["uid"] = clause["uid"]
			row := make([]Cell, len(t.Columns))
			for j, c := range t.Columns {
				row[j] = w.cell(fmt.Sprintf("%s[%d].%s", path, n, c.Field), c, child[c.Field], j+1)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// childField is where in a clause the rows of a table stand.
func childField(table string) string {
	if table == itemsTable {
		return table
	}
	return "method." + table
}

// cell puts a value into a cell.
func (w *writer) cell(path string, c Column, value any, column int) Cell {
	cell := Cell{Column: column}
	switch v := value.(type) {
	case json.Number:
		cell.Kind, cell.Text = Number, v.String()
	case bool:
		cell.Kind, cell.Text = Text, message.Text(w.language, "grid.no")
		if v {
			cell.Text = message.Text(w.language, "grid.yes")
		}
	case string:
		cell.Text = v
		if c.Form == Choice {
			cell.Text = c.Set.Label(v, w.language)
		} else {
			w.kept(path, v)
		}
	case []any:
		cell.Text = w.many(path, c, v)
	case object:
		cell.Text = w.levels(path, v)
	}
	if cell.Text != "" && cell.Kind == Empty {
		cell.Kind = Text
	}
	return cell
}

// kept notes a text that does not come back from a cell as it went in: spaces at its ends mean
// nothing in a standard, and are dropped by the reader.
func (w *writer) kept(path, s string) bool {
	if strings.TrimSpace(s) != s {
		w.losses = append(w.losses, standard.Loss{Path: path, Code: "loss.cell-space"})
		return false
	}
	return true
}

func (w *writer) many(path string, c Column, list []any) string {
	var texts []string
	for i, item := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		switch v := item.(type) {
		case string:
			if c.Form == Many {
				v = c.Set.Label(v, w.language)
			} else if w.kept(at, v); v == "" {
				w.losses = append(w.losses, standard.Loss{Path: at, Code: "loss.cell-space"})
			}
			texts = append(texts, v)
		case object:
			parts := make([]string, len(c.parts))
			for j, name := range c.parts {
				parts[j] = fmt.Sprint(v[name])
				w.kept(at+"."+name, parts[j])
			}
			texts = append(texts, joinParts(parts))
		}
	}
	switch c.Form {
	case Many:
		return strings.Join(texts, message.Text(w.language, "grid.comma"))
	case Parts:
		return strings.Join(texts, "\n")
	}
	return joinLines(texts)
}

func (w *writer) levels(path string, levels object) string {
	var texts []string
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		text := fmt.Sprint(levels[level])
		w.kept(path+"."+level, text)
		texts = append(texts, joinParts([]string{level, text}))
	}
	return strings.Join(texts, "\n")
}

// pairs are the rows of a table of pairs: a row for each value, and an empty one for a field that
// has none, so that an editor finds it.
func (w *writer) pairs(t Table, tree object) [][]Cell {
	var rows [][]Cell
	for _, p := range pairsOf(t.Name) {
		for _, r := range w.pairRows(p, tree) {
			c := Column{Form: p.form, Set: p.set}
			cells := []Cell{{Kind: Text, Text: p.label(w.language)}, w.cell(p.field, Column{}, r.name, 2),
				w.cell(p.field, Column{}, r.english, 3), w.cell(p.field, c, r.value, 4),
				{Kind: Text, Text: p.field}}
			if name, ok := r.name.(string); ok && p.names != "" {
				cells[1].Text = p.names.Label(name, w.language)
			}
			for i := range cells {
				cells[i].Column = i + 1
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

type pairRow struct{ name, english, value any }

func (w *writer) pairRows(p pair, tree object) (rows []pairRow) {
	defer func() {
		if rows == nil {
			rows = []pairRow{{}}
		}
	}()
	objects := func(field, name, english, value string) {
		for _, o := range listAt(tree, field) {
			rows = append(rows, pairRow{o[name], o[english], o[value]})
		}
	}
	switch p.shape {
	case single:
		rows = []pairRow{{value: get(tree, p.field)}}
	case listed:
		list, _ := get(tree, p.field).([]any)
		for _, v := range list {
			rows = append(rows, pairRow{value: v})
		}
	case named:
		m, _ := get(tree, p.field).(object)
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if name == "" {
				w.losses = append(w.losses, standard.Loss{Path: p.field, Code: "loss.cell-space"})
			}
			rows = append(rows, pairRow{name: name, value: m[name]})
		}
	case band:
		objects(p.field, "name", "name_en", "min")
	case capping:
		objects(p.field, "when", "", "max_grade")
	case tierRow:
		objects(p.field, "id", "name_en", "name")
	case seeded:
		objects(strings.TrimSuffix(p.field, ".seed"), "id", "", "seed")
	}
	return rows
}
