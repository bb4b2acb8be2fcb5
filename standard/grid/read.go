package grid

import (
	"errors"
	"fmt"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// maxProblems is how many problems are reported; more would help nobody.
const maxProblems = 1000

// reader turns sheets into the tree of an edition and remembers which cell each part came from.
type reader struct {
	tree     object
	locate   func(Place) (path string, line int)
	date1904 bool
	cells    map[string]Place // by path in the edition
	spoiled  map[string]bool  // paths whose cell could not be read; their values are stand-ins
	problems []standard.Problem
	losses   []standard.Loss
}

func newReader(locate func(Place) (string, int)) *reader {
	return &reader{tree: object{}, locate: locate, cells: map[string]Place{},
		spoiled: map[string]bool{}}
}

func (r *reader) note(at Place, code string, args ...any) {
	path, line := r.locate(at)
	r.add(standard.Problem{Path: path, Line: line, Code: code, Args: args})
}

func (r *reader) add(p standard.Problem) {
	if len(r.problems) == maxProblems {
		r.problems = append(r.problems,
			standard.Problem{Code: "too-many-problems", Args: []any{maxProblems}})
	}
	if len(r.problems) > maxProblems {
		return
	}
	r.problems = append(r.problems, p)
}

func (r *reader) lose(at Place, code string, args ...any) {
	path, _ := r.locate(at)
	r.losses = append(r.losses, standard.Loss{Path: path, Code: code, Args: args})
}

// put sets a value at a path of names below an object.
func put(o object, field string, v any) {
	for {
		name, rest, more := strings.Cut(field, ".")
		if !more {
			o[name] = v
			return
		}
		below, ok := o[name].(object)
		if !ok {
			below = object{}
			o[name] = below
		}
		o, field = below, rest
	}
}

// field reads a cell into an object: path is where the value stands in the edition. What keeps a
// cell from being read at all has been noted already.
func (r *reader) field(o object, path string, c Column, at Place, cell Cell, unreadable bool) {
	full := path + "." + c.Field
	r.known(path, c.Field, at)
	blank := cell.Kind == Empty || cell.Kind == Text && strings.TrimSpace(cell.Text) == ""
	if unreadable {
		r.spoil(o, full, c)
		return
	}
	if blank {
		switch {
		case c.Required:
			r.note(at, "missing")
			r.spoil(o, full, c)
		case c.Form == Flag:
			put(o, c.Field, false)
		}
		return
	}
	v, f := r.value(c, r.entered(at, cell))
	if f != nil {
		r.note(at, f.code, f.args...)
		r.spoil(o, full, c)
		return
	}
	if list, ok := v.([]any); ok && len(list) == 0 {
		if c.Required {
			r.note(at, "missing")
			r.spoil(o, full, c)
		}
		return
	}
	put(o, c.Field, v)
}

// known remembers the cell of a path, and of the paths above it.
func (r *reader) known(path, field string, at Place) {
	r.cells[path+"."+field] = at
	if above, _, more := strings.Cut(field, "."); more {
		if _, known := r.cells[path+"."+above]; !known {
			r.cells[path+"."+above] = at
		}
	}
}

// spoil puts a stand-in where a value should be, so that the rest can still be checked.
func (r *reader) spoil(o object, path string, c Column) {
	r.spoiled[path] = true
	put(o, c.Field, standIn(c.Form))
}

func standIn(form Form) any {
	switch form {
	case Amount, Whole:
		return numberZero
	case Flag:
		return false
	case Many, Lines, Parts:
		return []any{}
	}
	return ""
}

// finish makes the edition, and brings every problem back to its cell.
func (r *reader) finish() (*standard.Edition, []standard.Loss, error) {
	e, err := standard.FromTree(r.tree)
	var invalid *standard.InvalidError
	if err != nil && !errors.As(err, &invalid) {
		return nil, r.losses, err
	}
	if invalid != nil {
		for _, p := range invalid.Problems {
			if !r.follows(p) {
				path, line := r.locate(r.placeOf(p.Path))
				r.add(standard.Problem{Path: path, Line: line, Of: p.Of, Code: p.Code,
					Args: r.said(p.Args)})
			}
		}
	}
	if len(r.problems) > 0 {
		return nil, r.losses, &standard.InvalidError{Problems: r.problems}
	}
	if err != nil { // every problem followed from a cell that was noted; there was none
		return nil, r.losses, err
	}
	return e, r.losses, nil
}

// placeOf finds the cell of a path, or of the nearest thing around it.
func (r *reader) placeOf(path string) Place {
	for {
		if at, ok := r.cells[path]; ok {
			return at
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return Place{}
		}
		path = path[:cut]
	}
}

// said replaces places in the edition by cells among the arguments of a sentence.
func (r *reader) said(args []any) []any {
	for i, arg := range args {
		s, ok := arg.(string)
		if !ok {
			continue
		}
		if at, known := r.cells[s]; known && strings.ContainsAny(s, "[.") {
			path, line := r.locate(at)
			if line > 0 {
				path = fmt.Sprintf("%d %s", line, path)
			}
			args[i] = path
		}
	}
	return args
}

// follows reports whether a problem only follows from a cell that could not be read.
func (r *reader) follows(p standard.Problem) bool {
	if len(r.spoiled) == 0 {
		return false
	}
	list := map[string]string{"count": "clauses[", "tier-empty": "clauses[",
		"weight-sum": "chapters[", "tier-undescribed": "standard.tiers["}[p.Code]
	for path := range r.spoiled {
		if list != "" && strings.HasPrefix(path, list) {
			return true
		}
		if path == p.Path || strings.HasPrefix(p.Path, path+".") ||
			strings.HasPrefix(p.Path, path+"[") {
			return true
		}
		if p.Path != "" && strings.HasPrefix(path, p.Path+".") { // points: missing, of points.district
			return true
		}
		row, field, _ := strings.Cut(path, "].")
		if (field == "scored" || field == "tiers" || strings.HasPrefix(field, "method")) &&
			strings.HasPrefix(p.Path, row+"].") && dependent(p.Code) {
			return true
		}
	}
	return false
}

// dependent codes say that one column does not go with another.
func dependent(code string) bool {
	switch code {
	case "clause-unscored", "clause-chapter", "chapter-unscored", "tier-extra", "missing",
		"method-field", "veto-method", "threshold-equal", "threshold-above", "threshold-below":
		return true
	}
	return false
}

func setKey(s Set) message.Key { return message.Key("grid.choices-" + string(s)) }
