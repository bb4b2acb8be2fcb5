package checklists

import (
	"crypto/sha256"
	"fmt"
)

// TakesID reports whether s may enter as the ID of something that a client makes: a UUID of version
// 7 in its lower-case text form (RFC 9562, 5.7). No such ID can be known before it is made, and the
// server makes none that follows from others in this version. What is stored may have other IDs.
func TakesID(s string) bool { return isUUID(s) && s[14] == '7' && isVariant(s[19]) }

// takesChangeID is [TakesID] for changes and occurrences, of which other programs also make UUIDs
// of version 4.
func takesChangeID(s string) bool {
	return TakesID(s) || isUUID(s) && s[14] == '4' && isVariant(s[19])
}

// isVariant reports whether a digit is the variant of RFC 9562, 4.1.
func isVariant(digit byte) bool {
	return digit == '8' || digit == '9' || digit == 'a' || digit == 'b'
}

// UUIDOf makes the UUID of version 8 (RFC 9562, 5.8) that follows from a text, out of its SHA-256.
// Nothing of this version enters from outside but the audit of a campaign's visit.
func UUIDOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// isUUID reports whether s is a UUID in its lower-case text form.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		digit := s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'f'
		if hyphen && s[i] != '-' || !hyphen && !digit {
			return false
		}
	}
	return true
}
