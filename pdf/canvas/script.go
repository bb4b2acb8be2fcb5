package canvas

import (
	"slices"

	"golang.org/x/text/unicode/bidi"

	"hallmark/pdf/fonts"
)

// Arabic letters, which Uyghur and Kazakh names are written with, change their form with their
// neighbours. A font draws the forms as characters of their own (Unicode, Arabic Presentation
// Forms): isolated, final, initial, medial; a letter with two joins the one before it alone.

// formsOf returns the forms of a letter, 0 where it has none.
var formsOf = forms()

// isForm knows the characters that are forms of letters.
var isForm = func() map[rune]bool {
	known := map[rune]bool{}
	for _, all := range formsOf {
		for _, form := range all {
			known[form] = form != 0
		}
	}
	return known
}()

const (
	isolated = iota
	final
	initial
	medial
)

// forms reads the blocks of the presentation forms, where the forms of a letter follow one another.
func forms() map[rune][4]rune {
	all := map[rune][4]rune{}
	add := func(first rune, count int, letters string) {
		for _, letter := range letters {
			var f [4]rune
			for i := range count {
				f[i] = first
				first++
			}
			all[letter] = f
		}
	}
	add(0xFE80, 1, "ء")
	add(0xFE81, 2, "آأؤإ")
	add(0xFE89, 4, "ئ")
	add(0xFE8D, 2, "ا")
	add(0xFE8F, 4, "ب")
	add(0xFE93, 2, "ة")
	add(0xFE95, 4, "تثجحخ")
	add(0xFEA9, 2, "دذرز")
	add(0xFEB1, 4, "سشصضطظعغفقكلمنه")
	add(0xFEED, 2, "و")
	add(0xFEF1, 4, "ي")
	add(0xFB56, 4, "پ")
	add(0xFB7A, 4, "چ")
	add(0xFB8A, 2, "ژ")
	add(0xFB8E, 4, "ک")
	add(0xFB92, 4, "گ")
	add(0xFBAA, 4, "ھ")
	add(0xFBD3, 4, "ڭ")
	add(0xFBD7, 2, "ۇۆۈ")
	add(0xFBDE, 2, "ۋ")
	add(0xFBE4, 4, "ې")
	add(0xFBFC, 4, "ی")
	all['ى'] = [4]rune{0xFEEF, 0xFEF0, 0xFBE8, 0xFBE9} // of Uyghur and Kazakh, which joins both
	all['ە'] = [4]rune{0xFEE9, 0xFEEA}                 // of Uyghur and Kazakh, drawn as ه is
	return all
}

// shape puts the forms of Arabic letters that a face has in place of the letters. Where two letters
// share a form, it means in a document the letter that came first; the other one stands unjoined, so
// that who copies it still gets what was written.
func (d *Document) shape(face fonts.Face, text []rune) {
	before := slices.Clone(text)
	joins := func(at int, onward bool) bool { // with the letter behind it, or with the one before it
		if at < 0 || at >= len(before) {
			return false
		}
		f := formsOf[before[at]]
		return onward && f[initial] != 0 || !onward && f[final] != 0
	}
	for i, letter := range before {
		f, ok := formsOf[letter]
		if !ok {
			continue
		}
		form := isolated
		if joins(i, false) && joins(i-1, true) {
			form = final
		}
		if joins(i, true) && joins(i+1, false) {
			form += initial
		}
		if _, ok := d.set.Find(face, f[form]); ok && d.means(f[form], letter) {
			text[i] = f[form]
		}
	}
}

// means reports whether a form means a letter in this document, and decides it where nobody has.
func (d *Document) means(form, letter rune) bool {
	if d.letters[form] == 0 {
		if d.letters == nil {
			d.letters = map[rune]rune{}
		}
		d.letters[form] = letter
	}
	return d.letters[form] == letter
}

// rightToLeft reports whether a character stands in a script that is written from the right.
func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC
}

// visual returns a line in the order in which it is drawn from the left (Unicode Standard Annex
// #9), in a text that runs from the left.
func visual(line []rune) []rune {
	if !slices.ContainsFunc(line, rightToLeft) {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(string(line), bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
		return line
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	out := make([]rune, 0, len(line))
	for i := range order.NumRuns() {
		run := order.Run(i)
		text := run.String()
		if run.Direction() == bidi.RightToLeft {
			text = bidi.ReverseString(text)
		}
		out = append(out, []rune(text)...)
	}
	return out
}
