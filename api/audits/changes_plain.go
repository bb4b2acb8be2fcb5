package audits

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// PlainChanges reads a request of changes as every device writes it, in one pass. It reports false
// for anything out of the ordinary, which the strict decoder then reads or refuses. Whatever this
// function reads, the strict decoder reads in the same way; FuzzPlainChanges compares the two.
//
// BenchmarkReadChanges, over 100 changes on two cores, finds it 15 to 20 times as fast as the
// strict decoder (0.2 ms for 3 ms) with a hundredth of the allocations (109 for 11,667). With the
// strict decoder alone, a request over HTTP with the answers of a whole visit, 19 kB, took half as
// much processor time again (4.8 ms for 3.1 ms, client and store included).
func PlainChanges(body []byte) (revision int, changes []checklists.Change, ok bool) {
	r := &plainReader{b: body, s: string(body)}
	seen := map[string]bool{}
	r.object(func(name string) {
		r.bad = r.bad || seen[name]
		seen[name] = true
		switch name {
		case "revision":
			revision = r.number()
		case "changes":
			r.array(func() { changes = append(changes, r.change()) })
		default:
			r.bad = true
		}
	})
	n := len(changes)
	return revision, changes, !r.bad && r.i == len(body) && n > 0 && n <= MaxChanges
}

// plainReader walks JSON. After the first surprise it is bad, and what it returns means nothing.
type plainReader struct {
	b   []byte
	s   string // b once more, so that all texts share one piece of memory
	i   int
	bad bool
}

// accept passes over the byte want and the spaces before it; it reports whether the byte is there.
func (r *plainReader) accept(want byte) bool {
	for r.i < len(r.b) && (r.b[r.i] == ' ' || r.b[r.i] == '\n' || r.b[r.i] == '\t' ||
		r.b[r.i] == '\r') {
		r.i++
	}
	if r.i < len(r.b) && r.b[r.i] == want {
		r.i++
		return true
	}
	return false
}

// need is accept for a byte that has to be there.
func (r *plainReader) need(want byte) { r.bad = !r.accept(want) || r.bad }

// list reads items, separated by commas, between two brackets.
func (r *plainReader) list(open, end byte, item func()) {
	r.need(open)
	if r.accept(end) {
		return
	}
	for !r.bad {
		if item(); r.accept(end) {
			return
		}
		r.need(',')
	}
}

func (r *plainReader) array(item func()) { r.list('[', ']', item) }

func (r *plainReader) object(member func(name string)) {
	r.list('{', '}', func() {
		name := r.text()
		r.need(':')
		member(name)
	})
}

// text reads a string without escapes.
func (r *plainReader) text() string {
	r.need('"')
	n := bytes.IndexByte(r.b[r.i:], '"')
	if r.bad || n < 0 {
		r.bad = true
		return ""
	}
	s := r.s[r.i : r.i+n]
	r.i += n + 1
	for i := range len(s) {
		r.bad = r.bad || s[i] < ' ' || s[i] == '\\'
	}
	r.bad = r.bad || !utf8.ValidString(s)
	return s
}

// number reads a whole number below 10⁹.
func (r *plainReader) number() int {
	r.accept(' ')
	start := r.i
	for r.i < len(r.b) && r.b[r.i] >= '0' && r.b[r.i] <= '9' {
		r.i++
	}
	s := r.s[start:r.i]
	n, err := strconv.Atoi(s)
	r.bad = r.bad || err != nil || len(s) > 9 || len(s) > 1 && s[0] == '0'
	return n
}

// raw reads an object and returns its bytes as they are.
func (r *plainReader) raw() json.RawMessage {
	r.need('{')
	start := r.i - 1
	for depth := 1; depth > 0 && r.i < len(r.b); r.i++ {
		switch r.b[r.i] {
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			r.text()
			r.i--
		}
		if r.bad {
			return nil
		}
	}
	if r.bad || !json.Valid(r.b[start:r.i]) {
		r.bad = true
		return nil
	}
	return r.b[start:r.i:r.i]
}

// change reads one change; a member that is unknown or comes twice is a surprise.
func (r *plainReader) change() (c checklists.Change) {
	seen := 0
	r.object(func(name string) {
		bit := 0
		switch name {
		case "id":
			bit, c.ID = 1, checklists.ChangeID(r.text())
		case "clause":
			bit, c.Clause = 2, standard.ClauseUID(r.text())
		case "at":
			bit, c.At = 4, checklists.Stamp(r.text())
		case "saw":
			bit, c.Saw = 8, []checklists.ChangeID{}
			r.array(func() { c.Saw = append(c.Saw, checklists.ChangeID(r.text())) })
		case "device":
			bit, c.Device = 16, r.text()
		case "op":
			bit, c.Op = 32, checklists.Op(r.text())
		case "value":
			bit, c.Value = 64, r.raw()
		}
		r.bad = r.bad || bit == 0 || seen&bit != 0
		seen |= bit
	})
	c.Saw = wire.NonNil(c.Saw)
	return c
}
