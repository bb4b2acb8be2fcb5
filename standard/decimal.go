package standard

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Limits of a [Decimal]: fifteen significant digits survive a double unharmed, so a document means
// the same in SQLite, in MongoDB and in a browser.
const (
	MaxDigits   = 15
	MaxDecimals = 6
)

// ErrNumber says that a text is not a number that a [Decimal] can hold.
var ErrNumber = errors.New("not a decimal number of at most 15 digits, 6 of them decimals")

// Decimal is an exact decimal number: at most 15 significant digits, at most 6 decimals. Equal
// values are equal with ==. The zero value is 0.
type Decimal struct {
	coef  int64 // value = coef / 10^scale
	scale uint8 // 0..MaxDecimals, the smallest that holds the value
}

// NewDecimal returns coef ÷ 10^scale, 0 ≤ scale ≤ 6, |coef| < 10^15; it panics outside of these,
// because only the program itself calls it.
func NewDecimal(coef int64, scale int) Decimal {
	if scale < 0 || scale > MaxDecimals || coef <= -pow10[MaxDigits] || coef >= pow10[MaxDigits] {
		panic("standard.NewDecimal: out of range")
	}
	return normal(coef, scale)
}

func normal(coef int64, scale int) Decimal {
	for scale > 0 && coef%10 == 0 {
		coef, scale = coef/10, scale-1
	}
	return Decimal{coef, uint8(scale)} //nolint:gosec // at most MaxDecimals
}

// ParseDecimal reads a number in JSON's form. It returns [ErrNumber] for anything else and for a
// number that it could not keep exactly.
func ParseDecimal(s string) (Decimal, error) {
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e < -99 || e > 99 {
			return Decimal{}, ErrNumber
		}
		mantissa, exponent = s[:i], e
	}
	negative := strings.HasPrefix(mantissa, "-")
	whole, fraction, point := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	if whole == "" || point && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return Decimal{}, ErrNumber
	}
	digits := whole + fraction
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return Decimal{}, ErrNumber
		}
	}
	scale := len(fraction) - exponent
	digits = strings.TrimLeft(digits, "0")
	for strings.HasSuffix(digits, "0") && scale > 0 {
		digits, scale = digits[:len(digits)-1], scale-1
	}
	if digits == "" {
		return Decimal{}, nil
	}
	if scale < 0 {
		digits += strings.Repeat("0", min(-scale, MaxDigits+1))
		scale = 0
	}
	if len(digits) > MaxDigits || scale > MaxDecimals {
		return Decimal{}, ErrNumber
	}
	coef, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Decimal{}, ErrNumber
	}
	if negative {
		coef = -coef
	}
	return normal(coef, scale), nil
}

// MustDecimal is [ParseDecimal] for constants of the program and its tests; it panics on error.
func MustDecimal(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic("standard.MustDecimal(" + s + "): " + err.Error())
	}
	return d
}

var pow10 = [...]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
}

// String returns the shortest plain form, "187.5", as RFC 8785 writes it.
func (d Decimal) String() string { return string(d.AppendText(nil)) }

// AppendText appends the form of [Decimal.String].
func (d Decimal) AppendText(b []byte) []byte {
	if d.scale == 0 {
		return strconv.AppendInt(b, d.coef, 10)
	}
	coef := d.coef
	if coef < 0 {
		b, coef = append(b, '-'), -coef
	}
	p := pow10[d.scale]
	b = strconv.AppendInt(b, coef/p, 10)
	b = append(b, '.')
	fraction := coef % p
	for i := int(d.scale) - 1; i >= 0; i-- {
		b = append(b, byte('0'+fraction/pow10[i]%10))
	}
	return b
}

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.AppendText(nil), nil }

// UnmarshalJSON reads a JSON number exactly, never through a float.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.coef < 0:
		return -1
	case d.coef > 0:
		return 1
	}
	return 0
}

// Decimals returns how many decimals the value needs, 0..6.
func (d Decimal) Decimals() int { return int(d.scale) }

// Compare returns -1, 0 or 1 as d is less than, equal to or more than e.
func (d Decimal) Compare(e Decimal) int {
	if d.scale == e.scale {
		return compare(d.coef, e.coef)
	}
	if d.Sign() != e.Sign() {
		return compare(int64(d.Sign()), int64(e.Sign()))
	}
	dh, dl := bits.Mul64(abs(d.coef), uint64(pow10[e.scale])) //nolint:gosec // above 0
	eh, el := bits.Mul64(abs(e.coef), uint64(pow10[d.scale])) //nolint:gosec // above 0
	c := compare(dh, eh)
	if c == 0 {
		c = compare(dl, el)
	}
	return c * d.Sign()
}

func compare[T int64 | uint64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func abs(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// Scaled returns the value × 10^scale as a whole number, and false when it is not whole or does
// not fit in an int64. Scaled(2) of 3.48 is 348.
func (d Decimal) Scaled(scale int) (int64, bool) {
	shift := scale - int(d.scale)
	if shift < 0 || shift >= len(pow10) {
		return 0, false
	}
	hi, lo := bits.Mul64(abs(d.coef), uint64(pow10[shift])) //nolint:gosec // above 0
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if d.coef < 0 {
		return -int64(lo), true
	}
	return int64(lo), true
}
