package campaign_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// TestDrawRecord checks a record as it comes from a file, and finds what was altered in it.
func TestDrawRecord(t *testing.T) {
	c := sealed(t)
	checktest.Must(t, c.draw(""))
	checktest.Must(t, c.draw("一名检查员生病"))
	secret, err := c.record()
	checktest.Must(t, err)
	if err := secret.Check(); !errors.Is(err, campaign.ErrRecordSeed) || secret.Draws[1].Seed != "" {
		t.Errorf("before the opening: %v", err)
	}
	checktest.Must(t, c.Open(checktest.Morning))
	record, err := c.record()
	checktest.Must(t, err)
	file, err := json.Marshal(record)
	checktest.Must(t, err)
	for name, x := range map[string]struct {
		alter func(*campaign.DrawRecord)
		want  error
	}{
		"nothing": {func(*campaign.DrawRecord) {}, nil},
		"a hall less": {func(r *campaign.DrawRecord) { r.Lists.Halls = r.Lists.Halls[1:] },
			campaign.ErrRecordLists},
		"a visit forgotten": {func(r *campaign.DrawRecord) { r.Lists.Halls[0].Visited = "2018-01-01" },
			campaign.ErrRecordLists},
		"another seed": {func(r *campaign.DrawRecord) { r.Draws[0].Seed = "besser" },
			campaign.ErrRecordSeed},
		"a draw left out": {func(r *campaign.DrawRecord) { r.Draws = r.Draws[1:] },
			campaign.ErrRecordSeed},
		"another inspector": {func(r *campaign.DrawRecord) {
			r.Draws[1].Result.Drawn[0].Inspectors[0] = "sun"
		}, campaign.ErrRecordDraw},
	} {
		var r campaign.DrawRecord
		checktest.Must(t, json.Unmarshal(file, &r))
		x.alter(&r)
		if err := r.Check(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	fresh, err := campaign.New("c1", campaignPlan(), "sun", checktest.Morning)
	checktest.Must(t, err)
	if _, err := fresh.Record(nil, nil); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a record before the sealing: %v", err)
	}
}

// TestDrawLines names every hall once, those that were not drawn by the lists.
func TestDrawLines(t *testing.T) {
	lists := campaign.DrawRequest{Halls: []campaign.DrawHall{{ID: "H1", Name: "甲", Tier: standard.District},
		{ID: "H2", Name: "乙", Tier: standard.Community}}}
	r := campaign.DrawResult{Drawn: []campaign.Drawn{{Hall: "H2", Name: "乙", Tier: standard.Community,
		Lot: "a", Inspectors: []checklists.Username{"p1"}}}, Passed: []campaign.Passed{{"H1", "recent", "b"}}}
	want := []campaign.DrawLine{
		{"H2", "乙", standard.Community, campaign.HallDrawn, []checklists.Username{"p1"}, "a"},
		{"H1", "甲", standard.District, campaign.HallRecent, []checklists.Username{}, "b"}}
	if diff := cmp.Diff(want, r.Lines(&lists)); diff != "" {
		t.Error(diff)
	}
}

// TestDrawsKeptInCampaigns opens a campaign as the program stored it while lists and results lay in
// the campaign itself, and makes the very record of it that was published then.
func TestDrawsKeptInCampaigns(t *testing.T) {
	file, err := os.ReadFile("testdata/campaign-2018.json")
	checktest.Must(t, err)
	want, err := os.ReadFile("testdata/campaign-2018-record.json")
	checktest.Must(t, err)
	var c campaign.Campaign
	checktest.Must(t, json.Unmarshal(file, &c))
	var results []campaign.DrawResult
	for i := range c.Draws {
		if drawn, passed := c.Draws[i].Counts(); drawn != 3 || passed != 3 {
			t.Errorf("draw %d: %d drawn, %d not", i+1, drawn, passed)
		}
		results = append(results, *c.Draws[i].Result)
	}
	record, err := c.Record(c.Lists, results)
	checktest.Must(t, err)
	checktest.Must(t, record.Check())
	got, err := json.MarshalIndent(record, "", "    ")
	checktest.Must(t, err)
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Error(diff)
	}
}
