package seal_test

import (
	"bytes"
	"fmt"
	"testing"

	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

func verify(t testing.TB, pdf []byte) *seal.Verification {
	t.Helper()
	v, err := seal.Verify(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerifyIntact(t *testing.T) {
	v := verify(t, sealed(t, 3))
	if !v.Intact() || !v.SignatureValid || !v.CoversWhole || !v.ManifestValid {
		t.Errorf("%+v", v)
	}
	for _, l := range message.Languages() {
		for _, line := range v.Lines(l) {
			t.Log(line)
		}
	}
}

func TestEveryByte(t *testing.T) {
	pdf := sealed(t, 2)
	seen := map[string]int{}
	for i := range pdf {
		b := bytes.Clone(pdf)
		b[i] ^= 1
		v, err := seal.Verify(b)
		if err != nil {
			t.Fatal(i, err)
		}
		if v.Intact() {
			t.Fatalf("byte %d may be changed unseen", i)
		}
		s := ""
		for _, a := range v.Altered {
			s += a.Text(message.English) + "; "
		}
		seen[s]++
	}
	for k, n := range seen {
		if testing.Verbose() {
			fmt.Println(n, k)
		}
	}
}
