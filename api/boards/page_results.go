package boards

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// rankedCampaigns returns the official campaigns whose results the caller may see, the earliest
// first.
func (s *Service) rankedCampaigns(ctx context.Context, caller access.Caller) (
	[]campaign.Campaign, error,
) {
	states := []campaign.State{campaign.Closed}
	if caller.Reach == access.Anything {
		states = append(states, campaign.Open)
	}
	var list []campaign.Campaign
	for _, state := range states {
		q := store.Query{Equal: map[string]string{"state": string(state)}, Order: "created", Brief: true}
		for m, err := range s.Docs.Campaigns.Find(ctx, q) {
			if err != nil {
				return nil, err
			}
			if m.Plan.Kind.Official() {
				list = append(list, m)
			}
		}
	}
	slices.SortFunc(list, func(a, b campaign.Campaign) int {
		return cmp.Or(cmp.Compare(a.Plan.From, b.Plan.From), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// spotCheck reports whether a campaign asks only a part of the checklist. Its audits are not
// compared with others.
func spotCheck(m *campaign.Campaign) bool { return len(m.Plan.Clauses) > 0 }

// resultChoice reads the filter of a page. What the address leaves out is chosen: the latest
// campaign that is no spot check and has begun, its first tier, and the campaign of that tier
// before it. It returns no campaign while there is none.
func (s Handlers) resultChoice(c *gin.Context, all []campaign.Campaign) (
	f resultFilter, of *campaign.Campaign, err error,
) {
	if len(all) == 0 {
		return f, nil, nil
	}
	of = &all[len(all)-1]
	for i := range slices.Backward(all) {
		if m := &all[i]; !spotCheck(m) && (m.State == campaign.Closed || m.Begun > 0) {
			of = m
			break
		}
	}
	if id := c.Query("campaign"); id != "" {
		i := slices.IndexFunc(all, func(m campaign.Campaign) bool { return string(m.ID) == id })
		if i < 0 {
			return f, nil, wire.ErrNotFound
		}
		of = &all[i]
	}
	if f, err = resultFilterOf(c, string(of.ID), of.Plan.Tiers[0]); err != nil {
		return f, nil, err
	}
	if _, named := c.GetQuery("before"); !named {
		f.Before = campaignBefore(all, of, f.Tier)
	}
	return f, of, nil
}

// campaignBefore returns the ID of the latest campaign of a tier that began before another
// campaign, or "" for none.
func campaignBefore(all []campaign.Campaign, of *campaign.Campaign, t standard.Tier) string {
	for _, m := range slices.Backward(all) {
		if !spotCheck(&m) && m.Plan.From < of.Plan.From && slices.Contains(m.Plan.Tiers, t) {
			return string(m.ID)
		}
	}
	return ""
}

func (s *Service) choices(ctx context.Context, f resultFilter, all []campaign.Campaign) (
	web.ResultChoices, error,
) {
	choices := web.ResultChoices{Campaign: campaign.ID(f.Campaign), Tier: f.Tier,
		Area: f.Area, Before: campaign.ID(f.Before)}
	for i := range slices.Backward(all) {
		choices.Campaigns = append(choices.Campaigns, web.CampaignName{ID: all[i].ID,
			Name: all[i].Plan.Name, Open: all[i].State == campaign.Open,
			Spot: spotCheck(&all[i])})
	}
	areas, err := s.Register.AreaChoices(ctx, f.Area)
	choices.Areas = areas
	return choices, err
}

func pageNumber(c *gin.Context) int {
	n, _ := strconv.Atoi(c.Query("page"))
	return max(0, min(n, 10_000))
}

// PageRankings answers GET /rankings.
func (s Handlers) PageRankings(c *gin.Context) error {
	page := &web.Rankings{Frame: s.Pages.Frame(c), Page: pageNumber(c)}
	all, err := s.rankedCampaigns(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	f, of, err := s.resultChoice(c, all)
	if err != nil {
		return err
	}
	if of == nil {
		return s.Pages.Render(c, http.StatusOK, page)
	}
	page.Closed = of.State == campaign.Closed
	if page.Choices, err = s.choices(c.Request.Context(), f, all); err != nil {
		return err
	}
	if err := s.addRanking(c, page, of, f); err != nil {
		return err
	}
	if access.ReachOf(c) == access.Anything && f.Area == "" && !spotCheck(of) {
		settings, err := s.Settings.Settings(c.Request.Context())
		if err != nil {
			return err
		}
		page.Rules = settings.On(s.Now()).LastPlacesOrDefault().Rules()
		if page.Consequences, err = s.consequences(c.Request.Context(), of, f.Tier, all,
			page.Rules); err != nil {
			return err
		}
	}
	if u := access.UserOf(c); u.Role == checklists.HallHead {
		page.Own = u.Hall
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// addRanking adds the lines of a ranking, the halls of its campaign that are missing in it, whether
// the ranking before had the same halls, and which grades are limited though the total is higher than
// that of a better grade.
func (s Handlers) addRanking(c *gin.Context, page *web.Rankings, of *campaign.Campaign, f resultFilter) error {
	ctx := c.Request.Context()
	outcomes, before, err := s.compared(ctx, access.CallerOf(c), f)
	if err != nil {
		return err
	}
	page.Lines = checklists.RankingOf(f.Tier, outcomes, before)
	page.Unequal = len(before) > 0 && !slices.Equal(hallsOf(before), hallsOf(page.Lines))
	if len(page.Lines) == 0 {
		return nil
	}
	whole, err := s.Docs.Campaigns.Get(ctx, string(of.ID)) // the list leaves out the visits
	if err != nil {
		return err
	}
	in, err := s.Register.HallsInArea(ctx, f.Area)
	if err != nil {
		return err
	}
	ranked := hallsOf(page.Lines)
	for i := range whole.Visits {
		v := &whole.Visits[i]
		if v.Tier != f.Tier || in != nil && !in[v.Hall] {
			continue
		}
		page.Drawn++
		if _, some := slices.BinarySearch(ranked, v.Hall); !some {
			page.Missing = append(page.Missing, v.HallName)
		}
	}
	if of.Edition == "" {
		return nil
	}
	e, err := s.Editions.Edition(ctx, of.Edition)
	if err != nil {
		return err
	}
	for _, g := range e.Scoring.Grades {
		page.Grades = append(page.Grades, g.Name)
	}
	return nil
}

// hallsOf lists the halls of a ranking by ID.
func hallsOf(lines []checklists.RankLine) []checklists.HallID {
	halls := make([]checklists.HallID, len(lines))
	for i := range lines {
		halls[i] = lines[i].Hall
	}
	slices.Sort(halls)
	return halls
}

// PageResults answers GET /results.
func (s Handlers) PageResults(c *gin.Context) error {
	page := &web.Results{Frame: s.Pages.Frame(c), Page: pageNumber(c)}
	all, err := s.rankedCampaigns(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	f, of, err := s.resultChoice(c, all)
	if err != nil {
		return err
	}
	if of == nil {
		return s.Pages.Render(c, http.StatusOK, page)
	}
	if page.Choices, err = s.choices(c.Request.Context(), f, all); err != nil {
		return err
	}
	f.Before = "" // only a ranking shows places won and lost
	if page.Of, err = s.results(c.Request.Context(), access.CallerOf(c), f); err != nil {
		return err
	}
	if of.Edition != "" {
		if page.Edition, err = s.Editions.Edition(c.Request.Context(), of.Edition); err != nil {
			return err
		}
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
