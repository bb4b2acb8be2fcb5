package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strconv"
)

// The values of ISO 32000-1, 7.3. Numbers keep their spelling; null is nil, a boolean is a bool.
type (
	name      string // without the slash
	number    string
	text      string // decoded bytes of a string
	array     []any
	dict      map[name]any
	reference struct{ object, generation int }
)

// maxDepth is how deep arrays and dictionaries may be nested; no real file comes near.
const maxDepth = 64

var errSyntax = errors.New("not a PDF value")

// lexer reads values from bytes.
type lexer struct {
	b []byte
	i int
}

func isSpace(c byte) bool { return c == ' ' || c >= 9 && c <= 13 && c != 11 || c == 0 }

func isRegular(c byte) bool { return !isSpace(c) && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0 }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (x *lexer) skipSpace() {
	for ; x.i < len(x.b); x.i++ {
		if x.b[x.i] == '%' {
			for x.i < len(x.b) && x.b[x.i] != '\n' && x.b[x.i] != '\r' {
				x.i++
			}
		} else if !isSpace(x.b[x.i]) {
			return
		}
		if x.i >= len(x.b) {
			return
		}
	}
}

// accept moves on when s comes next.
func (x *lexer) accept(s string) bool {
	if !bytes.HasPrefix(x.b[x.i:], []byte(s)) {
		return false
	}
	x.i += len(s)
	return true
}

func (x *lexer) word() string {
	from := x.i
	for x.i < len(x.b) && isRegular(x.b[x.i]) {
		x.i++
	}
	return string(x.b[from:x.i])
}

// value reads the next value; it returns errSyntax when there is none.
func (x *lexer) value(depth int) (any, error) {
	x.skipSpace()
	switch {
	case depth > maxDepth:
		return nil, errSyntax
	case x.accept("<<"):
		return x.dict(depth + 1)
	case x.accept("<"):
		return x.hexText()
	case x.accept("("):
		return x.text()
	case x.accept("["):
		return x.array(depth + 1)
	case x.accept("/"):
		return x.name(), nil
	}
	switch w := x.word(); {
	case w == "true" || w == "false":
		return w == "true", nil
	case w == "null":
		return nil, nil
	case w != "" && (isDigit(w[0]) || w[0] == '-' || w[0] == '+' || w[0] == '.'):
		return x.numberOrReference(w), nil
	}
	return nil, errSyntax
}

func (x *lexer) numberOrReference(w string) any {
	object, err := strconv.Atoi(w)
	if err != nil || !isDigit(w[0]) {
		return number(w)
	}
	back := x.i
	x.skipSpace()
	generation, err := strconv.Atoi(x.word())
	if err == nil && generation >= 0 {
		x.skipSpace()
		if x.word() == "R" {
			return reference{object, generation}
		}
	}
	x.i = back
	return number(w)
}

func (x *lexer) array(depth int) (any, error) {
	list := array{}
	for {
		x.skipSpace()
		if x.accept("]") {
			return list, nil
		}
		v, err := x.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

func (x *lexer) dict(depth int) (any, error) {
	d := dict{}
	for {
		x.skipSpace()
		if x.accept(">>") {
			return d, nil
		}
		if !x.accept("/") {
			return nil, errSyntax
		}
		key := x.name()
		v, err := x.value(depth)
		if err != nil {
			return nil, err
		}
		d[key] = v
	}
}

func (x *lexer) name() name {
	w := x.word()
	var b []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if n, err := strconv.ParseUint(w[i+1:i+3], 16, 8); err == nil {
				b, i = append(b, byte(n)), i+2
				continue
			}
		}
		b = append(b, w[i])
	}
	return name(b)
}

func (x *lexer) hexText() (any, error) {
	var digits []byte
	for ; x.i < len(x.b); x.i++ {
		c := x.b[x.i]
		if c == '>' {
			x.i++
			if len(digits)%2 == 1 {
				digits = append(digits, '0')
			}
			b, err := hex.DecodeString(string(digits))
			if err != nil {
				return nil, errSyntax
			}
			return text(b), nil
		}
		if !isSpace(c) {
			digits = append(digits, c)
		}
	}
	return nil, errSyntax
}

func (x *lexer) text() (any, error) {
	var b []byte
	for open := 1; x.i < len(x.b); {
		c := x.b[x.i]
		x.i++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return text(b), nil
			}
		case '\\':
			b = x.escape(b)
			continue
		case '\r': // an end of line inside a string is a line feed (7.3.4.2)
			x.accept("\n")
			c = '\n'
		}
		b = append(b, c)
	}
	return nil, errSyntax
}

func (x *lexer) escape(b []byte) []byte {
	if x.i >= len(x.b) {
		return b
	}
	c := x.b[x.i]
	x.i++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(b, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		x.accept("\n")
		return b
	case c == '\n':
		return b
	case c < '0' || c > '7':
		return append(b, c)
	}
	n := int(c - '0')
	for range 2 {
		if x.i < len(x.b) && x.b[x.i] >= '0' && x.b[x.i] <= '7' {
			n = n*8 + int(x.b[x.i]-'0')
			x.i++
		}
	}
	return append(b, byte(n))
}

// appendValue writes a value, members of dictionaries sorted by name, references with show.
func appendValue(b []byte, v any, show func([]byte, reference) []byte) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case number:
		return append(b, v...)
	case name:
		return appendName(b, v)
	case text:
		return appendText(b, v)
	case reference:
		return show(b, v)
	case array:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendValue(b, item, show)
		}
		return append(b, ']')
	}
	d := v.(dict)
	b = append(b, "<<"...)
	for _, key := range slices.Sorted(maps.Keys(d)) {
		b = append(appendName(b, key), ' ')
		b = append(appendValue(b, d[key], show), '\n')
	}
	return append(b, ">>"...)
}

// appendReference is the usual show of appendValue: "12 0 R".
func appendReference(b []byte, r reference) []byte {
	b = append(strconv.AppendInt(b, int64(r.object), 10), ' ')
	return append(strconv.AppendInt(b, int64(r.generation), 10), " R"...)
}

const hexDigits = "0123456789abcdef"

func appendName(b []byte, n name) []byte {
	b = append(b, '/')
	for i := range len(n) {
		if c := n[i]; isRegular(c) && c != '#' && c > ' ' && c < 127 {
			b = append(b, c)
		} else {
			b = append(b, '#', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return b
}

func appendText(b []byte, t text) []byte {
	b = append(b, '<')
	for i := range len(t) {
		b = append(b, hexDigits[t[i]>>4], hexDigits[t[i]&15])
	}
	return append(b, '>')
}
