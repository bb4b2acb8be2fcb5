package canvas

import (
	"slices"
	"unicode"

	"hallmark/pdf/fonts"
)

// joining are the scripts whose signs change with their neighbours and are set one by one here:
// legible, not joined. Arabic letters have forms of their own, see [formsOf].
var joining = []*unicode.RangeTable{unicode.Tibetan, unicode.Mongolian, unicode.Devanagari,
	unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
	unicode.Syriac, unicode.Nko, unicode.Thaana, unicode.Phags_Pa}

// Lost says what a text loses when it is printed in any face: the signs that become 〓, each once, in
// their order, and whether letters stand unjoined that belong together.
func Lost(set *fonts.Set, text string) (signs []rune, unjoined bool) {
	var typed, clean []rune
	for _, r := range text { // each sign beside what is set in its place
		if c := cleanRune(r); c >= 0 {
			typed, clean = append(typed, r), append(clean, c)
		}
	}
	for face := fonts.Serif; face <= fonts.SansBold; face++ {
		drawn := clean
		if slices.ContainsFunc(clean, rightToLeft) {
			drawn = slices.Clone(clean)
			(&Document{set: set}).shape(face, drawn)
		}
		for i, r := range drawn {
			_, ok := set.Find(face, r)
			lost := !ok && r != '\n' || r == fonts.Missing && typed[i] != fonts.Missing
			if lost && !slices.Contains(signs, typed[i]) {
				signs = append(signs, typed[i])
			}
		}
	}
	return signs, slices.ContainsFunc(clean, func(r rune) bool {
		return r > 0x3FF && r < 0x2E80 && unicode.In(r, joining...)
	})
}

// lastPrintable is the last sign of the planes that fonts draw.
const lastPrintable = 0x3FFFF

// Printable says which signs are printed as they are, beginning with the blank: how many are not, how
// many are, and so on in turn. It is what a device needs to know of the fonts to say it off line.
func Printable(set *fonts.Set) (runs []int) {
	is := false
	n := 0
	for r := rune(' '); r <= lastPrintable; r++ {
		if prints(set, r) != is {
			runs, is, n = append(runs, n), !is, 0
		}
		n++
	}
	if is {
		runs = append(runs, n)
	}
	return runs
}

func prints(set *fonts.Set, r rune) bool {
	c := cleanRune(r)
	if c < 0 || c == '\n' {
		return true
	}
	if rightToLeft(c) {
		signs, _ := Lost(set, string(r))
		return len(signs) == 0
	}
	for face := fonts.Serif; face <= fonts.SansBold; face++ {
		if _, ok := set.Find(face, c); !ok || c == fonts.Missing && r != fonts.Missing {
			return false
		}
	}
	return true
}
