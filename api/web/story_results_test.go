package web_test

import (
	"strconv"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

// results are those of five halls, two of them with the same total.
func (w *world) results() checklists.Results {
	var outcomes []checklists.Outcome
	for i, total := range []string{"96.2", "88.4", "88.4", "71", "52.5"} {
		h := w.halls[i+1]
		o := checklists.Outcome{Audit: auditID + checklists.AuditID(h.ID), Hall: h.ID,
			HallName: h.Name + w.note, Tier: standard.Subdistrict, Kind: checklists.Unannounced,
			Result:   checklists.Result{Total: standard.MustDecimal(total), Grade: "良好", Stars: "四星"},
			Released: checklists.Result{Total: standard.MustDecimal("70")}, Restated: i == 3}
		part := func(name string, rate int64) checklists.PartScore {
			return checklists.PartScore{Part: name, Applicable: standard.NewDecimal(10, 0),
				Rate: standard.NewDecimal(rate-int64(i)*1100, 4)}
		}
		for chapter := 5; chapter <= 14; chapter++ {
			if i != 2 || chapter != 9 {
				o.Chapters = append(o.Chapters, part(strconv.Itoa(chapter), 9900-int64(chapter*20)))
			}
		}
		o.Dimensions = []checklists.PartScore{part("civility", 9500), part("efficiency", 9000)}
		o.Holders = []checklists.PartScore{part("hall", 9400), part(string(standard.DutyDistrictAuthority), 8000)}
		outcomes = append(outcomes, o)
	}
	return checklists.ResultsOf(standard.Subdistrict, outcomes, []checklists.RankLine{
		{Hall: outcomes[0].Hall, Rank: 2}, {Hall: outcomes[1].Hall, Rank: 1},
		{Hall: outcomes[3].Hall, Rank: 4}})
}

func (w *world) resultChoices() web.ResultChoices {
	return web.ResultChoices{Campaign: campaignID, Tier: standard.Subdistrict, Area: w.note,
		Before: "c0", Areas: []string{"330105"}, Campaigns: []web.CampaignName{
			{ID: campaignID, Name: "第二季度" + w.note, Open: true}, {ID: "c0", Name: "第一季度"}}}
}

func (w *world) resultStories() []story {
	return []story{
		{"results", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.ResultsURL
			return &web.Results{Frame: f, Choices: w.resultChoices(), Of: w.results(), Edition: w.edition}
		}},
		{"results-empty", func(f web.Frame) web.Page {
			return &web.Results{Frame: f, Choices: w.resultChoices()}
		}},
		{"results-spot", func(f web.Frame) web.Page {
			c := w.resultChoices()
			c.Campaigns[0].Spot = true
			return &web.Results{Frame: f, Choices: c}
		}},
		{"results-none", func(f web.Frame) web.Page { return &web.Results{Frame: f} }},
	}
}
