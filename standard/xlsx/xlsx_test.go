package xlsx_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// exactly compares editions with all that they hold.
var exactly = []cmp.Option{cmp.AllowUnexported(standard.Decimal{}, standard.PerTier{}),
	cmpopts.IgnoreUnexported(standard.Edition{})}

func reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func amended(t testing.TB) *standard.Edition {
	t.Helper()
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	e, err := standard.Apply(reference(t), sheet)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func workbook(t testing.TB, e *standard.Edition, l message.Language) []byte {
	t.Helper()
	var b bytes.Buffer
	losses, err := xlsx.Write(&b, e, l)
	if err != nil || len(losses) > 0 {
		t.Fatalf("losses %v, error %v", losses, err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	for _, e := range []*standard.Edition{reference(t), amended(t)} {
		for _, l := range message.Languages() {
			back, losses, err := xlsx.Read(bytes.NewReader(workbook(t, e, l)))
			if err != nil || len(losses) > 0 {
				t.Fatalf("%s in %s: losses %v, error %v", e.ID(), l, losses, err)
			}
			if back.Digest() != e.Digest() {
				t.Errorf("%s in %s: another digest", e.ID(), l)
			}
			if d := cmp.Diff(e, back, exactly...); d != "" {
				t.Errorf("%s in %s: %s", e.ID(), l, d)
			}
		}
	}
}
