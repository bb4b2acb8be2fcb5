package manuscript

import (
	"strings"
	"unicode"
)

// full maps half-width punctuation to what is printed beside Chinese characters (GB/T 15834).
var full = map[rune]rune{',': '，', ';': '；', ':': '：', '!': '！', '?': '？', '(': '（', ')': '）'}

// Typeset prints half-width punctuation full-width where it stands beside a Chinese character or a
// Chinese quotation mark: "面积,200 m²(区级)" is "面积，200 m²（区级）". Numbers and Latin text keep
// theirs, and so does the bracket of a list item: "a)".
func Typeset(text string) string {
	if !strings.ContainsAny(text, ",;:!?(") {
		return text
	}
	runes := []rune(text)
	var open []int // where the brackets stand that are not closed yet
	for i, r := range runes {
		wide, ok := full[r]
		switch {
		case r == '(':
			open = append(open, i)
		case r == ')' && len(open) > 0:
			start := open[len(open)-1]
			open = open[:len(open)-1]
			if chinese(runes, start-1) || chinese(runes, start+1) || chinese(runes, i-1) {
				runes[start], runes[i] = '（', wide
			}
		case ok && r != ')' && (chinese(runes, i-1) || chinese(runes, i+1)):
			runes[i] = wide
		}
	}
	return string(runes)
}

// chinese reports whether a Chinese character or mark stands at i.
func chinese(text []rune, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	r := text[i]
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("“”‘’《》（）、。，；：！？—…", r)
}
