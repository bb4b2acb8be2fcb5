package campaign_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

func drawRequest(halls, inspectors int) campaign.DrawRequest {
	r := campaign.DrawRequest{Seed: "2018年第一季度 7 12 23 31", Team: 2,
		Quota: map[standard.Tier]int{standard.Subdistrict: 3}}
	for i := range halls {
		r.Halls = append(r.Halls, campaign.DrawHall{ID: checklists.HallID(fmt.Sprint("H", i)),
			Tier: standard.Subdistrict})
	}
	for i := range inspectors {
		r.Inspectors = append(r.Inspectors, campaign.DrawInspector{
			Username: checklists.Username(fmt.Sprint("p", i))})
	}
	return r
}

// TestDraw holds one draw fast, as anybody would compute it with sha256sum:
// printf 'seed\nsubdistrict\nH1' | sha256sum
func TestDraw(t *testing.T) {
	r := drawRequest(3, 3)
	r.Seed, r.Quota[standard.Subdistrict] = "seed", 1
	got, err := campaign.Draw(r)
	checktest.Must(t, err)
	const lot = "179d84575a47bdc7dec0b93511c9285df481e1e39b4b1190c3c77e94db05a9fc"
	if len(got.Drawn) != 1 || len(got.Passed) != 2 || got.Drawn[0].Lot != lot {
		t.Errorf("%+v", got)
	}
}

func TestDrawLeavesOut(t *testing.T) {
	r := drawRequest(4, 3)
	r.Quota[standard.Subdistrict], r.Since, r.Again = 4, "2018-01-01", "2018-01-01"
	r.Halls[1].Visited = "2018-01-01"
	r.Halls[2].Visited = "2017-12-31"
	r.Inspectors[0].Hall = "H0"
	r.Inspectors[1].Visited = map[checklists.HallID]string{"H2": "2018-01-05"}
	r.Inspectors[2].Barred = []checklists.HallID{"H3"}
	got, err := campaign.Draw(r)
	checktest.Must(t, err)
	sent := map[checklists.HallID][]checklists.Username{}
	for _, d := range got.Drawn {
		sent[d.Hall] = slices.Sorted(slices.Values(d.Inspectors))
	}
	want := map[checklists.HallID][]checklists.Username{
		"H0": {"p1", "p2"}, "H2": {"p0", "p2"}, "H3": {"p0", "p1"}}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
	if len(got.Passed) != 1 || got.Passed[0].Hall != "H1" || got.Passed[0].Reason != "recent" {
		t.Errorf("passed %+v", got.Passed)
	}
}

func TestDrawRefuses(t *testing.T) {
	r := drawRequest(2, 1)
	r.Seed, r.Team = " ", -1
	r.Halls[1].ID = "H0"
	r.Quota[standard.Community] = -1
	_, err := campaign.Draw(r)
	checktest.WantProblems(t, err, "seed empty", "team answer.negative", "halls[1] twice", "quota.community campaign.quota")
}

// TestDrawIsFair: the lists' order makes no difference, loads differ by one at most, and every hall
// is drawn about as often as any other over many seeds.
func TestDrawIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRequest(rapid.IntRange(3, 20).Draw(t, "halls"), rapid.IntRange(2, 6).Draw(t, "people"))
		r.Seed = rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "seed")
		want, err := campaign.Draw(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Halls = rapid.Permutation(r.Halls).Draw(t, "order")
		r.Inspectors = rapid.Permutation(r.Inspectors).Draw(t, "people's order")
		got, err := campaign.Draw(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		low, high := 1<<30, 0
		for _, p := range r.Inspectors {
			low, high = min(low, got.Load[p.Username]), max(high, got.Load[p.Username])
		}
		if high-low > 1 {
			t.Fatalf("loads from %d to %d", low, high)
		}
	})
	times := map[checklists.HallID]int{}
	for seed := range 2000 {
		r := drawRequest(10, 2)
		r.Seed = fmt.Sprint("seed ", seed)
		got, err := campaign.Draw(r)
		checktest.Must(t, err)
		for _, d := range got.Drawn {
			times[d.Hall]++
		}
	}
	for hall, n := range times { // 600 expected, standard deviation 20.5
		if n < 500 || n > 700 {
			t.Errorf("%s was drawn %d times of 2000, 600 expected", hall, n)
		}
	}
}

func campaignPlan() campaign.Plan {
	return campaign.Plan{Name: "第一季度", Kind: checklists.Unannounced, From: "2018-01-15",
		To: "2018-03-31", Tiers: []standard.Tier{standard.Subdistrict}, Team: 2, RestDays: 90,
		Quota: map[standard.Tier]int{standard.Subdistrict: 3}}
}

// round is a campaign with what it keeps apart.
type round struct {
	campaign.Campaign
	lists   *campaign.DrawRequest
	results []campaign.DrawResult
}

func sealed(t *testing.T) *round {
	t.Helper()
	c, err := campaign.New("c1", campaignPlan(), "sun", checktest.Morning)
	checktest.Must(t, err)
	r := drawRequest(6, 4)
	part, err := c.Seal(checktest.Reference(t), r.Halls, r.Inspectors, "geheim", "p0", checktest.Morning)
	checktest.Must(t, err)
	if part.ID != c.ListsPart || part.Campaign != c.ID {
		t.Errorf("part %+v", part)
	}
	return &round{Campaign: c, lists: part.Lists}
}

