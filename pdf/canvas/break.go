package canvas

import "strings"

// Characters that begin no line and that end no line (避头尾, after GB/T 15834-2011 5.1).
const (
	noStart = "，。、；：？！）》】」』〕〗〉’”…—～·％‰℃,.;:?!)]}%°²³"
	noEnd   = "（《【「『〔〖〈‘“([{￥$№≤≥±"
)

// Break divides a text into lines: each is text[from:to], and a '\n' stands in no line. The first
// line is at most first wide, the others rest, in the unit of width. Latin words and numbers stay
// whole where they fit into a line; blanks at the end of a line hang over its edge. No character
// is lost, and a line that no rule can break is cut where it is full.
func Break(text []rune, width func(rune) int, first, rest int) []Span {
	var lines []Span
	start, used, chance, limit := 0, 0, 0, first
	prev, gap := ' ', false // the last character that is no blank, and whether blanks follow it
	for i := 0; i < len(text); i++ {
		r := text[i]
		if r == '\n' {
			lines = append(lines, Span{start, i, true})
			start, used, chance, limit = i+1, 0, i+1, rest
			prev, gap = ' ', false
			continue
		}
		if i > start && mayBreak(prev, r, gap) {
			chance = i
		}
		if gap = r == ' '; !gap {
			prev = r
		}
		used += width(r)
		if used > limit && r != ' ' && i > start {
			if chance <= start {
				chance = i
			}
			lines = append(lines, Span{start, chance, false})
			start, used, limit = chance, 0, rest
			prev, gap, i = ' ', false, chance-1
		}
	}
	return append(lines, Span{start, len(text), true})
}

// Span is a line of a text: text[From:To]. Last says that the paragraph ends with it.
type Span struct {
	From, To int
	Last     bool
}

// mayBreak reports whether a line may end between two characters; gap says that blanks stand
// between them.
func mayBreak(prev, next rune, gap bool) bool {
	switch {
	case next == ' ', strings.ContainsRune(noStart, next), strings.ContainsRune(noEnd, prev):
		return false
	case gap:
		return true
	}
	return !isWord(prev) || !isWord(next)
}

// isWord reports whether a character stays on the line of its neighbours: letters, digits and their
// marks.
func isWord(r rune) bool { return r < 0x2000 && r != ' ' }
