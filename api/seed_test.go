package api_test

import (
	"context"
	"testing"

	"hallmark/api/apitest"
	"hallmark/fixtures"
)

// TestDemoCampaign seeds the demo twice: its campaign has ended, with a place for each hall visited,
// and its draw can be repeated.
func TestDemoCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for range 2 {
		k.Must(k.Server.SeedAudits(context.Background()))
		k.Must(k.Server.SeedCampaign(context.Background()))
	}
	audits, err := fixtures.DemoAudits()
	k.Must(err)
	one := "/api/v1/campaigns/" + audits[0].Campaign
	k.SignIn("supervisor")
	var m struct {
		State  string
		Visits []struct{ Audit string }
	}
	k.Want(200, "GET", one, nil, &m)
	visited := 0
	for _, v := range m.Visits {
		if v.Audit != "" {
			visited++
		}
	}
	if m.State != "closed" || visited != 3 || len(m.Visits) != 12 {
		t.Errorf("%s, %d of %d halls visited", m.State, visited, len(m.Visits))
	}
	for _, tier := range []string{"district", "subdistrict", "community"} {
		var places struct{ Items []struct{ Hall string } }
		k.Want(200, "GET", one+"/ranking?tier="+tier, nil, &places)
		if len(places.Items) != 1 {
			t.Errorf("%s: %d places", tier, len(places.Items))
		}
	}
}
