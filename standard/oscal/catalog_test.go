package oscal_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestNISTRefuses checks that the schemas are really asked: one thing broken is one refusal.
func TestNISTRefuses(t *testing.T) {
	e := editions(t)[0]
	schema := schemaOf(t, "catalog")
	for name, change := range map[string]func(catalog map[string]any){
		"a UUID":      func(c map[string]any) { c["uuid"] = "1-2-3" },
		"a day":       func(c map[string]any) { at(c, "metadata").(map[string]any)["published"] = "2017-12-20" },
		"an ID":       func(c map[string]any) { at(c, "groups", 5).(map[string]any)["id"] = "5 x" },
		"a new field": func(c map[string]any) { at(c, "groups", 5).(map[string]any)["points"] = 5 },
		"no title":    func(c map[string]any) { delete(at(c, "groups", 5).(map[string]any), "title") },
	} {
		text := edit(t, catalog(t, e), func(root map[string]any) {
			change(root["catalog"].(map[string]any))
		})
		if validate(t, schema, text) == nil {
			t.Errorf("the schema accepts a catalog with %s broken", name)
		}
	}
}

func TestControlID(t *testing.T) {
	for uid, want := range map[standard.ClauseUID]string{
		"HS001": "HS001", "1a": "_.1a", "-a": "_.-a", "a+b": "a..b", "+": "_...", "_x": "_x",
	} {
		if have := oscal.ControlID(uid); have != want {
			t.Errorf("%s: %s, want %s", uid, have, want)
		}
	}
}

func TestMethods(t *testing.T) {
	for name, test := range map[string]struct {
		clause standard.Clause
		want   []oscal.AssessmentMethod
	}{
		"nothing said": {standard.Clause{}, []oscal.AssessmentMethod{oscal.Examine}},
		"people only": {standard.Clause{Evidence: []standard.EvidenceKind{"interview"}},
			[]oscal.AssessmentMethod{oscal.Interview}},
		"look and try": {standard.Clause{Evidence: []standard.EvidenceKind{"photo"},
			Check: "测试拨打两次。"}, []oscal.AssessmentMethod{oscal.Examine, oscal.Test}},
		"all three": {standard.Clause{Evidence: []standard.EvidenceKind{"record"},
			Check: "询问两名居民,现场取号一次。"},
			[]oscal.AssessmentMethod{oscal.Examine, oscal.Interview, oscal.Test}},
		"a secret visit asks nobody": {standard.Clause{Check: "暗访观察至少3次接待。"},
			[]oscal.AssessmentMethod{oscal.Examine}},
	} {
		if d := cmp.Diff(test.want, oscal.Methods(&test.clause)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}
