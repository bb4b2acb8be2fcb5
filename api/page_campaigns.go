package api

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
)

// today is the day in the halls' zone, "2018-03-01".
func (s *Server) today() string { return s.now().In(checklists.HallZone).Format(time.DateOnly) }

func campaignRow(v *campaignView) web.CampaignRow {
	return web.CampaignRow{ID: v.ID, Name: v.Plan.Name, Kind: v.Plan.Kind, State: v.State,
		From: v.Plan.From, To: v.Plan.To, Tiers: v.Plan.Tiers, Visits: v.Planned, Started: v.Begun}
}

func (s *Server) pageCampaigns(c *gin.Context) error {
	page := &web.Campaigns{Frame: s.frame(c), Month: c.Query("month"), Today: s.today(),
		MayRun: scopeOf(RunCampaigns, userOf(c)) != Nothing}
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
	return s.render(c, http.StatusOK, page)
}

func (s *Server) pageCampaign(c *gin.Context) error {
	return s.renderCampaign(c, http.StatusOK, web.StepForm{}, nil)
}

func (s *Server) renderCampaign(c *gin.Context, status int, form web.StepForm, wrong error) error {
	ctx, user, reach := c.Request.Context(), userOf(c), scopeOf(ReadCampaigns, userOf(c))
	m, err := s.campaign(ctx, callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	m = seenCampaign(m, reach, user)
	page := &web.Campaign{Frame: s.frame(c), Of: m, Today: s.today(), Clauses: len(m.Plan.Clauses),
		VisitChoice: web.VisitChoice{Show: web.VisitShow(c.Query("show")), Text: searched(c.Query("q"))},
		MayRun:      scopeOf(RunCampaigns, user) != Nothing,
		MayPack:     scopeOf(PackReports, user) != Nothing, MayDraws: reach == Anything,
		Form: form}
	page.Path = page.URL()
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = "" // the plan has a page of its own
		}
	}
	if page.People, err = s.everybody(ctx); err != nil {
		return err
	}
	if page.MayRun && m.State == checklists.CampaignDraft {
		halls, _, err := s.drawLists(ctx, &m)
		if err != nil && refusalOf(err).Status >= http.StatusInternalServerError {
			return err
		}
		page.Halls = len(halls)
	}
	if err := s.addVisits(c, page); err != nil {
		return err
	}
	return s.render(c, status, page)
}

// addVisits counts the visits and puts one page of those that are chosen.
func (s *Server) addVisits(c *gin.Context, page *web.Campaign) error {
	visits, err := s.visitViews(c.Request.Context(), &page.Of)
	if err != nil {
		return err
	}
	user := userOf(c)
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
		row.MayRead = scopeOf(ReadAudits, user) == Anything || sent
		row.MayStart = sent && v.Audit == "" && page.Of.State == checklists.CampaignOpen &&
			page.Today >= page.Of.Plan.From
		row.MayPlan = page.MayRun && v.Audit == "" && (page.Of.State == checklists.CampaignDrawn ||
			page.Of.State == checklists.CampaignOpen)
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

// formVisit sets the day of a visit by form.
func (s *Server) formVisit(c *gin.Context) error {
	if _, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id")); err != nil {
		return err
	}
	var form web.VisitForm
	err := bindForm(c, &form)
	if err == nil {
		_, err = s.planVisit(c.Request.Context(), callerOf(c), c.Param("id"), visitPlan{Hall: form.Hall, Day: form.Day, Revision: form.Revision})
	}
	if err != nil {
		return s.renderCampaign(c, refusalOf(err).Status, web.StepForm{}, err)
	}
	return seeOther(c, web.CampaignURL(checklists.CampaignID(c.Param("id")))+"#visits")
}

// formCampaignStep takes a campaign one step on by form.
func (s *Server) formCampaignStep(step campaignStep) func(*gin.Context) error {
	return func(c *gin.Context) error {
		if _, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id")); err != nil {
			return err
		}
		var form web.StepForm
		err := bindForm(c, &form)
		if err == nil {
			_, err = step(c.Request.Context(), callerOf(c), c.Param("id"), stepRequest{Revision: form.Revision, Comment: form.Comment})
		}
		if err != nil {
			return s.renderCampaign(c, refusalOf(err).Status, form, err)
		}
		return seeOther(c, web.CampaignURL(checklists.CampaignID(c.Param("id"))))
	}
}
