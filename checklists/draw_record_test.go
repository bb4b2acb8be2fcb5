package checklists_test

import (
	"encoding/json"
	"errors"
	"testing"

	"hallmark/checklists"
)

// TestDrawRecord checks a record as it comes from a file, and finds what was altered in it.
func TestDrawRecord(t *testing.T) {
	c := sealed(t)
	must(t, c.DrawNow("sun", morning, ""))
	must(t, c.DrawNow("sun", morning, "一名检查员生病"))
	secret, err := c.Record()
	must(t, err)
	if err := secret.Check(); !errors.Is(err, checklists.ErrRecordSeed) || secret.Draws[1].Seed != "" {
		t.Errorf("before the opening: %v", err)
	}
	must(t, c.Open(morning))
	record, err := c.Record()
	must(t, err)
	file, err := json.Marshal(record)
	must(t, err)
	for name, x := range map[string]struct {
		alter func(*checklists.DrawRecord)
		want  error
	}{
		"nothing": {func(*checklists.DrawRecord) {}, nil},
		"a hall less": {func(r *checklists.DrawRecord) { r.Lists.Halls = r.Lists.Halls[1:] },
			checklists.ErrRecordLists},
		"a visit forgotten": {func(r *checklists.DrawRecord) { r.Lists.Halls[0].Visited = "2018-01-01" },
			checklists.ErrRecordLists},
		"another seed": {func(r *checklists.DrawRecord) { r.Draws[0].Seed = "besser" },
			checklists.ErrRecordSeed},
		"a draw left out": {func(r *checklists.DrawRecord) { r.Draws = r.Draws[1:] },
			checklists.ErrRecordSeed},
		"another inspector": {func(r *checklists.DrawRecord) {
			r.Draws[1].Result.Drawn[0].Inspectors[0] = "sun"
		}, checklists.ErrRecordDraw},
	} {
		var r checklists.DrawRecord
		must(t, json.Unmarshal(file, &r))
		x.alter(&r)
		if err := r.Check(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	fresh, err := checklists.NewCampaign("c1", campaignPlan(), "sun", morning)
	must(t, err)
	if _, err := fresh.Record(); !errors.Is(err, checklists.ErrCampaignState) {
		t.Errorf("a record before the sealing: %v", err)
	}
}
