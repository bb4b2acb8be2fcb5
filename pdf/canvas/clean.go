package canvas

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"hallmark/pdf/fonts"
)

// Clean makes a text that can be set: line ends become '\n', tabs and odd spaces ' '; characters
// that only join, hyphenate or choose a variant vanish, as they do on a screen. All else that
// cannot be drawn stays visible as 〓, a mark a character: broken UTF-8, control characters, marks
// that turn the direction of writing, noncharacters. No neighbour is ever lost.
func Clean(text string) []rune {
	clean := make([]rune, 0, len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r == '\r' && i < len(text) && text[i] == '\n' {
			continue
		}
		if r = cleanRune(r); r >= 0 {
			clean = append(clean, r)
		}
	}
	return clean
}

func cleanRune(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7F, r >= 0x4E00 && r <= 0x9FFF:
		return r
	case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case r == '\t', r != 0x3000 && unicode.Is(unicode.Zs, r):
		return ' '
	case r == 0xAD, r == 0x200B, r == 0x200C, r == 0x200D, r == 0x2060, r == 0xFEFF,
		r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF:
		return -1
	case r == utf8.RuneError, r&0xFFFE == 0xFFFE, unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r):
		return fonts.Missing
	}
	return r
}

// prepare cleans a text, joins its Arabic letters and puts 〓 where the face has no glyph.
func (d *Document) prepare(face fonts.Face, text string) []rune {
	clean := Clean(text)
	if slices.ContainsFunc(clean, rightToLeft) {
		d.shape(face, clean)
	}
	for i, r := range clean {
		if _, ok := d.set.Find(face, r); !ok && r != '\n' {
			clean[i] = fonts.Missing
		}
	}
	return clean
}

// prepareLine is [Document.prepare] for a text that stands on one line: line ends become blanks.
func (d *Document) prepareLine(face fonts.Face, text string) []rune {
	runes := d.prepare(face, text)
	for i, r := range runes {
		if r == '\n' {
			runes[i] = ' '
		}
	}
	return runes
}
