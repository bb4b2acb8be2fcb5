package sts

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// tbx is the namespace of terms, and the prefix under which it is written.
const (
	tbxNamespace = "urn:iso:std:iso:30042:ed-1"
	tbxPrefix    = "tbx:"
)

// element is an element that is to be written. It holds elements, a line each, or a line of texts
// and elements, to which no blank is added.
type element struct {
	name       string
	attributes []attribute
	inline     bool
	children   []any // *element or string
}

type attribute struct{ name, value string }

// block makes an element that holds elements; nil ones are left out.
func block(name string, children ...*element) *element {
	e := &element{name: name}
	return e.add(children...)
}

// line makes an element that holds a text.
func line(name, text string) *element {
	return &element{name: name, inline: true, children: []any{text}}
}

// lineIf makes an element that holds a text, or none where there is no text.
func lineIf(name, text string) *element {
	if text == "" {
		return nil
	}
	return line(name, text)
}

func (e *element) add(children ...*element) *element {
	for _, c := range children {
		if c != nil {
			e.children = append(e.children, c)
		}
	}
	return e
}

// with adds an attribute, unless its value is empty.
func (e *element) with(name, value string) *element {
	if value != "" {
		e.attributes = append(e.attributes, attribute{name, value})
	}
	return e
}

// document writes an element as a whole file.
func (e *element) document(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e.write(&b, 0)
	_, err := b.WriteTo(w)
	return err
}

func (e *element) write(b *bytes.Buffer, depth int) {
	b.WriteString("<" + e.name)
	for _, a := range e.attributes {
		b.WriteString(" " + a.name + `="`)
		escape(b, a.value)
		b.WriteString(`"`)
	}
	b.WriteString(">")
	for _, c := range e.children {
		if !e.inline {
			b.WriteString("\n" + strings.Repeat(" ", depth+1))
		}
		switch c := c.(type) {
		case string:
			escape(b, c)
		case *element:
			c.write(b, depth+1)
		}
	}
	if !e.inline && len(e.children) > 0 {
		b.WriteString("\n" + strings.Repeat(" ", depth))
	}
	b.WriteString("</" + e.name + ">")
	if depth == 0 {
		b.WriteString("\n")
	}
}

// escape writes a text. What XML cannot hold becomes U+FFFD; the loss report names it.
func escape(b *bytes.Buffer, text string) {
	if err := xml.EscapeText(b, []byte(text)); err != nil {
		panic(err) // a buffer takes everything
	}
}

// carries reports whether XML 1.0 can hold a text.
func carries(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFD || r == 0xFFFE || r == 0xFFFF
	})
}
