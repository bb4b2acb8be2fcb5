package campaigns

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// Today is the date in the halls' time zone, as "2018-03-01".
func (s *Service) Today() string { return s.Now().In(checklists.HallZone).Format(time.DateOnly) }

func campaignRow(v *campaignView) web.CampaignRow {
	return web.CampaignRow{ID: v.ID, Name: v.Plan.Name, Kind: v.Plan.Kind, State: v.State,
		From: v.Plan.From, To: v.Plan.To, Tiers: v.Plan.Tiers, Visits: v.Planned, Started: v.Begun}
}

// PageCampaigns answers GET /campaigns.
func (s Handlers) PageCampaigns(c *gin.Context) error {
	page := &web.Campaigns{Frame: s.Pages.Frame(c), Month: c.Query("month"), Today: s.Today(),
		MayRun: access.ScopeOf(access.RunCampaigns, access.UserOf(c)) != access.Nothing}
	all, _, err := s.campaignsInScope(c, true)
	if err != nil {
		return err
	}
	for i := range all {
		if row := campaignRow(&all[i]); page.Within(row) {
			page.Booked = append(page.Booked, row)
		}
	}
	slices.SortStableFunc(page.Booked, func(a, b web.CampaignRow) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	list, next, err := s.campaignsInScope(c, false)
	if err != nil {
		return err
	}
	for i := range list {
		page.Rows = append(page.Rows, campaignRow(&list[i]))
	}
	page.Next = next
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageCampaign answers GET /campaigns/:id.
func (s Handlers) PageCampaign(c *gin.Context) error {
	return s.renderCampaign(c, http.StatusOK, web.StepForm{}, nil)
}

func (s Handlers) renderCampaign(c *gin.Context, status int, form web.StepForm, wrong error) error {
	ctx, user, reach := c.Request.Context(), access.UserOf(c),
		access.ScopeOf(access.ReadCampaigns, access.UserOf(c))
	m, err := s.Campaign(ctx, access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	m = seenCampaign(m, reach, user)
	page := &web.Campaign{Frame: s.Pages.Frame(c), Of: m, Today: s.Today(),
		Clauses: len(m.Plan.Clauses),
		VisitChoice: web.VisitChoice{Show: web.VisitShow(c.Query("show")),
			Text: register.Searched(c.Query("q"))},
		MayRun:   access.ScopeOf(access.RunCampaigns, user) != access.Nothing,
		MayPack:  access.ScopeOf(access.PackReports, user) != access.Nothing,
		MayDraws: reach == access.Anything,
		Form:     form}
	page.Path = page.URL()
	if page.MayRun {
		err := s.mayRun(ctx, user, &m)
		if r := wire.RefusalOf(err); err != nil && r.Status == http.StatusForbidden {
			page.MayRun, page.Refused = false, r.Text(page.Language)
		} else if err != nil {
			return err
		}
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = "" // the plan has a page of its own
		}
	}
	if page.People, err = s.Access.Everybody(ctx); err != nil {
		return err
	}
	if page.MayRun && m.State == campaign.Draft {
		halls, _, err := s.drawLists(ctx, &m)
		if err != nil && wire.RefusalOf(err).Status >= http.StatusInternalServerError {
			return err
		}
		page.Halls = len(halls)
	}
	if err := s.addVisits(c, page); err != nil {
		return err
	}
	return s.Pages.Render(c, status, page)
}

// addVisits counts the visits of a campaign and adds one page of those that the reader chose.
func (s Handlers) addVisits(c *gin.Context, page *web.Campaign) error {
	visits, err := s.visitViews(c.Request.Context(), &page.Of)
	if err != nil {
		return err
	}
	user := access.UserOf(c)
	if !slices.Contains(page.Shows(), page.Show) {
		page.Show = web.AllVisits
	}
	page.Page, _ = strconv.Atoi(c.Query("page"))
	page.Page = max(0, min(page.Page, 10_000))
	skip := page.Page * web.VisitsPage
	for i := range visits {
		v := &visits[i]
		row := web.VisitRow{Visit: v.Visit, State: v.State, Asked: v.Asked, Answered: v.Answered}
		if v.Result != nil {
			row.Total, row.Grade = v.Result.Total, v.Result.Grade
		}
		sent := slices.Contains(v.Inspectors, user.Username)
		row.MayRead = access.ScopeOf(access.ReadAudits, user) == access.Anything || sent
		row.MayStart = sent && v.Audit == "" && page.Of.State == campaign.Open &&
			page.Today >= page.Of.Plan.From
		row.MayPlan = page.MayRun && v.Audit == "" && (page.Of.State == campaign.StateDrawn ||
			page.Of.State == campaign.Open)
		page.Total.Add(&row)
		if !web.HallNamed(v.Hall, v.HallName, page.Text) {
			continue
		}
		page.Found.Add(&row)
		if !page.Show.Keeps(&row) {
			continue
		}
		if skip--; skip < 0 && len(page.Visits) < web.VisitsPage {
			page.Visits = append(page.Visits, row)
		}
	}
	return nil
}

// FormVisit answers POST /campaigns/:id/visits: it sets the day of a visit.
func (s Handlers) FormVisit(c *gin.Context) error {
	if _, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.VisitForm
	err := pages.BindForm(c, &form)
	if err == nil {
		_, err = s.planVisit(c.Request.Context(), access.CallerOf(c), c.Param("id"),
			visitPlan{Hall: form.Hall, Day: form.Day, Revision: form.Revision})
	}
	if err != nil {
		return s.renderCampaign(c, wire.RefusalOf(err).Status, web.StepForm{}, err)
	}
	return pages.SeeOther(c, web.CampaignURL(campaign.ID(c.Param("id")))+"#visits")
}

// FormCampaignStep makes the handler of the form that takes a campaign one step further.
// It asks first.
func (s Handlers) FormCampaignStep(step campaignStep) func(*gin.Context) error {
	return func(c *gin.Context) error {
		m, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
		if err != nil {
			return err
		}
		var form web.StepForm
		if err = pages.BindForm(c, &form); err == nil && !form.Confirmed {
			var ask *web.Ask
			if ask, err = s.askStep(c, &m, &form); ask != nil {
				return s.Pages.Ask(c, ask, nil)
			}
		}
		if err == nil {
			_, err = step(c.Request.Context(), access.CallerOf(c), c.Param("id"),
				wire.StepRequest{Revision: form.Revision, Comment: form.Comment,
					Confirmed: form.Confirmed})
		}
		if err != nil {
			return s.renderCampaign(c, wire.RefusalOf(err).Status, form, err)
		}
		return pages.SeeOther(c, web.CampaignURL(campaign.ID(c.Param("id"))))
	}
}
