package oscal

import (
	"regexp"
	"strings"
)

// Limits of what the parameters of a foreign catalog may be filled in to: parameters can stand
// inside parameters, so a small file could become a very large one.
const (
	maxFilled      = 4 << 20 // bytes of all texts
	maxInsertDepth = 3
)

// inserts has the parameters of a catalog. An edition's texts have no parameters; a parameter is
// filled in as words, "[assignment]" as people print it.
type inserts struct {
	params map[string]*node
	noted  map[string]bool
	filled int // bytes so far
}

func newInserts(catalog *node) *inserts {
	in := &inserts{params: map[string]*node{}, noted: map[string]bool{}}
	in.find(catalog)
	return in
}

// find collects the parameters of groups and controls at any depth; of two with the same ID, which
// OSCAL does not allow, the one found first counts.
func (in *inserts) find(n *node) {
	if n == nil {
		return
	}
	if params := n.members["params"]; params != nil {
		params.seen = true // those that no text mentions stay unseen
		for _, p := range params.list {
			if id := p.peek("id"); id != "" && in.params[id] == nil {
				in.params[id] = p
			}
		}
	}
	for _, name := range []string{"groups", "controls"} {
		if list := n.members[name]; list != nil {
			for _, inner := range list.list {
				in.find(inner)
			}
		}
	}
}

var insert = regexp.MustCompile(`\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}`)

// fill puts the words of the parameters into a text, and reports each parameter once.
func (in *inserts) fill(doc *document, markup string) string {
	return in.fillTo(doc, markup, 0)
}

func (in *inserts) fillTo(doc *document, markup string, depth int) string {
	return insert.ReplaceAllStringFunc(markup, func(match string) string {
		id := insert.FindStringSubmatch(match)[1]
		p := in.params[id]
		if p == nil || depth >= maxInsertDepth || in.filled > maxFilled {
			return "[" + id + "]"
		}
		if !in.noted[id] {
			in.noted[id] = true
			doc.lose(p.path, "oscal.param", id)
			p.take()
		}
		words := in.fillTo(doc, wordsOf(p, id), depth+1)
		in.filled += len(words)
		return words
	})
}

// wordsOf returns what a parameter says: its values, its choices, or its label.
func wordsOf(p *node, id string) string {
	if values := p.texts("values"); len(values) > 0 {
		return strings.Join(values, ", ")
	}
	if s := p.member("select"); s != nil {
		if choices := s.texts("choice"); len(choices) > 0 {
			return "[" + strings.Join(choices, "; ") + "]"
		}
	}
	if label := p.text("label"); label != "" {
		return "[" + label + "]"
	}
	return "[" + id + "]"
}
