package sts

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hallmark/standard"
)

// Reading is what was read from a file.
type Reading struct {
	// Edition is nil where the text alone is not an edition; Missing then says why.
	Edition *standard.Edition
	// Tree is what was read in the form that [standard.FromTree] takes, to begin a draft with.
	Tree map[string]any
	// Missing is everything that keeps the text from being an edition, with places in Tree: points,
	// methods, the rules of scoring.
	Missing []standard.Problem
	// Losses are the things that were found and could not be placed, with their elements in the
	// file.
	Losses []standard.Loss
}

// Read reads the text of a standard. With a base edition the text is put onto it: clauses are found
// by their permanent name or else by their number, and keep points, methods and all else that STS
// has no place for; the file says which clauses there are. Without one (nil) the clauses are not
// scored, and so Edition is nil and Missing names what is to be added.
//
// A file that is not STS, not well-formed, too large or too deep, or whose document type declares
// anything, is refused with an *[standard.InvalidError].
func Read(r io.Reader, base *standard.Edition) (*Reading, error) {
	root, err := parse(r)
	if err != nil {
		return nil, err
	}
	t := &text{exact: root.attributes["specific-use"] == maker, uids: map[string]bool{},
		lines: map[string]int{}, cover: fields{}}
	t.document(root)
	var tree fields
	if base == nil {
		tree = t.tree()
	} else if tree, err = t.onto(base); err != nil {
		return nil, err
	}
	reading := &Reading{Tree: tree, Losses: t.losses}
	reading.Edition, err = standard.FromTree(tree)
	var missing *standard.InvalidError
	if errors.As(err, &missing) {
		t.locate(missing.Problems, tree)
		reading.Missing, err = missing.Problems, nil
	}
	return reading, err
}

// locate adds the lines of clauses to problems in them.
func (t *text) locate(problems []standard.Problem, tree fields) {
	clauses, _ := tree["clauses"].([]any)
	for i := range problems {
		rest, ok := strings.CutPrefix(problems[i].Path, "clauses[")
		number, _, _ := strings.Cut(rest, "]")
		if n, err := strconv.Atoi(number); ok && err == nil && n < len(clauses) {
			code, _ := clauses[n].(fields)["code"].(string)
			problems[i].Line = t.lines[code]
		}
	}
}

// fields are an object of a tree.
type fields = map[string]any

// text is what a file says.
type text struct {
	exact  bool // every blank counts
	losses []standard.Loss

	cover      fields
	amendments []any
	scope      []string
	references []any
	hasRefs    bool
	terms      []fields
	chapters   []fields
	sections   []fields
	clauses    []fields
	uids       map[string]bool
	lines      map[string]int // of clauses, by their numbers
}

// maxLosses keeps a large foreign file from filling pages with what was left aside.
const maxLosses = 1000

func (t *text) lose(path, code string, args ...any) {
	switch {
	case len(t.losses) < maxLosses:
		t.losses = append(t.losses, standard.Loss{Path: path, Code: code, Args: args})
	case len(t.losses) == maxLosses:
		t.losses = append(t.losses, standard.Loss{Code: "sts.more", Args: []any{maxLosses}})
	}
}

func (t *text) leave(n *node) {
	name := n.name
	if n.namespace != "" {
		name = "{" + n.namespace + "}" + name
	}
	t.lose(placeOf(n), "loss.unknown", name)
}

// inline reports whether the text of an element belongs to the text around it.
func inline(n *node) bool {
	switch n.name {
	case "bold", "italic", "roman", "sans-serif", "monospace", "sc", "sub", "sup", "underline",
		"named-content", "styled-content", "std", "std-ref", "std-id", "xref", "ext-link",
		"uri", "email", "mixed-citation", "title", "entailedTerm", "abbrev", "break":
		return n.namespace == "" || n.namespace == tbxNamespace
	}
	return false
}

// words returns the text of an element. Elements for which skip returns true are read elsewhere;
// others that do not belong to a text are losses.
func (t *text) words(n *node, skip func(*node) bool) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	t.gather(&b, n, skip)
	if t.exact {
		return b.String()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (t *text) gather(b *strings.Builder, n *node, skip func(*node) bool) {
	for _, c := range n.children {
		switch c := c.(type) {
		case string:
			b.WriteString(c)
		case *node:
			switch {
			case skip != nil && skip(c):
			case c.name == "break":
				b.WriteString("\n")
			case struck(c):
				t.lose(placeOf(c), "sts.struck", t.words(c, nil))
			case c.is("sup"), c.is("sub"):
				t.raised(b, c, skip)
			case inline(c):
				t.gather(b, c, skip)
			default:
				t.leave(c)
			}
		}
	}
}

// struck reports whether a text is struck out: it is there to be seen and is not part of the text.
func struck(n *node) bool {
	if n.is("strike") || n.is("del") {
		return true
	}
	return n.is("styled-content") && (strings.Contains(n.attributes["style"], "line-through") ||
		strings.Contains(n.attributes["style-type"], "strike"))
}

// The signs of a raised or lowered text, and the characters that stand for them.
const (
	plainSigns   = "0123456789+-−=()n"
	raisedSigns  = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"
	loweredSigns = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ"
)

// raised writes a raised or lowered text with characters of their own, so that 10⁻³ stays what it
// is. Where there are none, the text stands on the line, and the report names it.
func (t *text) raised(b *strings.Builder, n *node, skip func(*node) bool) {
	var inner strings.Builder
	t.gather(&inner, n, skip)
	to := []rune(raisedSigns)
	if n.is("sub") {
		to = []rune(loweredSigns)
	}
	from, whole := []rune(plainSigns), true
	signs := strings.Map(func(r rune) rune {
		if i := slices.Index(from, r); i >= 0 {
			return to[i]
		}
		whole = whole && unicode.IsSpace(r)
		return r
	}, inner.String())
	if !whole {
		t.lose(placeOf(n), "sts.raised", inner.String())
		signs = inner.String()
	}
	b.WriteString(signs)
}
