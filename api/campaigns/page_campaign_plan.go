package campaigns

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/pages"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// PageNewCampaign answers GET /campaigns/new.
func (s Handlers) PageNewCampaign(c *gin.Context) error {
	return s.renderPlan(c, http.StatusOK, nil, web.CampaignForm{Kind: checklists.Unannounced,
		Team: strconv.Itoa(campaign.MinTeam), Rest: "0"}, nil)
}

// PageCampaignPlan answers GET /campaigns/:id/plan.
func (s Handlers) PageCampaignPlan(c *gin.Context) error {
	m, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if m.State != campaign.Draft {
		return campaign.ErrStarted
	}
	e, err := s.currentEdition(c.Request.Context())
	if err != nil {
		return err
	}
	return s.renderPlan(c, http.StatusOK, &m, planForm(&m, e), nil)
}

// planForm fills the form of a plan with what a campaign plans.
func planForm(m *campaign.Campaign, e *standard.Edition) web.CampaignForm {
	p := &m.Plan
	quota := func(t standard.Tier) string {
		if n, ok := p.Quota[t]; ok {
			return strconv.Itoa(n)
		}
		return ""
	}
	f := web.CampaignForm{Revision: m.Revision, Name: p.Name, Kind: p.Kind, From: p.From, To: p.To,
		QuotaDistrict: quota(standard.District), QuotaSubdistrict: quota(standard.Subdistrict),
		QuotaCommunity: quota(standard.Community), Area: p.Area, Team: strconv.Itoa(p.Team),
		Rest: strconv.Itoa(p.RestDays), Firm: p.Firm, Inspectors: p.Inspectors}
	for _, t := range p.Tiers {
		f.Tiers = append(f.Tiers, t.String())
	}
	codes := make([]string, len(p.Clauses))
	for i, uid := range p.Clauses {
		codes[i] = string(uid)
		if e == nil {
			continue
		}
		if clause, ok := e.Clause(uid); ok {
			codes[i] = clause.Code
		}
	}
	f.Clauses = strings.Join(codes, ", ")
	return f
}

// currentEdition returns the edition in force, or nil when there is none.
func (s *Service) currentEdition(ctx context.Context) (*standard.Edition, error) {
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil && wire.RefusalOf(err).Code == "no-edition" {
		return nil, nil
	}
	return e, err
}

func (s Handlers) renderPlan(c *gin.Context, status int, m *campaign.Campaign,
	form web.CampaignForm, wrong error,
) error {
	page := &web.CampaignPlan{Frame: s.Pages.Frame(c), Form: form}
	page.Path = "/campaigns/new"
	if m != nil {
		page.ID, page.Name = m.ID, m.Plan.Name
		page.Path = page.URL()
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = planControl(page.Problems[i].Field)
		}
	}
	var err error
	if page.Edition, err = s.currentEdition(c.Request.Context()); err != nil {
		return err
	}
	if page.Pool, err = s.pool(c.Request.Context()); err != nil {
		return err
	}
	if page.Areas, err = s.Register.AreaChoices(c.Request.Context(), form.Area); err != nil {
		return err
	}
	return s.Pages.Render(c, status, page)
}

// planControl names the control of the form that shows the problem of a field.
func planControl(name string) string {
	name, _, _ = strings.Cut(name, "[")
	switch name {
	case "restDays":
		return "rest"
	case "inspectors":
		return "pool"
	case "tier":
		return "tiers"
	}
	return strings.Replace(name, "quota.", "quota-", 1)
}

// pool lists the auditors who may be sent.
func (s *Service) pool(ctx context.Context) ([]web.Inspector, error) {
	halls, err := s.Register.Heads(ctx)
	if err != nil {
		return nil, err
	}
	var list []web.Inspector
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !u.Disabled && u.Role == checklists.Auditor {
			one := web.Inspector{Username: u.Username, Name: u.Name, Firm: u.Firm}
			if h := register.Head(halls, u.Hall); h != nil {
				one.Works = h.Name
			}
			list = append(list, one)
		}
	}
	return list, nil
}

// FormNewCampaign answers POST /campaigns.
func (s Handlers) FormNewCampaign(c *gin.Context) error {
	form, in, err := s.planOf(c)
	var m campaign.Campaign
	if err == nil {
		m, err = s.makeCampaign(c.Request.Context(), access.UserOf(c), in)
	}
	if err != nil {
		return s.renderPlan(c, wire.RefusalOf(err).Status, nil, form, err)
	}
	return pages.SeeOther(c, web.CampaignURL(m.ID))
}

// FormCampaignPlan answers POST /campaigns/:id/plan.
func (s Handlers) FormCampaignPlan(c *gin.Context) error {
	m, err := s.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	form, in, err := s.planOf(c)
	if err == nil {
		_, err = s.changePlan(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	}
	if err != nil {
		return s.renderPlan(c, wire.RefusalOf(err).Status, &m, form, err)
	}
	return pages.SeeOther(c, web.CampaignURL(m.ID))
}

// planOf reads the form of a plan. It reports all that is wrong with its numbers and clauses at
// once.
func (s Handlers) planOf(c *gin.Context) (form web.CampaignForm, in *campaignRequest, err error) {
	if err := pages.BindForm(c, &form); err != nil {
		return form, nil, err
	}
	e, err := s.currentEdition(c.Request.Context())
	if err != nil {
		return form, nil, err
	}
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	number := func(name, typed string) int {
		n, err := strconv.Atoi(strings.TrimSpace(typed))
		if typed != "" && err != nil {
			r.Fields = append(r.Fields, wire.Wrong(name, "number", typed))
		}
		return n
	}
	in = &campaignRequest{Revision: form.Revision, Name: strings.TrimSpace(form.Name),
		Kind: form.Kind, From: form.From, To: form.To, Area: strings.TrimSpace(form.Area),
		Quota: map[standard.Tier]int{}, Team: number("team", form.Team),
		RestDays: number("restDays", form.Rest), Firm: strings.TrimSpace(form.Firm),
		Inspectors: form.Inspectors}
	quotas := map[standard.Tier]string{standard.District: form.QuotaDistrict,
		standard.Subdistrict: form.QuotaSubdistrict, standard.Community: form.QuotaCommunity}
	for _, t := range standard.Tiers() {
		if !slices.Contains(form.Tiers, t.String()) {
			continue
		}
		in.Tiers = append(in.Tiers, t)
		if quotas[t] != "" {
			in.Quota[t] = number("quota."+t.String(), quotas[t])
		}
	}
	var unknown []string
	in.Clauses, unknown = editions.ClausesNamed(e, in.Tiers, form.Clauses)
	for _, name := range unknown {
		r.Fields = append(r.Fields, wire.Field{Name: "clauses", Code: "campaign.clause",
			Text: func(l message.Language) string { return message.Text(l, "campaign.clause", name) }})
	}
	if len(r.Fields) > 0 {
		return form, nil, r
	}
	return form, in, wire.Validate(in)
}
