package checklists

import (
	"math/big"
	"math/bits"

	"hallmark/standard"
)

// earned returns what an answer earns out of max, both in hundredths (formula hallmark/1, section
// 2). The answer must have passed checkValue.
func (a *Answer) earned(m *standard.Method, t standard.Tier, max int64) int64 {
	switch a.Kind {
	case Verdict:
		if a.Pass {
			return max
		}
	case Level:
		return Portion(max, int64(a.Level), MaxLevel)
	case Value, RatioOf:
		target, _ := m.Target.Get(t)
		zero, _ := m.ZeroAt.Get(t)
		if num, den, ok := a.way(zero, target); ok {
			return Portion(max, num, den)
		}
		return a.portionBig(max, zero, target)
	case Occurrences, Counts:
		return a.left(m, max)
	}
	return 0
}

// left returns what remains of a clause's worth after the deductions, not below 0.
func (a *Answer) left(m *standard.Method, worth int64) int64 {
	var lost int64
	for i := range a.Occurrences {
		lost += min(worth, Hundredths(kindOf(m, a.Occurrences[i].Kind).Deduct))
	}
	for kind, n := range a.Counts {
		lost += int64(n) * min(worth, Hundredths(kindOf(m, kind).Deduct))
	}
	return max(0, worth-lost)
}

// smallSample reports whether a ratio rests on fewer cases than the clause asks for.
func (a *Answer) smallSample(m *standard.Method, t standard.Tier) bool {
	least, ok := m.MinSample.Get(t)
	n, whole := least.Scaled(0)
	return ok && whole && a.Kind == RatioOf && a.Denominator < n
}

// easy bounds the numbers with which a way is computed in 64 bits.
const easy = 1_000_000_000

// way returns how far the answer lies on the way from zero to target, as num of den, both of them
// negative where lower is better. It is not ok when the numbers are too large for 64 bits.
func (a *Answer) way(zero, target standard.Decimal) (num, den int64, ok bool) {
	z, zOK := zero.Scaled(standard.MaxDecimals)
	g, gOK := target.Scaled(standard.MaxDecimals)
	ok = zOK && gOK && z > -easy*easy && z < easy*easy && g > -easy*easy && g < easy*easy
	if a.Kind == RatioOf {
		n, d := a.Numerator, a.Denominator
		ok = ok && d <= easy && z > -easy && z < easy && g > -easy && g < easy
		return n*1_000_000 - d*z, d * (g - z), ok
	}
	v, vOK := a.Value.Scaled(standard.MaxDecimals)
	return v - z, g - z, ok && vOK && v > -easy*easy && v < easy*easy
}

// portionBig is the portion of max that lies between zero and target, for numbers of any size.
func (a *Answer) portionBig(max int64, zero, target standard.Decimal) int64 {
	v := rational(a.Value)
	if a.Kind == RatioOf {
		v = big.NewRat(a.Numerator, a.Denominator)
	}
	way, whole := v.Sub(v, rational(zero)), rational(target)
	if whole.Sub(whole, rational(zero)); whole.Sign() == 0 {
		return Portion(max, int64(way.Sign()), 0)
	}
	part := way.Quo(way, whole)
	if part.Sign() <= 0 {
		return 0
	}
	if part.Cmp(big.NewRat(1, 1)) >= 0 {
		return max
	}
	part.Mul(part, big.NewRat(max, 1)).Add(part, big.NewRat(1, 2))
	return new(big.Int).Quo(part.Num(), part.Denom()).Int64()
}

func rational(d standard.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// Portion returns max × num ÷ den, rounded half away from zero: all of max from num = den on,
// nothing up to num = 0. Both num and den may be negative, which is the same way.
func Portion(max, num, den int64) int64 {
	if den < 0 {
		num, den = -num, -den
	}
	switch {
	case num >= den:
		return max
	case num <= 0:
		return 0
	}
	return divide(uint64(max), uint64(num), uint64(den)) //nolint:gosec // none is below 0
}

// share returns weight × 100 ÷ weights × earned ÷ max in hundredths, with one division. The weights
// are in millionths.
func share(weight, weights int64, sum points) int64 {
	if weight <= 0 || weights <= 0 {
		return 0
	}
	//nolint:gosec // none is below 0
	return divide(uint64(weight)*100_00, uint64(sum.earned), uint64(weights)*uint64(sum.max))
}

// divide returns a × b ÷ c, rounded half up, by way of 128 bits.
func divide(a, b, c uint64) int64 {
	hi, lo := bits.Mul64(a, b)
	quotient, rest := bits.Div64(hi, lo, c)
	if rest >= c-rest {
		quotient++
	}
	return int64(quotient) //nolint:gosec // at most a, which was an int64
}

// Hundredths returns a number of points × 100. A published edition has no points finer than 0.01.
func Hundredths(d standard.Decimal) int64 {
	n, _ := d.Scaled(2)
	return n
}

// millionths returns a weight × 1,000,000.
func millionths(d standard.Decimal) int64 {
	n, _ := d.Scaled(standard.MaxDecimals)
	return n
}
