package standard

import (
	"strings"
	"unicode/utf8"
)

// An edit is one passage of a text that was replaced, with what stands before and behind it.
type edit struct{ left, del, ins, right string }

// maxEdits is how many passages a sentence names one by one; a text with more of them is replaced
// as a whole, as sheets do.
const maxEdits = 3

// edit says how a text changes: 将5.1.1中的“…”修改为“…”.
func (w *sheetWriter) edit(place, before, after string) string {
	edits, ok := editsOf(before, after)
	if !ok {
		return w.say("text-whole", place, w.quote(after))
	}
	parts := make([]string, len(edits))
	for i, e := range edits {
		switch {
		case e.del == "":
			parts[i] = w.say("text-insert", w.quote(e.left), w.quote(e.ins))
		case e.ins == "":
			parts[i] = w.say("text-delete", w.quote(e.del))
		default:
			parts[i] = w.say("text-replace", w.quote(e.del), w.quote(e.ins))
		}
	}
	return w.say("text", place, strings.Join(parts, w.say("comma")))
}

// editsOf returns the passages that changed, each so wide that it stands only once in the text
// before; false if there are too many or most of the text is new.
func editsOf(before, after string) ([]edit, bool) {
	var edits []edit
	left, changed := "", 0
	var last *edit
	for _, s := range Redline(before, after) {
		switch s.Op {
		case SpanEqual:
			if last != nil {
				last.right = s.Text
			}
			left, last = s.Text, nil
			continue
		}
		if last == nil {
			edits = append(edits, edit{left: left})
			last = &edits[len(edits)-1]
		}
		if s.Op == SpanDelete {
			last.del += s.Text
		} else {
			last.ins += s.Text
		}
		changed += utf8.RuneCountInString(s.Text)
	}
	most := utf8.RuneCountInString(before)/2 + utf8.RuneCountInString(after)/2
	if before == "" || len(edits) == 0 || len(edits) > maxEdits || changed > most {
		return nil, false
	}
	for i := range edits {
		if !edits[i].widen(before) {
			return nil, false
		}
	}
	return edits, true
}

// A quoted passage has so many characters at least, so that people find it; an insertion is found
// behind so many, unless fewer begin at a punctuation mark.
const (
	shortest = 3
	longest  = 20
)

// widen takes words of the surroundings into the passage until it is found once; false if it
// never is.
func (e *edit) widen(text string) bool {
	if e.del == "" {
		return e.anchor(text)
	}
	right, left := words(e.right), words(e.left)
	for strings.Count(text, e.del) > 1 || utf8.RuneCountInString(e.del) < shortest {
		switch {
		case len(right) > 0 && !isStop(right[0]):
			e.del, e.ins, right = e.del+right[0], e.ins+right[0], right[1:]
		default:
			return e.fromPhrase(text, left)
		}
	}
	return true
}

// fromPhrase takes in all words back to the last punctuation mark.
func (e *edit) fromPhrase(text string, left []string) bool {
	n := len(left)
	for n > 0 && !isStop(left[n-1]) {
		n--
	}
	phrase := strings.Join(left[n:], "")
	e.del, e.ins = phrase+e.del, phrase+e.ins
	return strings.Count(text, e.del) == 1
}

// anchor finds the passage before an insertion: back to a punctuation mark, and so long that it
// stands only once in the text.
func (e *edit) anchor(text string) bool {
	left := words(e.left)
	for n := len(left) - 1; n >= 0; n-- {
		passage := strings.Join(left[n:], "")
		size := utf8.RuneCountInString(passage)
		begins := n == 0 || isStop(left[n-1]) || size >= longest
		if begins && size >= shortest && strings.Count(text, passage) == 1 {
			e.left = passage
			return true
		}
	}
	return false
}

// isStop reports whether a passage should not grow over a word.
func isStop(word string) bool { return strings.ContainsAny(word, "，,。；;：:、") }
