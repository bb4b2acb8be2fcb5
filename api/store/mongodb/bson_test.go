package mongodb_test

import (
	"encoding/json"
	"testing"

	"hallmark/api/store/mongodb"
)

var roundTrips = []string{
	`{}`, `{"a":{}}`, `{"a":[]}`, `{"b":1,"a":2,"c":[3,2,1]}`, `{"a":[[1,[2]],[]]}`,
	`{"n":null,"t":true,"f":false}`, `{"i":2147483647,"j":2147483648,"k":-999999999999999}`,
	`{"d":0.1,"e":-98.75,"f":123456789.012345,"g":0.000001}`, `{"big":100000000000000000000}`,
	`{"s":"厅评 😀 \u0000 \"\\ \u003cb\u003e"}`, `{"厅":"a","a b":"c","\"":"\\"}`, `{"z":-0}`,
	`{"twenty":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}`,
}

// What is stored comes back to the byte, in its order.
func TestBSON(t *testing.T) {
	for _, want := range roundTrips {
		b, err := mongodb.ToBSON(json.RawMessage(want))
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if err := b.Validate(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if got, err := mongodb.ToJSON(b); err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	for _, bad := range []string{
		``, `[]`, `1`, `null`, `{`, `{"a"`, `{"a":}`, `{"a":1`, `{"a":1e999}`,
	} {
		if b, err := mongodb.ToBSON(json.RawMessage(bad)); err == nil {
			t.Errorf("%s: became %v", bad, b)
		}
	}
	// Written by somebody else: an ObjectID has no JSON form here.
	foreign := append([]byte{22, 0, 0, 0, 7, 'a', 'b', 0}, make([]byte, 13)...)
	if got, err := mongodb.ToJSON(append(foreign[:20], 0, 0)); err == nil {
		t.Errorf("foreign value became %s", got)
	}
	for _, b := range [][]byte{nil, {1}, {255, 255, 255, 127, 0}} {
		if got, err := mongodb.ToJSON(b); err == nil {
			t.Errorf("%v became %s", b, got)
		}
	}
}

// FuzzBSON: whatever is stored comes back as the same JSON value, and a second time to the byte.
func FuzzBSON(f *testing.F) {
	for _, s := range roundTrips {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if !json.Valid(in) {
			return
		}
		b, err := mongodb.ToBSON(in)
		if err != nil || b.Validate() != nil { // a field name with U+0000, a number out of range
			return
		}
		first, err := mongodb.ToJSON(b)
		if err != nil || !json.Valid(first) {
			t.Fatalf("%s: %s, %v", in, first, err)
		}
		if b, err = mongodb.ToBSON(first); err != nil {
			t.Fatal(err)
		}
		if second, err := mongodb.ToJSON(b); err != nil || string(second) != string(first) {
			t.Fatalf("%s, then %s, %v", first, second, err)
		}
	})
}
