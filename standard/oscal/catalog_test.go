package oscal_test

import (
	"bytes"
	"testing"

	"hallmark/standard"
	"hallmark/standard/oscal"
)

func catalog(t testing.TB, e *standard.Edition) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := oscal.WriteCatalog(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCatalogRoundTrip(t *testing.T) {
	for _, e := range editions(t) {
		t.Run(string(e.ID()), func(t *testing.T) {
			text := catalog(t, e)
			if again := catalog(t, e); !bytes.Equal(text, again) {
				t.Error("the same edition gave other bytes")
			}
			reading, err := oscal.Read(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range reading.Losses {
				t.Errorf("lost: %s %s %v", l.Path, l.Code, l.Args)
			}
			same(t, e, reading.Edition)
		})
	}
}

func TestCatalogFollowsNIST(t *testing.T) {
	schema := schemaOf(t, "catalog")
	for _, e := range editions(t) {
		if err := validate(t, schema, catalog(t, e)); err != nil {
			t.Errorf("%s: %v", e.ID(), err)
		}
	}
}
