package standard

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errJSON = errors.New("not well-formed JSON")

// AppendCanonical appends the form of [Canonical] of a JSON text, which must be well-formed. Of
// members with the same name the last one counts.
func AppendCanonical(b, plain []byte) ([]byte, error) {
	return (&canonizer{src: plain}).value(b)
}

// canonizer walks a JSON text once and writes as it goes. The chain of an audit is made of
// hundreds of small texts, so it makes no tree of them.
type canonizer struct {
	src []byte
	i   int
}

// member is a member of an object that was written already.
type member struct {
	name     []byte
	from, to int // where it stands, with the comma behind it
}

// peek returns the next byte that is no space, or 0 at the end.
func (c *canonizer) peek() byte {
	for ; c.i < len(c.src); c.i++ {
		if k := c.src[c.i]; k != ' ' && k != '\n' && k != '\t' && k != '\r' {
			return k
		}
	}
	return 0
}

func (c *canonizer) value(b []byte) ([]byte, error) {
	switch c.peek() {
	case '{':
		return c.object(b)
	case '[':
		return c.array(b)
	case '"':
		s, err := c.text()
		return appendCanonicalString(b, s), err
	}
	start := c.i
	for c.i < len(c.src) && bytes.IndexByte([]byte(",]} \n\t\r"), c.src[c.i]) < 0 {
		c.i++
	}
	switch word := string(c.src[start:c.i]); word {
	case "null", "true", "false":
		return append(b, word...), nil
	case "":
		return nil, errJSON
	default:
		d, err := ParseDecimal(word)
		return d.AppendText(b), err
	}
}

// more passes over the comma, or the end of a list or an object.
func (c *canonizer) more(end byte) bool {
	switch k := c.peek(); k {
	case end:
		c.i++
		return false
	case ',':
		c.i++
	}
	return true
}

func (c *canonizer) array(b []byte) (_ []byte, err error) {
	c.i++
	b = append(b, '[')
	start := len(b)
	for c.more(']') {
		if len(b) > start {
			b = append(b, ',')
		}
		if b, err = c.value(b); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func (c *canonizer) object(b []byte) ([]byte, error) {
	c.i++
	b = append(b, '{')
	start := len(b)
	var few [16]member
	members, ordered := few[:0], true
	for c.more('}') {
		m := member{from: len(b)}
		var err error
		if m.name, err = c.text(); err != nil {
			return nil, err
		}
		if c.peek() != ':' {
			return nil, errJSON
		}
		c.i++
		if b, err = c.value(append(appendCanonicalString(b, m.name), ':')); err != nil {
			return nil, err
		}
		b = append(b, ',')
		m.to = len(b)
		ordered = ordered && (len(members) == 0 ||
			compareUTF16(members[len(members)-1].name, m.name) < 0)
		members = append(members, m)
	}
	if len(members) == 0 {
		return append(b, '}'), nil
	}
	if !ordered {
		b = inNameOrder(b, start, members)
	}
	b[len(b)-1] = '}'
	return b, nil
}

// inNameOrder sorts the members that were written from start on.
func inNameOrder(b []byte, start int, members []member) []byte {
	slices.SortStableFunc(members, func(x, y member) int { return compareUTF16(x.name, y.name) })
	end := len(b)
	for i, m := range members {
		if i+1 == len(members) || !bytes.Equal(m.name, members[i+1].name) {
			b = append(b, b[m.from:m.to]...)
		}
	}
	return append(b[:start], b[end:]...)
}

// text returns the string that begins here, with its escapes undone, as valid UTF-8.
func (c *canonizer) text() (s []byte, err error) {
	if c.peek() != '"' {
		return nil, errJSON
	}
	start := c.i
	for c.i++; c.i < len(c.src); c.i++ {
		switch c.src[c.i] {
		case '\\':
			c.i++
		case '"':
			c.i++
			raw := c.src[start:c.i]
			if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
				return raw[1 : len(raw)-1], nil
			}
			var text string
			err := json.Unmarshal(raw, &text)
			return []byte(text), err
		}
	}
	return nil, errJSON
}

// compareUTF16 orders as RFC 8785 3.2.3 asks.
func compareUTF16(a, b []byte) int {
	above := func(k byte) bool { return k >= 0xF0 } // begins a character above U+FFFF
	if !slices.ContainsFunc(a, above) && !slices.ContainsFunc(b, above) {
		return bytes.Compare(a, b)
	}
	return slices.Compare(utf16.Encode(bytes.Runes(a)), utf16.Encode(bytes.Runes(b)))
}

// appendCanonicalString writes a string as RFC 8785 3.2.2.2 asks.
func appendCanonicalString(b, s []byte) []byte {
	b = append(b, '"')
	if isPlain(s) {
		return append(append(b, s...), '"')
	}
	for _, r := range string(s) {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= ' ':
			b = utf8.AppendRune(b, r)
		default:
			if i := strings.IndexRune("\b\t\n\f\r", r); i >= 0 {
				b = append(b, '\\', "btnfr"[i])
				continue
			}
			const hexDigits = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		}
	}
	return append(b, '"')
}

// isPlain reports whether a string stands for itself.
func isPlain(s []byte) bool {
	for _, k := range s {
		if k < ' ' || k == '"' || k == '\\' {
			return false
		}
	}
	return true
}
