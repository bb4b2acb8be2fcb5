package standard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// words cuts a text for [Redline]. The words put together are the text, byte for byte.
func words(s string) []string {
	var list []string
	for s != "" {
		n := wordLength(s)
		for n < len(s) { // accents belong to what they stand on
			r, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.Is(unicode.M, r) {
				break
			}
			n += size
		}
		list = append(list, s[:n])
		s = s[n:]
	}
	return list
}

func wordLength(s string) int {
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsDigit(first):
		return numberLength(s)
	case isLatin(first):
		return prefix(s, func(r rune) bool { return isLatin(r) || unicode.IsDigit(r) })
	case unicode.IsSpace(first):
		return prefix(s, unicode.IsSpace)
	}
	return size
}

// numberLength returns the length of a number with its unit: "0.5", "5.1.1", "95%", "200 m²",
// "3级" is the number alone.
func numberLength(s string) int {
	n := prefix(s, unicode.IsDigit)
	for n+1 < len(s) && (s[n] == '.' || s[n] == ',') && s[n+1] >= '0' && s[n+1] <= '9' {
		n += 1 + prefix(s[n+1:], unicode.IsDigit)
	}
	rest := s[n:]
	for _, sign := range []string{"%", "‰", "℃", "°"} {
		if strings.HasPrefix(rest, sign) {
			return n + len(sign)
		}
	}
	gap := len(rest) - len(strings.TrimPrefix(rest, " "))
	unit := prefix(rest[gap:], func(r rune) bool { return isLatin(r) || r == '²' || r == '³' })
	if unit == 0 || gap > 0 && utf8.RuneCountInString(rest[gap:gap+unit]) > 3 {
		return n // a word follows, not a unit
	}
	return n + gap + unit
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// prefix returns the length of the start of s that holds only such runes.
func prefix(s string, only func(rune) bool) int {
	return len(s) - len(strings.TrimLeftFunc(s, only))
}
