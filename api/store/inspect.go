package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// maxDigits is the number of significant decimal digits that a double carries unchanged.
const maxDigits = 15

// inspector walks a document's JSON, which is well-formed and compact because json.Marshal made it,
// looks for values that an engine could not store, and finds the bulky fields.
type inspector struct {
	b     []byte
	i     int
	bulky []string
	spans [][2]int // of the bulky fields, with the comma after them
}

// inspect returns the document without its bulky fields (nil when none are declared).
func inspect(doc []byte, bulky []string) (brief json.RawMessage, err error) {
	if len(doc) == 0 || doc[0] != '{' {
		return nil, fmt.Errorf("store: a document is a JSON object")
	}
	in := &inspector{b: doc, bulky: bulky}
	if err := in.walk(); err != nil || len(bulky) == 0 {
		return nil, err
	}
	return in.brief(), nil
}

func (in *inspector) brief() json.RawMessage {
	brief, from := make([]byte, 0, 1024), 0
	for _, s := range in.spans {
		brief = append(brief, in.b[from:s[0]]...)
		from = s[1]
	}
	brief = append(brief, in.b[from:]...)
	if n := len(brief); n > 2 && brief[n-2] == ',' { // the last field was bulky
		brief = append(brief[:n-2], '}')
	}
	return brief
}

func (in *inspector) walk() error {
	depth := 0
	for in.i < len(in.b) {
		switch c := in.b[in.i]; {
		case c == '{', c == '[':
			depth++
			in.i++
		case c == '}', c == ']':
			depth--
			in.i++
			in.endSpan(depth)
		case c == '"':
			if err := in.text(depth); err != nil {
				return err
			}
		case c == '-' || '0' <= c && c <= '9':
			if err := in.number(); err != nil {
				return err
			}
			in.endSpan(depth)
		case c == 't', c == 'f', c == 'n':
			in.i += 4 // "fals" of false, too: its e is passed over below
			in.endSpan(depth)
		default: // comma, colon
			in.i++
		}
	}
	return nil
}

// text passes over a string and, when it is a field name, checks it.
func (in *inspector) text(depth int) error {
	start := in.i
	in.i += 1 + textEnd(in.b[in.i+1:])
	if in.i < len(in.b) && in.b[in.i] == ':' {
		return in.name(depth, start)
	}
	in.endSpan(depth)
	return nil
}

// textEnd is where the string goes on behind its closing quote.
func textEnd(b []byte) int {
	end := bytes.IndexByte(b, '"')
	if bytes.IndexByte(b[:end], '\\') < 0 {
		return end + 1
	}
	i := 0
	for ; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i + 1
}

func (in *inspector) name(depth, start int) error {
	name := in.b[start+1 : in.i-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		var text string
		if err := json.Unmarshal(in.b[start:in.i], &text); err != nil {
			return err
		}
		name = []byte(text)
	}
	if len(name) == 0 || name[0] == '$' || slices.ContainsFunc(name, func(k byte) bool {
		return k == '.' || k == 0
	}) {
		return fmt.Errorf("store: %q cannot be a field name", name)
	}
	in.i++
	if depth == 1 && slices.Contains(in.bulky, string(name)) {
		in.spans = append(in.spans, [2]int{start, 0})
	}
	return nil
}

// endSpan ends the bulky field whose value ends here, if there is one.
func (in *inspector) endSpan(depth int) {
	if n := len(in.spans); depth == 1 && n > 0 && in.spans[n-1][1] == 0 {
		end := in.i + bytes.IndexAny(in.b[in.i:], ",}")
		if in.b[end] == ',' {
			end++
		}
		in.spans[n-1][1] = end
		in.i = end
	}
}

func (in *inspector) number() error {
	start, digits, zeros := in.i, 0, 0
	exponent := false
	for ; in.i < len(in.b) && in.b[in.i] != ',' && in.b[in.i] != ']' && in.b[in.i] != '}'; in.i++ {
		switch c := in.b[in.i]; {
		case c == 'e' || c == 'E':
			exponent = true
		case exponent || c < '0':
		case c == '0' && digits == 0: // leading zeros
		case c == '0':
			zeros++
		default:
			digits += zeros + 1
			zeros = 0
		}
	}
	if digits > maxDigits {
		return fmt.Errorf("store: number %s has more than %d digits", in.b[start:in.i], maxDigits)
	}
	return nil
}