func (r *round) draw(reason string) error {
	id := campaign.DrawPartID(fmt.Sprint("p", 1+len(r.Draws)))
	part, err := r.DrawNow(r.lists, id, "sun", checktest.Morning, reason)
	if err == nil {
		r.results = append(r.results, *part.Result)
	}
	return err
}

func (r *round) record() (campaign.DrawRecord, error) { return r.Record(r.lists, r.results) }

func TestCampaign(t *testing.T) {
	c := sealed(t)
	if p := c.Public(); p.Seed != "" || p.SeedDigest != campaign.SeedDigest("geheim") {
		t.Errorf("before the draw people see the seed %q", p.Seed)
	}
	if err := c.Change(campaignPlan()); !errors.Is(err, campaign.ErrStarted) {
		t.Errorf("changed after the sealing: %v", err)
	}
	other := *c.lists
	other.Halls = other.Halls[1:]
	if _, err := c.DrawNow(&other, "p1", "sun", checktest.Morning, ""); !errors.Is(err, campaign.ErrRecordLists) {
		t.Errorf("drawn from lists that were not closed: %v", err)
	}
	checktest.Must(t, c.draw(""))
	if err := c.draw(" "); !errors.Is(err, campaign.ErrDrawReason) {
		t.Errorf("drawn again without a reason: %v", err)
	}
	checktest.Must(t, c.draw("一名检查员生病"))
	if len(c.Draws) != 2 || cmp.Equal(c.results[0], c.results[1]) || len(c.Visits) != 3 ||
		c.Draws[0].Digest == c.Draws[1].Digest || c.Draws[1].Part != "p2" {
		t.Errorf("draws %+v, %d visits", c.Draws, len(c.Visits))
	}
	if drawn, passed := c.Draws[1].Counts(); drawn != 3 || passed != 3 {
		t.Errorf("%d drawn, %d not", drawn, passed)
	}
	hall := c.Visits[0].Hall
	if err := c.Link(hall, "a1", checktest.Morning); !errors.Is(err, campaign.ErrState) {
		t.Errorf("visited before the opening: %v", err)
	}
	checktest.Must(t, c.Open(checktest.Morning))
	checktest.Must(t, c.Link(hall, "a1", checktest.Morning))
	checktest.Must(t, c.Link(hall, "a1", checktest.Morning))
	if err := c.Link(hall, "a2", checktest.Morning); !errors.Is(err, campaign.ErrState) {
		t.Errorf("visited twice: %v", err)
	}
	if err := c.Link("H99", "a2", checktest.Morning); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a foreign hall: %v", err)
	}
	over := c.Campaign
	checktest.Must(t, over.Close(checktest.Morning.Add(time.Hour)))
	for begun, want := range map[time.Duration]error{0: nil, 2 * time.Hour: campaign.ErrState} {
		late := over
		if err := late.Link(c.Visits[1].Hall, "a3", checktest.Morning.Add(begun)); !errors.Is(err, want) {
			t.Errorf("begun %v after the opening, heard of after the end: %v", begun, err)
		}
	}
	again := *c.lists
	again.Seed = c.Public().Draws[1].Seed
	result, err := campaign.Draw(again)
	checktest.Must(t, err)
	if diff := cmp.Diff(c.results[1], result); diff != "" {
		t.Error("anybody draws something else:", diff)
	}
	checktest.Must(t, c.Close(checktest.Morning))
}

func TestCampaignRefuses(t *testing.T) {
	p := campaignPlan()
	p.Name, p.Kind, p.To, p.Team, p.Area = "", checklists.Recheck, "2018-01-14", 1, "33x"
	p.Quota[standard.District] = 1
	_, err := campaign.New("c1", p, "sun", checktest.Morning)
	checktest.WantProblems(t, err, "name empty", "kind audit.kind", "to rectification.too-early",
		"quota.district campaign.quota-tier", "team campaign.team", "area campaign.area")
	p = campaignPlan()
	p.Clauses = []standard.ClauseUID{"HS001", "HS999"}
	c, err := campaign.New("c1", p, "sun", checktest.Morning)
	checktest.Must(t, err)
	r := drawRequest(3, 2)
	_, err = c.Seal(checktest.Reference(t), r.Halls, r.Inspectors, "s", "p0", checktest.Morning)
	checktest.WantProblems(t, err, "clauses[1] campaign.clause")
	if c.State != campaign.Draft || c.ListsPart != "" {
		t.Errorf("a refused sealing left %s", c.State)
	}
}

// TestVisitID has the form of RFC 9562, and another one for each visit.
func TestVisitID(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[checklists.AuditID]bool{}
	for _, one := range []campaign.ID{"c1", "c2"} {
		for _, hall := range []checklists.HallID{"H1", "H2"} {
			for voided := range 3 {
				id := campaign.VisitID(one, hall, voided)
				if !form.MatchString(string(id)) || seen[id] || id != campaign.VisitID(one, hall, voided) {
					t.Errorf("%s %s %d: %s", one, hall, voided, id)
				}
				seen[id] = true
			}
		}
	}
}
