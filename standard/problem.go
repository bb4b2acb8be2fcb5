package standard

import (
	"strconv"
	"strings"

	"hallmark/standard/message"
)

// Problem is one thing that is wrong with an input, and where.
type Problem struct {
	Path string // "chapters[2].clauses[0].points.district"; "" for the document as a whole
	Line int    // line in the source text, from 1; 0 when unknown
	Of   string // number and uid of the clause that it is about, "5.1.1 HS001"; "" when none is known
	Code string // key of the sentence in the message catalogue; without a dot, it is in "problem."
	Args []any  // what the sentence mentions
}

// Text returns the sentence in a language, without the place.
func (p Problem) Text(l message.Language) string {
	key := p.Code
	if !strings.Contains(key, ".") {
		key = "problem." + key
	}
	return message.Text(l, key, p.Args...)
}

// Said returns the sentence in a language with the clause before it, if one is known; line and path
// stand apart.
func (p Problem) Said(l message.Language) string {
	if p.Of != "" {
		return message.Text(l, "problem.of-clause", p.Of, p.Text(l))
	}
	return p.Text(l)
}

// nameClauses puts to each problem in a tree of an edition which clause it is about; people count clauses
// by their numbers.
func nameClauses(tree any, list []Problem) {
	root, _ := tree.(map[string]any)
	clauses, _ := root["clauses"].([]any)
	for i := range list {
		rest, ok := strings.CutPrefix(list[i].Path, "clauses[")
		number, _, _ := strings.Cut(rest, "]")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n >= len(clauses) {
			continue
		}
		c, _ := clauses[n].(map[string]any)
		list[i].Of = ClauseLabel(c)
	}
}

// ClauseLabel names a clause of a tree as people do, by its number and uid: "5.1.1 HS001"; "" where
// neither is a text.
func ClauseLabel(tree map[string]any) string {
	code, _ := tree["code"].(string)
	uid, _ := tree["uid"].(string)
	if code == "" && uid == "" {
		return ""
	}
	return describe(strings.TrimSpace(code + " " + uid))
}

// InvalidError reports every problem of one input. Its text is English; callers that speak to
// people use [Problem.Text].
type InvalidError struct{ Problems []Problem }

// Error lists the problems with their places, in English.
func (e *InvalidError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Text(message.English)
		if p.Path != "" {
			lines[i] = p.Path + ": " + lines[i]
		}
		if p.Line > 0 {
			lines[i] = "line " + strconv.Itoa(p.Line) + ": " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// Problems collects what is wrong while an input is read. The zero value is ready.
type Problems struct{ list []Problem }

// maxProblems keeps a hostile input from filling the memory with what is wrong with it.
const maxProblems = 1000

// Add notes a problem. Of more than a thousand, the rest is cut off, and the last one says so.
func (p *Problems) Add(path, code string, args ...any) { p.AddOf("", path, code, args...) }

// AddOf is [Problems.Add] for what is wrong about a clause; see [Clause.Label].
func (p *Problems) AddOf(of, path, code string, args ...any) {
	switch {
	case len(p.list) < maxProblems:
		p.list = append(p.list, Problem{Path: path, Of: of, Code: code, Args: args})
	case len(p.list) == maxProblems:
		p.list = append(p.list, Problem{Code: "too-many-problems", Args: []any{maxProblems}})
	}
}

// Err returns an *InvalidError with all that was added, or nil.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	return &InvalidError{Problems: p.list}
}
