package sts

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Limits of a file, beside those of [standard.ReadSource].
const (
	maxDepth = 64
	maxNodes = 200_000
)

// node is an element of a file that is read.
type node struct {
	namespace, name string
	attributes      map[string]string // without a namespace, and xml:lang as "lang"
	children        []any             // *node or string
	line            int
}

// parse reads a file as a tree. Every problem is an *[standard.InvalidError].
func parse(r io.Reader) (*node, error) {
	source, err := standard.ReadSource(r)
	if err != nil {
		return nil, err
	}
	p := &parser{decoder: xml.NewDecoder(bytes.NewReader(source))}
	for {
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, p.invalid("sts.xml", standard.BrokenXML(err))
		}
		if err := p.take(token); err != nil {
			return nil, err
		}
	}
	switch {
	case p.root == nil:
		return nil, p.invalid("sts.xml", message.Key("xml.empty"))
	case !p.root.is("standard") && !p.root.is("adoption"):
		return nil, p.invalid("sts.root", p.root.name)
	}
	return p.root, nil
}

// parser keeps the decoder's defaults: it is strict, knows the five entities of XML alone, reads
// UTF-8 alone and opens no other file.
type parser struct {
	decoder *xml.Decoder
	root    *node
	open    []*node
	nodes   int
}

func (p *parser) invalid(code string, args ...any) error {
	at, _ := p.decoder.InputPos()
	return &standard.InvalidError{Problems: []standard.Problem{{Line: at, Code: code, Args: args}}}
}

func (p *parser) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		if bytes.ContainsAny(t, "[") {
			return p.invalid("sts.doctype")
		}
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		if n := len(p.open); n > 0 {
			p.open[n-1].children = append(p.open[n-1].children, string(t))
		}
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	if p.nodes++; p.nodes > maxNodes {
		return p.invalid("sts.nodes", maxNodes)
	}
	if len(p.open) >= maxDepth {
		return p.invalid("depth", maxDepth)
	}
	at, _ := p.decoder.InputPos()
	n := &node{namespace: t.Name.Space, name: t.Name.Local, line: at,
		attributes: map[string]string{}}
	for _, a := range t.Attr {
		if a.Name.Space == "" || a.Name.Space == "xml" ||
			a.Name.Space == "http://www.w3.org/XML/1998/namespace" {
			n.attributes[a.Name.Local] = a.Value
		}
	}
	switch parents := len(p.open); {
	case parents > 0:
		p.open[parents-1].children = append(p.open[parents-1].children, n)
	case p.root != nil:
		return p.invalid("sts.xml", message.Key("xml.roots"))
	default:
		p.root = n
	}
	p.open = append(p.open, n)
	return nil
}

// is reports whether a node is an element of STS, or with "tbx:" before its name one of TBX.
func (n *node) is(name string) bool {
	if term, ok := strings.CutPrefix(name, tbxPrefix); ok {
		return n.namespace == tbxNamespace && n.name == term
	}
	return n.namespace == "" && n.name == name
}

// all returns the children of a name.
func (n *node) all(name string) []*node {
	var found []*node
	for _, c := range n.elements() {
		if c.is(name) {
			found = append(found, c)
		}
	}
	return found
}

// first returns the first child of a name, or nil. It may be called of nil.
func (n *node) first(name string) *node {
	if n == nil {
		return nil
	}
	if found := n.all(name); len(found) > 0 {
		return found[0]
	}
	return nil
}

func (n *node) elements() []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for _, c := range n.children {
		if e, ok := c.(*node); ok {
			found = append(found, e)
		}
	}
	return found
}
