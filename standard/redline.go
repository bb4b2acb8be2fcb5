package standard

import "strings"

// SpanOp says what became of a piece of text.
type SpanOp string

// The three fates of a piece.
const (
	SpanEqual  SpanOp = "equal"
	SpanDelete SpanOp = "delete"
	SpanInsert SpanOp = "insert"
)

// Span is a piece of a redline. The equal and deleted pieces make the text before, the equal and
// inserted ones the text after.
type Span struct {
	Op   SpanOp `json:"op"`
	Text string `json:"text"`
}

// Redline compares two texts word by word. A word is one hanzi, a run of Latin letters and digits,
// a number with its unit ("200 m²"), or one punctuation mark. Scraps of common text inside a
// rewritten passage are given up, so that people can read what was replaced by what.
func Redline(before, after string) []Span {
	a, b := words(before), words(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	hunks := []hunk{{equal: a[:head]}}
	hunks = append(hunks, shortestEdit(a[head:len(a)-tail], b[head:len(b)-tail])...)
	hunks = append(hunks, hunk{equal: a[len(a)-tail:]})
	return spansOf(mergeScraps(slideRight(compact(hunks))))
}

// hunk is a passage: common words, and then words that were replaced by others.
type hunk struct{ equal, del, ins []string }

// size is the number of words of the larger part of the change.
func (h *hunk) size() int { return max(len(h.del), len(h.ins)) }

func (h *hunk) changed() bool { return len(h.del)+len(h.ins) > 0 }

// compact joins hunks until each but the last has a change and each but the first has an equal
// part before it.
func compact(hunks []hunk) []hunk {
	out := []hunk{{}}
	for _, h := range hunks {
		last := &out[len(out)-1]
		if len(h.equal) > 0 && last.changed() {
			out = append(out, hunk{})
			last = &out[len(out)-1]
		}
		last.equal = concat(last.equal, h.equal)
		last.del = concat(last.del, h.del)
		last.ins = concat(last.ins, h.ins)
	}
	return out
}

// concat joins two lists in a new one, since the lists share their words with the texts.
func concat(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return append(a[:len(a):len(a)], b...)
}

// slideRight moves a pure insertion or deletion to the right as far as it goes: of the readings
// 街道[级和社区]级 and 街道级[和社区级] people expect the second.
func slideRight(hunks []hunk) []hunk {
	for i := 0; i+1 < len(hunks); i++ {
		h, next := &hunks[i], &hunks[i+1]
		moved := &h.ins
		if len(h.ins) == 0 {
			moved = &h.del
		} else if len(h.del) > 0 {
			continue
		}
		n, words := 0, *moved
		for len(words) > 0 && n < len(next.equal) && next.equal[n] == words[n%len(words)] {
			n++
		}
		if n > 0 {
			h.equal = concat(h.equal, next.equal[:n])
			*moved = concat(words[n%len(words):], words[:n%len(words)])
			next.equal = next.equal[n:]
		}
	}
	return compact(hunks)
}

// mergeScraps gives up a common passage that has no more words than the larger part of the change
// on either side of it.
func mergeScraps(hunks []hunk) []hunk {
	out := hunks[:1]
	for _, h := range hunks[1:] {
		out = append(out, h)
		for len(out) > 1 {
			left, right := &out[len(out)-2], &out[len(out)-1]
			scrap := len(right.equal)
			if scrap > left.size() || scrap > right.size() {
				break
			}
			left.del = concat(concat(left.del, right.equal), right.del)
			left.ins = concat(concat(left.ins, right.equal), right.ins)
			out = out[:len(out)-1]
		}
	}
	return out
}

func spansOf(hunks []hunk) []Span {
	spans := []Span{}
	for _, h := range hunks {
		for _, s := range []struct {
			op    SpanOp
			words []string
		}{{SpanEqual, h.equal}, {SpanDelete, h.del}, {SpanInsert, h.ins}} {
			if len(s.words) > 0 {
				spans = append(spans, Span{s.op, strings.Join(s.words, "")})
			}
		}
	}
	return spans
}
