package standard_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hallmark/standard"
)

func decimals() *rapid.Generator[standard.Decimal] {
	return rapid.Custom(func(t *rapid.T) standard.Decimal {
		coef := rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "coef")
		return standard.NewDecimal(coef, rapid.IntRange(0, standard.MaxDecimals).Draw(t, "scale"))
	})
}

func rat(t *rapid.T, d standard.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatalf("%q is no number", d)
	}
	return r
}

func TestDecimalKeepsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimals().Draw(t, "d")
		if again, err := standard.ParseDecimal(d.String()); err != nil || again != d {
			t.Fatalf("%s read as %s, %v", d, again, err)
		}
		padded := d.String()
		if d.Decimals() == 0 {
			padded += ".0"
		}
		if again, err := standard.ParseDecimal(padded + "00e0"); err != nil || again != d {
			t.Fatalf("%s00e0 read as %s, %v", padded, again, err)
		}
	})
}

func TestDecimalAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := decimals().Draw(t, "d"), decimals().Draw(t, "e")
		if have, want := d.Compare(e), rat(t, d).Cmp(rat(t, e)); have != want {
			t.Fatalf("%s and %s compare as %d, want %d", d, e, have, want)
		}
		if d.Sign() != rat(t, d).Sign() || (d == e) != (d.Compare(e) == 0) {
			t.Fatalf("sign or equality of %s and %s", d, e)
		}
		scale := rapid.IntRange(0, 12).Draw(t, "scale")
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
		want := new(big.Rat).Mul(rat(t, d), new(big.Rat).SetInt(power))
		have, ok := d.Scaled(scale)
		if fits := want.IsInt() && want.Num().IsInt64(); ok != fits || ok &&
			want.Num().Int64() != have {
			t.Fatalf("%s scaled by %d: %d %t, want %s", d, scale, have, ok, want)
		}
	})
}

func TestParseDecimal(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "0.000": "0", "1e3": "1000", "1.5E+1": "15", "25e-2": "0.25",
		"999999999999999": "999999999999999", "0.000001": "0.000001", "1.0000000000": "1",
		"100000000000000000e-6": "100000000000",
	} {
		if d, err := standard.ParseDecimal(in); err != nil || d.String() != want {
			t.Errorf("%s: %s, %v; want %s", in, d, err, want)
		}
	}
	for _, in := range []string{"", "-", ".5", "5.", "+1", "01", "1_000", "0x10", ".inf", "NaN",
		"1e",
		"1e+", "1e999999999", "1000000000000000", "0.0000001", "1.2.3", "1e2e3", "１", " 1", "--1"} {
		if d, err := standard.ParseDecimal(in); err == nil {
			t.Errorf("%q read as %s", in, d)
		}
	}
}

func TestDecimalsOfTheProgram(t *testing.T) {
	for _, call := range []func(){
		func() { standard.NewDecimal(1, 7) },
		func() { standard.NewDecimal(1_000_000_000_000_000, 0) },
		func() { standard.MustDecimal("x") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		}()
	}
	var d standard.Decimal
	if err := d.UnmarshalJSON([]byte(`"1"`)); err == nil || fmt.Sprint(d) != "0" {
		t.Errorf("a text became %s", d)
	}
}
