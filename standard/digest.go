package standard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Digest is a SHA-256 in lower-case hexadecimal, 64 characters.
type Digest string

// DigestBytes returns the SHA-256 of b.
func DigestBytes(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest(hex.EncodeToString(sum[:]))
}

// Short returns the first 12 characters, for places where people compare by eye.
func (d Digest) Short() string { return string(d[:min(12, len(d))]) }

// Valid reports whether d has the form of a SHA-256.
func (d Digest) Valid() bool {
	if len(d) != 64 {
		return false
	}
	for i := range len(d) {
		if c := d[i]; !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

func digestOf(v any) (Digest, error) {
	b, err := Canonical(v)
	if err != nil {
		return "", err
	}
	return DigestBytes(b), nil
}

// Canonical returns the RFC 8785 (JCS) form of a value: no spaces, members sorted by UTF-16 code
// units, shortest numbers. Numbers must be in the range of [Decimal].
func Canonical(v any) ([]byte, error) {
	tree, err := treeOfValue(v)
	if err != nil {
		return nil, err
	}
	return appendCanonical(nil, tree)
}

// treeOfValue returns a value as its JSON form reads.
func treeOfValue(v any) (any, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	var tree any
	err = d.Decode(&tree)
	return tree, err
}

func appendCanonical(b []byte, tree any) ([]byte, error) {
	var err error
	switch t := tree.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		if t {
			return append(b, "true"...), nil
		}
		return append(b, "false"...), nil
	case json.Number:
		d, err := ParseDecimal(t.String())
		if err != nil {
			return nil, err
		}
		return d.AppendText(b), nil
	case string:
		return appendCanonicalString(b, t), nil
	case []any:
		b = append(b, '[')
		for i, item := range t {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendCanonical(b, item); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	}
	m := tree.(map[string]any)
	b = append(b, '{')
	for i, name := range slices.SortedFunc(maps.Keys(m), compareUTF16) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendCanonicalString(b, name), ':')
		if b, err = appendCanonical(b, m[name]); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// compareUTF16 orders as RFC 8785 3.2.3 asks.
func compareUTF16(a, b string) int {
	if strings.IndexFunc(a+b, func(r rune) bool { return r > 0xFFFF }) < 0 {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// appendCanonicalString writes a string as RFC 8785 3.2.2.2 asks.
func appendCanonicalString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= ' ':
			b = utf8.AppendRune(b, r)
		default:
			if i := strings.IndexRune("\b\t\n\f\r", r); i >= 0 {
				b = append(b, '\\', "btnfr"[i])
				continue
			}
			const hexDigits = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		}
	}
	return append(b, '"')
}
