package standard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// treeOf reads one JSON value and refuses a second one, doubled member names, and an escape that is
// half of a pair of surrogates.
func treeOf(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	walk := jsonWalk{decoder: d, text: text}
	tree, err := walk.value("", 0)
	if errors.Is(err, errDepth) {
		return nil, LocateJSON(text, walk.problems.Err())
	}
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errMore
		}
	}
	if err != nil {
		return nil, BrokenJSON(text)
	}
	return tree, LocateJSON(text, walk.problems.Err())
}

// Errors that end the reading of a text.
var (
	errDepth = errors.New("nested too deeply") // the place is noted
	errMore  = errors.New("more than one value")
)

// jsonWalk reads a JSON text token by token. With lines it notes where each place stands.
type jsonWalk struct {
	decoder  *json.Decoder
	text     []byte
	problems Problems

	lines map[string]int // or nil
	line  int            // of the offset below
	at    int64
}

// mark notes the line of the token that was read last.
func (w *jsonWalk) mark(path string) {
	if w.lines == nil {
		return
	}
	now := w.decoder.InputOffset()
	w.line += bytes.Count(w.text[w.at:now], []byte{'\n'})
	w.at = now
	w.lines[path] = w.line
}

func (w *jsonWalk) value(path string, depth int) (any, error) {
	if depth > MaxDepth {
		w.problems.Add(path, "depth", MaxDepth)
		return nil, errDepth
	}
	from := w.decoder.InputOffset()
	token, err := w.token()
	if err != nil {
		return nil, err
	}
	if w.lines[path] == 0 {
		w.mark(path)
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for w.decoder.More() {
			item, err := w.value(fmt.Sprintf("%s[%d]", path, len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := w.token()
		return list, err
	case json.Delim('{'):
		return w.object(path, depth)
	}
	if s, ok := token.(string); ok && strings.ContainsRune(s, utf8.RuneError) &&
		!written.Match(w.text[from:w.decoder.InputOffset()]) {
		w.problems.Add(path, "json.surrogate")
	}
	return token, nil
}

// written finds the sign that the decoder also puts for half of a pair of surrogates.
var written = regexp.MustCompile(`(?i)\x{FFFD}|\\ufffd`)

func (w *jsonWalk) token() (json.Token, error) {
	token, err := w.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return token, err
}

func (w *jsonWalk) object(path string, depth int) (any, error) {
	m := map[string]any{}
	for w.decoder.More() {
		name, err := w.token()
		if err != nil {
			return nil, err
		}
		key, ok := name.(string)
		if !ok {
			return nil, io.ErrUnexpectedEOF
		}
		place := join(path, key)
		w.mark(place)
		if _, twice := m[key]; twice {
			w.problems.Add(place, "twice", key)
		}
		if m[key], err = w.value(place, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := w.token()
	return m, err
}

// LocateJSON adds to each problem without a line that of its place in the text, or of the nearest
// place around it.
func LocateJSON(text []byte, err error) error {
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	walk := jsonWalk{decoder: d, text: text, lines: map[string]int{}, line: 1}
	_, _ = walk.value("", 0) // a text that breaks off has the lines of what stands before
	Locate(invalid, walk.lines)
	return err
}

// Locate adds to each problem without a line that of its place, or of the nearest place around it.
func Locate(e *InvalidError, lines map[string]int) {
	for i := range e.Problems {
		p := &e.Problems[i]
		for place := p.Path; p.Line == 0; {
			p.Line = lines[place]
			cut := strings.LastIndexAny(place, ".[")
			if cut < 0 {
				break
			}
			place = place[:cut]
		}
	}
}

// BrokenJSON is the error for a text that is no JSON: where it stops being JSON, and what stands
// there.
func BrokenJSON(text []byte) error {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	p, before := Problem{Code: "json.end"}, text
	err := json.Unmarshal(text, &raw)
	if errors.As(err, &syntax) && !strings.HasPrefix(syntax.Error(), "unexpected end") {
		before = text[:min(max(int(syntax.Offset)-1, 0), len(text))] // the offset is behind the sign
		p.Code, p.Args = brokenAt(before, text[len(before):])
	}
	start := bytes.LastIndexByte(before, '\n') + 1
	p.Line = 1 + bytes.Count(before, []byte{'\n'})
	column := 1 + utf8.RuneCount(before[start:])
	p.Args = append([]any{column}, p.Args...)
	return &InvalidError{Problems: []Problem{p}}
}

// brokenAt tells the usual slips of the hand apart by the sign at which reading stopped.
func brokenAt(before, rest []byte) (code string, args []any) {
	r, _ := utf8.DecodeRune(rest)
	last := byte(0)
	if kept := bytes.TrimSpace(before); len(kept) > 0 {
		last = kept[len(kept)-1]
	}
	sign := string(r)
	if r < ' ' || r == 0x7f {
		sign = fmt.Sprintf("U+%04X", r)
	}
	switch {
	case r < ' ':
		return "json.control", []any{sign}
	case (r == '}' || r == ']') && last == ',':
		return "json.comma", nil
	case strings.ContainsRune("“”‘’'", r):
		return "json.quote", []any{sign}
	case strings.ContainsRune("，：；", r):
		return "json.full-width", []any{sign}
	case last == '\\':
		return "json.escape", []any{strconv.Quote(`\` + sign)}
	}
	return "json.sign", []any{sign}
}
