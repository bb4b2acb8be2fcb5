package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/fixtures"
	"hallmark/standard"
)

// drawn is the record of an open campaign that was drawn twice, with its seed.
func drawn(t *testing.T) (campaign.DrawRecord, string) {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2018, 3, 1, 9, 0, 0, 0, time.UTC)
	m, err := campaign.New("c1", campaign.Plan{Name: "暗访",
		Kind: checklists.Unannounced, From: "2018-03-01", To: "2018-03-31", Team: 2,
		Tiers: []standard.Tier{standard.Community},
		Quota: map[standard.Tier]int{standard.Community: 2}}, "sun", at)
	if err != nil {
		t.Fatal(err)
	}
	var halls []campaign.DrawHall
	for _, id := range []checklists.HallID{"H1", "H2", "H3", "H4"} {
		halls = append(halls, campaign.DrawHall{ID: id, Name: "站", Tier: standard.Community})
	}
	people := []campaign.DrawInspector{{Username: "a"}, {Username: "b", Hall: "H2"}, {Username: "c"}}
	lists, err := m.Seal(e, halls, people, "geheim", "p0", at)
	if err != nil {
		t.Fatal(err)
	}
	var results []campaign.DrawResult
	for _, reason := range []string{"", "生病"} {
		part, err := m.DrawNow(lists.Lists, "p1", "sun", at, reason)
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, *part.Result)
	}
	if err := m.Open(at); err != nil {
		t.Fatal(err)
	}
	record, err := m.Record(lists.Lists, results)
	if err != nil {
		t.Fatal(err)
	}
	return record, "geheim+"
}

func plain(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestDraw(t *testing.T) {
	r, seed := drawn(t)
	record := write(t, "record.json", plain(t, r))
	o := call(t, "", "draw", "--record", record)
	if o.status != 0 || !strings.Contains(o.out, "2 draws") {
		t.Fatalf("%d %s%s", o.status, o.out, o.errors)
	}
	o = call(t, "", "draw", "--record", record, "--seed", seed)
	if o.status != 0 || !strings.Contains(o.out, "Agrees with draw 2") {
		t.Errorf("%d %s%s", o.status, o.out, o.errors)
	}
	byHand := []string{"draw", "--seed", seed, "--halls", write(t, "halls.json", plain(t, r.Lists.Halls)),
		"--inspectors", write(t, "inspectors.json", plain(t, r.Lists.Inspectors)),
		"--quota", "community=2"}
	o = call(t, "", byHand...)
	for _, d := range r.Draws[1].Result.Drawn {
		if !strings.Contains(o.out, string(d.Hall)+" 站") {
			t.Errorf("%s is missing in %s", d.Hall, o.out)
		}
	}
	o = call(t, "", append(byHand, "--record", record, "--team", "3")...)
	if o.status != 1 || !strings.Contains(o.errors, "something else") {
		t.Errorf("another team: %d %s%s", o.status, o.out, o.errors)
	}
	r.Lists.Halls[0].Name = "别站"
	altered := write(t, "altered.json", plain(t, r))
	for _, x := range []struct {
		args, want string
		status     int
	}{
		{"--record " + altered, "not those that were closed", 1},
		{"--record " + write(t, "empty.json", "{}"), "no draw", 3},
		{"--record " + write(t, "broken.json", "{\n\n"), "broken.json:3: the JSON breaks off", 3},
		{"--seed s --quota city=3", "city=3", 2}, {"--seed s --quota community=x", "community=x", 2},
		{"--seed s", "inspectors", 1},
	} {
		o := call(t, "", append([]string{"draw"}, strings.Fields(x.args)...)...)
		if o.status != x.status || !strings.Contains(o.errors, x.want) {
			t.Errorf("draw %s: %d %s%s", x.args, o.status, o.out, o.errors)
		}
	}
}
