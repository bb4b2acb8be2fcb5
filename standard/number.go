package standard

import (
	"cmp"
	"strings"
)

// validNumber reports whether s is a printed number such as "5" or "5.1.1": one to six levels of
// whole numbers from 1 to 9999 (GB/T 1.1: a chapter 章 and up to five levels of 条).
func validNumber(s string) bool {
	levels := strings.Split(s, ".")
	for _, level := range levels {
		if level == "" || len(level) > 4 || level[0] == '0' ||
			strings.Trim(level, "0123456789") != "" {
			return false
		}
	}
	return len(levels) <= 6
}

// below reports whether the printed number stands under a parent: 5.1.1 under 5.1 and under 5.
func below(number, parent string) bool { return strings.HasPrefix(number, parent+".") }

// compareNumbers orders printed numbers as the text does: 5, 5.2, 5.10, 5.10.1.
func compareNumbers(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}
