package oscal

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// node is a place in the document that is read. It remembers whether somebody has asked for it:
// whatever was never asked for is what this program has no counterpart for.
type node struct {
	tree    any
	path    string
	name    string // of the member, or of the list that it stands in
	seen    bool
	bad     bool // noted as a problem
	members map[string]*node
	list    []*node
	doc     *document
}

// document is what all nodes of a document share.
type document struct {
	problems standard.Problems
	losses   []standard.Loss
}

func (d *document) node(tree any, path, name string) *node {
	n := &node{tree: tree, path: path, name: name, doc: d}
	switch t := tree.(type) {
	case map[string]any:
		n.members = make(map[string]*node, len(t))
		for key, value := range t {
			n.members[key] = d.node(value, strings.TrimPrefix(path+"."+key, "."), key)
		}
	case []any:
		for i, value := range t {
			n.list = append(n.list, d.node(value, fmt.Sprintf("%s[%d]", path, i), name))
		}
	}
	return n
}

// member returns a member that is an object, or nil.
func (n *node) member(name string) *node {
	if n == nil || n.members[name] == nil {
		return nil
	}
	m := n.members[name]
	m.seen = true
	if m.members == nil {
		m.wrong("type-struct")
		return nil
	}
	return m
}

// items returns the objects of a list.
func (n *node) items(name string) []*node {
	if n == nil || n.members[name] == nil {
		return nil
	}
	m := n.members[name]
	m.seen = true
	if _, ok := m.tree.([]any); !ok {
		m.wrong("type-slice")
		return nil
	}
	var objects []*node
	for _, item := range m.list {
		item.seen = true
		if item.members == nil {
			item.wrong("type-struct")
			continue
		}
		objects = append(objects, item)
	}
	return objects
}

// text returns a text, or "" where there is none.
func (n *node) text(name string) string {
	if n == nil || n.members[name] == nil {
		return ""
	}
	m := n.members[name]
	m.seen = true
	s, ok := m.tree.(string)
	if !ok {
		m.wrong("type-string")
	}
	return s
}

// texts returns a list of texts.
func (n *node) texts(name string) []string {
	if n == nil || n.members[name] == nil {
		return nil
	}
	m := n.members[name]
	m.seen = true
	if _, ok := m.tree.([]any); !ok {
		m.wrong("type-slice")
	}
	var list []string
	for _, item := range m.list {
		item.seen = true
		s, ok := item.tree.(string)
		if !ok {
			item.wrong("type-string")
			continue
		}
		list = append(list, s)
	}
	return list
}

// wrong notes a node of another type than is asked for, once.
func (n *node) wrong(code string) {
	if n.bad {
		return
	}
	n.bad = true
	short := []rune(fmt.Sprint(n.tree))
	n.doc.problems.Add(n.path, code, string(short[:min(len(short), 40)]))
}

// take asks for a node and everything below it.
func (n *node) take() {
	if n == nil {
		return
	}
	n.seen = true
	for _, m := range n.members {
		m.take()
	}
	for _, m := range n.list {
		m.take()
	}
}

// peek returns a text without asking for it.
func (n *node) peek(name string) string {
	if n == nil || n.members[name] == nil {
		return ""
	}
	s, _ := n.members[name].tree.(string)
	return s
}

// props returns the properties of a name in a namespace; "" is OSCAL's own.
func (n *node) props(namespace, name string) []*node {
	var found []*node
	for _, p := range n.items("props") {
		ns := p.peek("ns")
		if ns == "http://csrc.nist.gov/ns/oscal" { // the name of OSCAL's own
			ns = ""
		}
		if ns == namespace && p.peek("name") == name {
			p.text("ns")
			p.text("name")
			found = append(found, p)
		}
	}
	return found
}

// prop returns the value of the one property of a name, and whether there is one.
func (n *node) prop(namespace, name string) (string, bool) {
	found := n.props(namespace, name)
	if len(found) == 0 {
		return "", false
	}
	return found[0].value(), true
}

// value returns the value of a property, out of its quotes if it has them.
func (n *node) value() string {
	v := n.text("value")
	if n.peek("class") == quotedClass {
		n.text("class")
		var plain string
		if err := json.Unmarshal([]byte(v), &plain); err != nil {
			n.doc.problems.Add(n.path+".value", "value", v)
		}
		return plain
	}
	return v
}

// parts returns the parts of a name.
func (n *node) parts(name string) []*node {
	var found []*node
	for _, p := range n.items("parts") {
		if p.peek("name") == name {
			p.text("name")
			p.text("ns")
			p.text("id")
			found = append(found, p)
		}
	}
	return found
}

// maxLosses keeps a large foreign document from filling pages with what was left aside.
const maxLosses = 10_000

func (d *document) lose(path, code string, args ...any) {
	switch {
	case len(d.losses) < maxLosses:
		d.losses = append(d.losses, standard.Loss{Path: path, Code: code, Args: args})
	case len(d.losses) == maxLosses:
		d.losses = append(d.losses, standard.Loss{Code: "oscal.more", Args: []any{maxLosses}})
	}
}

// leftovers notes everything that was never asked for, the outermost places only. A property or
// part of which only the name was looked at counts as a whole.
func (n *node) leftovers() {
	if !n.seen {
		n.doc.lose(n.path, "loss.unknown", n.title())
		return
	}
	for _, name := range slices.Sorted(maps.Keys(n.members)) {
		n.members[name].leftovers()
	}
	for _, m := range n.list {
		if m.untouched() {
			n.doc.lose(m.path, "loss.unknown", m.title())
			continue
		}
		m.leftovers()
	}
}

// untouched reports whether an object was passed by: nothing in it was asked for.
func (n *node) untouched() bool {
	if len(n.members) == 0 {
		return !n.seen
	}
	for _, m := range n.members {
		if m.seen {
			return false
		}
	}
	return true
}

// title names a node for people: "props method", "params ac-1_prm_1", "remarks".
func (n *node) title() string {
	for _, key := range []string{"name", "id", "rel", "uuid"} {
		if s := n.peek(key); s != "" {
			return n.name + " " + s
		}
	}
	return n.name
}
