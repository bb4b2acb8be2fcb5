package checklists

import (
	"bytes"

	"hallmark/standard"
)

// plainAnswer reads an answer without note or photograph in the form in which devices write nearly
// all of them. What it reads the strict reader reads in the same way; anything else is left to
// that.
func plainAnswer(raw []byte) (a Answer, ok bool) {
	switch string(raw) {
	case `{"verdict":"pass"}`:
		return Answer{Kind: Verdict, Pass: true}, true
	case `{"verdict":"fail"}`:
		return Answer{Kind: Verdict}, true
	}
	n, rest, ok := member(raw, `{"level":`)
	if ok {
		return Answer{Kind: Level, Level: int(n)}, string(rest) == "}"
	}
	if _, rest, ok = member(raw, `{"value":`); ok {
		digits := raw[len(`{"value":`) : len(raw)-1]
		v, err := standard.ParseDecimal(string(digits))
		return Answer{Kind: Value, Value: v}, err == nil && string(rest) == "}"
	}
	if n, rest, ok = member(raw, `{"numerator":`); ok {
		m, rest, ok := member(rest, `,"denominator":`)
		return Answer{Kind: RatioOf, Numerator: n, Denominator: m}, ok && string(rest) == "}"
	}
	return Answer{}, false
}

// member reads a whole number of at most nine digits behind a name.
func member(raw []byte, name string) (n int64, rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(raw, []byte(name))
	if !ok {
		return 0, nil, false
	}
	i := 0
	for ; i < len(rest) && i < 9 && rest[i] >= '0' && rest[i] <= '9'; i++ {
		n = 10*n + int64(rest[i]-'0')
	}
	return n, rest[i:], i == 1 || i > 1 && rest[0] != '0'
}
