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

// plainChanges reads a request of changes as every device writes it, in one pass: reading whole
// audits is most of what the service does, and the strict decoder looks at each byte ten times. It
// reports false for anything out of the ordinary, which the strict decoder then reads or refuses;
// what it reads itself the strict decoder reads in the same way.
func plainChanges(body []byte) (revision int, changes []checklists.Change, ok bool) {
	p := &plainReader{b: body, s: string(body)}
	seen := map[string]bool{}
	p.object(func(name string) {
		p.bad = p.bad || seen[name]
		seen[name] = true
		switch name {
		case "revision":
			revision = p.number()
		case "changes":
			p.array(func() { changes = append(changes, p.change()) })
		default:
			p.bad = true
		}
	})
	n := len(changes)
	return revision, changes, !p.bad && p.i == len(body) && n > 0 && n <= MaxChanges
}

// plainReader walks JSON. After the first surprise it is bad and what it returns means nothing.
type plainReader struct {
	b   []byte
	s   string // b once more, so that all texts share one piece of memory
	i   int
	bad bool
}

// take passes over a byte and the spaces before it; it reports whether the byte is there.
func (p *plainReader) take(k byte) bool {
	for p.i < len(p.b) && (p.b[p.i] == ' ' || p.b[p.i] == '\n' || p.b[p.i] == '\t' ||
		p.b[p.i] == '\r') {
		p.i++
	}
	if p.i < len(p.b) && p.b[p.i] == k {
		p.i++
		return true
	}
	return false
}

func (p *plainReader) need(k byte) { p.bad = !p.take(k) || p.bad }

func (p *plainReader) list(open, end byte, item func()) {
	p.need(open)
	if p.take(end) {
		return
	}
	for !p.bad {
		if item(); p.take(end) {
			return
		}
		p.need(',')
	}
}

func (p *plainReader) array(item func()) { p.list('[', ']', item) }

func (p *plainReader) object(member func(name string)) {
	p.list('{', '}', func() {
		name := p.text()
		p.need(':')
		member(name)
	})
}

// text reads a string that stands for itself.
func (p *plainReader) text() string {
	p.need('"')
	n := bytes.IndexByte(p.b[p.i:], '"')
	if p.bad || n < 0 {
		p.bad = true
		return ""
	}
	s := p.s[p.i : p.i+n]
	p.i += n + 1
	for i := range len(s) {
		p.bad = p.bad || s[i] < ' ' || s[i] == '\\'
	}
	p.bad = p.bad || !utf8.ValidString(s)
	return s
}

// number reads a whole number below 10⁹.
func (p *plainReader) number() int {
	p.take(' ')
	start := p.i
	for p.i < len(p.b) && p.b[p.i] >= '0' && p.b[p.i] <= '9' {
		p.i++
	}
	s := p.s[start:p.i]
	n, err := strconv.Atoi(s)
	p.bad = p.bad || err != nil || len(s) > 9 || len(s) > 1 && s[0] == '0'
	return n
}

// raw reads an object as it stands.
func (p *plainReader) raw() json.RawMessage {
	p.need('{')
	start := p.i - 1
	for depth := 1; depth > 0 && p.i < len(p.b); p.i++ {
		switch p.b[p.i] {
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			p.text()
			p.i--
		}
		if p.bad {
			return nil
		}
	}
	if p.bad || !json.Valid(p.b[start:p.i]) {
		p.bad = true
		return nil
	}
	return p.b[start:p.i:p.i]
}

func (p *plainReader) change() (c checklists.Change) {
	seen := 0
	p.object(func(name string) {
		bit := 0
		switch name {
		case "id":
			bit, c.ID = 1, checklists.ChangeID(p.text())
		case "clause":
			bit, c.Clause = 2, standard.ClauseUID(p.text())
		case "at":
			bit, c.At = 4, checklists.Stamp(p.text())
		case "saw":
			bit, c.Saw = 8, []checklists.ChangeID{}
			p.array(func() { c.Saw = append(c.Saw, checklists.ChangeID(p.text())) })
		case "device":
			bit, c.Device = 16, p.text()
		case "op":
			bit, c.Op = 32, checklists.Op(p.text())
		case "value":
			bit, c.Value = 64, p.raw()
		}
		p.bad = p.bad || bit == 0 || seen&bit != 0
		seen |= bit
	})
	c.Saw = wire.NonNil(c.Saw)
	return c
}
