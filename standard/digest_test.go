package standard_test

import (
	"encoding/json"
	"testing"

	"hallmark/standard"
)

func TestReferenceDigests(t *testing.T) {
	const base = "714d8439fa5bc06772d6f818ec62256fb791d61538aa946010507e2d98c93e8b"
	const result = "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"
	if have := reference(t).Digest(); have != base {
		t.Errorf("2017: %s, want %s", have, base)
	}
	if have := amended(t).Digest(); have != result {
		t.Errorf("2017+XG1: %s, want %s", have, result)
	}
}

// The examples are those of RFC 8785, 3.2.2 and 3.2.3, with the numbers that a Decimal holds.
func TestCanonical(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`{"numbers": [4.50, 2e-3, 1E2, 0.0, -0], "literals": [null, true, false]}`,
			`{"literals":[null,true,false],"numbers":[4.5,0.002,100,0,0]}`},
		{`{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}`,
			`{"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		{`{"\u20ac": "Euro Sign", "\r": "Carriage Return",
			"\ufb33": "Hebrew Letter Dalet With Dagesh",
			"1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
			"\u00f6": "Latin Small Letter O With Diaeresis"}`,
			`{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control",` +
				`"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",` +
				`"😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`},
		{`"\b\t\n\f\r\u0000\u001f\u007f<>&\u2028"`,
			`"\b\t\n\f\r\u0000\u001f` + "\u007f<>&\u2028" + `"`},
		{`{"b":{},"a":[]}`, `{"a":[],"b":{}}`},
	} {
		have, err := standard.Canonical(json.RawMessage(test.in))
		if err != nil || string(have) != test.want {
			t.Errorf("Canonical(%s)\n have %s (%v)\n want %s", test.in, have, err, test.want)
		}
	}
	for _, in := range []any{json.RawMessage(`1E30`), json.RawMessage(`333333333.33333329`),
		func() {}} {
		if have, err := standard.Canonical(in); err == nil {
			t.Errorf("%v became %s", in, have)
		}
	}
}

func TestDigestForm(t *testing.T) {
	good := standard.DigestBytes(nil)
	if !good.Valid() || good.Short() != "e3b0c44298fc" {
		t.Errorf("%s, short %s", good, good.Short())
	}
	for _, bad := range []standard.Digest{"", good[1:], good + "0", "E" + good[1:],
		"g" + good[1:]} {
		if bad.Valid() {
			t.Errorf("%q passes for a SHA-256", bad)
		}
	}
	if standard.Digest("abc").Short() != "abc" {
		t.Error("a short digest was cut")
	}
}
