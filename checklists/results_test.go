package checklists_test

import (
	"testing"

	"hallmark/checklists"
	"hallmark/standard"
)

// TestResults compares four halls, one of them of another tier, by hand.
func TestResults(t *testing.T) {
	d := standard.MustDecimal
	outcome := func(hall checklists.HallID, tier standard.Tier, total, five, six string) checklists.Outcome {
		o := checklists.Outcome{Audit: checklists.AuditID("a" + hall), Hall: hall, HallName: string(hall),
			Tier: tier, Kind: checklists.Unannounced, Result: checklists.Result{Total: d(total), Grade: "合格"}}
		for part, rate := range map[string]string{"5": five, "6": six} {
			p := checklists.PartScore{Part: part, Rate: d(rate), Applicable: d("10")}
			if rate == "0" {
				p.Applicable = d("0")
			}
			o.Chapters = append(o.Chapters, p)
		}
		return o
	}
	sub := standard.Subdistrict
	r := checklists.ResultsOf(sub, []checklists.Outcome{outcome("A", sub, "70", "0.5", "0"),
		outcome("B", sub, "90", "0.9", "0.7"), outcome("C", sub, "81", "0.8", "0.8"),
		outcome("D", standard.Community, "99", "1", "1")}, nil)
	if len(r.Halls) != 3 || r.Halls[0].Hall != "B" || r.Halls[2].Rank != 3 || r.Median != d("81") ||
		r.Grades["合格"] != 3 {
		t.Errorf("%+v", r)
	}
	want := map[string]checklists.PartSummary{
		"5": {Part: "5", Halls: 3, Median: d("0.8"), Best: d("0.9"), BestHall: "B", BestName: "B"},
		"6": {Part: "6", Halls: 2, Median: d("0.75"), Best: d("0.8"), BestHall: "C", BestName: "C"}}
	for _, s := range r.Chapters {
		if s != want[s.Part] {
			t.Errorf("%+v, want %+v", s, want[s.Part])
		}
		delete(want, s.Part)
	}
	if len(want) > 0 {
		t.Errorf("%v is missing", want)
	}
	if r := checklists.ResultsOf(sub, nil, nil); len(r.Halls) != 0 || r.Median.Sign() != 0 {
		t.Errorf("nothing: %+v", r)
	}
}
