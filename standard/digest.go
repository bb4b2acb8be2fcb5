package standard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return AppendCanonical(make([]byte, 0, len(plain)), plain)
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
