package standard

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WrongSign is a character that no text may hold, and its place.
type WrongSign struct {
	Sign  rune
	Place int // which character of the text it is, from 1
}

// Name is how standards write the character: "U+0007".
func (w *WrongSign) Name() string { return fmt.Sprintf("%U", w.Sign) }

// Enter is the one rule for a text that enters, from whatever source; what is stored already is
// never asked again. It returns the text as it is to be stored: each line end is a line feed, and
// the characters that turn the direction of reading (Unicode property Bidi_Control) are taken out,
// removed of them. A text with a control character other than line end and tab, with U+FFFD or
// another sign of broken encoding (unpaired surrogates become U+FFFD when JSON is read), or with a
// noncharacter is refused: wrong is the first of them. Joiners, emoji and private use are text.
func Enter(text string) (entered string, removed int, wrong *WrongSign) {
	if plainText(text) {
		return text, 0, nil
	}
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	place := 0
	for _, r := range text {
		place++
		switch {
		case isRefused(r):
			return "", 0, &WrongSign{r, place}
		case isDirection(r):
			removed++
		}
	}
	if removed == 0 {
		return text, 0, nil
	}
	return strings.Map(func(r rune) rune {
		if isDirection(r) {
			return -1
		}
		return r
	}, text), removed, nil
}

func isDirection(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// firstOf finds the first character of a kind in a text.
func firstOf(text string, is func(rune) bool) *WrongSign {
	place := 0
	for _, r := range text {
		if place++; is(r) {
			return &WrongSign{r, place}
		}
	}
	return nil
}

// plainText reports whether the text is made of ASCII and the hanzi alone, in which there is nothing
// to look for; most texts are.
func plainText(text string) bool {
	for _, r := range text {
		if (r < ' ' || r > '~') && r != '\n' && r != '\t' && (r < 0x3000 || r > 0x9fff) {
			return false
		}
	}
	return true
}

func isRefused(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case utf8.RuneError:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// HasVisible reports whether a text holds anything that people can see. A name, a reason, a remark
// without such a character is none.
func HasVisible(text string) bool { return strings.ContainsFunc(text, isVisible) }

// Shown is a text without blanks and without the characters that are not drawn. Two names with the
// same one look alike.
func Shown(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Mc) && !unicode.In(r, unicode.Variation_Selector,
			unicode.Other_Default_Ignorable_Code_Point) || isVisible(r) {
			return r
		}
		return -1
	}, text)
}

// fillers are the letters and signs that are drawn as a blank or not at all, whose category does
// not tell: Hangul fillers, the empty braille pattern, the null notehead, the replacement of an
// object.
const fillers = "\u115f\u1160\u3164\uffa0\u2800\U0001d159\ufffc"

// isVisible reports whether a character shows by itself: no blank, control or format character, no
// mark that stands on another one, and no filler.
func isVisible(r rune) bool {
	return !unicode.In(r, unicode.Z, unicode.M, unicode.Cc, unicode.Cf, unicode.Cs,
		unicode.Noncharacter_Code_Point, unicode.Other_Default_Ignorable_Code_Point) &&
		!strings.ContainsRune(fillers, r)
}
