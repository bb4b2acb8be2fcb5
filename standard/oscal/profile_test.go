package oscal_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/oscal"
)

func profile(t testing.TB, e *standard.Edition, tier standard.Tier) []byte {
	t.Helper()
	var b bytes.Buffer
	losses, err := oscal.WriteProfile(&b, e, tier)
	if err != nil {
		t.Fatal(err)
	}
	if len(losses) != 1 {
		t.Errorf("a profile alone is no edition, and its report has to say so: %v", losses)
	}
	return b.Bytes()
}

func TestProfileFollowsNIST(t *testing.T) {
	schema := schemaOf(t, "profile")
	for _, e := range editions(t) {
		for _, tier := range standard.Tiers() {
			if err := validate(t, schema, profile(t, e, tier)); err != nil {
				t.Errorf("%s %s: %v", e.ID(), tier, err)
			}
		}
	}
}

// TestProfile resolves a profile by hand and compares what comes out with the edition.
func TestProfile(t *testing.T) {
	e := editions(t)[0]
	for _, tier := range standard.Tiers() {
		var root struct{ Profile oscal.Profile }
		if err := json.Unmarshal(profile(t, e, tier), &root); err != nil {
			t.Fatal(err)
		}
		p := root.Profile
		c, err := oscal.CatalogOf(e)
		if err != nil {
			t.Fatal(err)
		}
		params := paramsOf(c)
		want, have := map[string]string{}, map[string]string{}
		for _, set := range p.Modify.SetParameters {
			if params[set.ParamID] == nil {
				t.Errorf("%s: the catalog has no parameter %s", tier, set.ParamID)
			}
			have[set.ParamID] = set.Values[0]
		}
		for id, values := range params {
			if v := values[tier.String()]; v != "" {
				want[id] = v
			}
		}
		if d := cmp.Diff(want, have); d != "" {
			t.Errorf("%s: thresholds %s", tier, d)
		}
		checkSelection(t, e, tier, &p)
	}
}

// paramsOf returns the values of each parameter by tier.
func paramsOf(c *oscal.Catalog) map[string]map[string]string {
	params := map[string]map[string]string{}
	var walk func(groups []oscal.Group)
	walk = func(groups []oscal.Group) {
		for _, g := range groups {
			walk(g.Groups)
			for _, k := range g.Controls {
				for _, p := range k.Params {
					params[p.ID] = map[string]string{}
					for _, v := range p.Props {
						params[p.ID][v.Class] = v.Value
					}
				}
			}
		}
	}
	walk(c.Groups)
	return params
}

func checkSelection(t *testing.T, e *standard.Edition, tier standard.Tier, p *oscal.Profile) {
	t.Helper()
	wantIDs, wantPoints := []string{}, map[string]string{}
	for i := range e.Clauses {
		c := &e.Clauses[i]
		if !c.Applies(tier) {
			continue
		}
		wantIDs = append(wantIDs, oscal.ControlID(c.UID))
		if c.Scored {
			max := c.Max(tier)
			wantPoints[oscal.ControlID(c.UID)] = max.String()
		}
	}
	if d := cmp.Diff(wantIDs, p.Imports[0].IncludeControls[0].WithIDs); d != "" {
		t.Errorf("%s: clauses %s", tier, d)
	}
	points := map[string]string{}
	for _, alter := range p.Modify.Alters {
		points[alter.ControlID] = alter.Adds[0].Props[0].Value
	}
	if d := cmp.Diff(wantPoints, points); d != "" {
		t.Errorf("%s: points %s", tier, d)
	}
	file := p.BackMatter.Resources[0].RLinks[0]
	if have := string(standard.DigestBytes(catalog(t, e))); file.Hashes[0].Value != have {
		t.Errorf("%s: the profile names catalog %s, it is %s", tier, file.Hashes[0].Value, have)
	}
	if p.Imports[0].Href != "#"+p.BackMatter.Resources[0].UUID {
		t.Errorf("%s: import of %s", tier, p.Imports[0].Href)
	}
}
