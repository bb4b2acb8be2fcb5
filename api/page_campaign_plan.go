package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

func (s *Server) pageNewCampaign(c *gin.Context) error {
	return s.renderPlan(c, http.StatusOK, nil, web.CampaignForm{Kind: checklists.Unannounced,
		Team: strconv.Itoa(checklists.MinTeam), Rest: "0"}, nil)
}

func (s *Server) pageCampaignPlan(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if m.State != checklists.CampaignDraft {
		return checklists.ErrCampaignStarted
	}
	e, err := s.currentEdition(c.Request.Context())
	if err != nil {
		return err
	}
	return s.renderPlan(c, http.StatusOK, &m, planForm(&m, e), nil)
}

// planForm is the plan of a campaign as its form shows it.
func planForm(m *checklists.Campaign, e *standard.Edition) web.CampaignForm {
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

// currentEdition is the edition in force, or nil when there is none.
func (s *Server) currentEdition(ctx context.Context) (*standard.Edition, error) {
	e, err := s.editionInForce(ctx, s.now())
	if err != nil && refusalOf(err).Code == "no-edition" {
		return nil, nil
	}
	return e, err
}

func (s *Server) renderPlan(c *gin.Context, status int, m *checklists.Campaign,
	form web.CampaignForm, wrong error,
) error {
	page := &web.CampaignPlan{Frame: s.frame(c), Form: form}
	page.Path = "/campaigns/new"
	if m != nil {
		page.ID, page.Name = m.ID, m.Plan.Name
		page.Path = page.URL()
	}
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
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
	if page.Areas, err = s.areaChoices(c.Request.Context(), form.Area); err != nil {
		return err
	}
	return s.render(c, status, page)
}

// planControl is the control to which the problem of a field belongs.
func planControl(name string) string {
	name, _, _ = strings.Cut(name, "[")
	switch {
	case name == "restDays":
		return "rest"
	case name == "inspectors":
		return "pool"
	case name == "tier":
		return "tiers"
	}
	return strings.Replace(name, "quota.", "quota-", 1)
}

// pool are the auditors who may be sent.
func (s *Server) pool(ctx context.Context) ([]web.Inspector, error) {
	halls, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	var list []web.Inspector
	for u, err := range s.docs.users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if !u.Disabled && u.Role == checklists.Auditor {
			one := web.Inspector{Username: u.Username, Name: u.Name, Firm: u.Firm}
			if h := head(halls, u.Hall); h != nil {
				one.Works = h.Name
			}
			list = append(list, one)
		}
	}
	return list, nil
}

func (s *Server) formNewCampaign(c *gin.Context) error {
	form, in, err := s.planOf(c)
	var m checklists.Campaign
	if err == nil {
		m, err = s.makeCampaign(c.Request.Context(), userOf(c).Username, in)
	}
	if err != nil {
		return s.renderPlan(c, refusalOf(err).Status, nil, form, err)
	}
	return seeOther(c, web.CampaignURL(m.ID))
}

func (s *Server) formCampaignPlan(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	form, in, err := s.planOf(c)
	if err == nil {
		_, err = s.changePlan(c.Request.Context(), callerOf(c), c.Param("id"), in)
	}
	if err != nil {
		return s.renderPlan(c, refusalOf(err).Status, &m, form, err)
	}
	return seeOther(c, web.CampaignURL(m.ID))
}

// planOf reads the form of a plan; all that is wrong with its numbers and clauses is said at once.
func (s *Server) planOf(c *gin.Context) (form web.CampaignForm, in *campaignRequest, err error) {
	if err := bindForm(c, &form); err != nil {
		return form, nil, err
	}
	e, err := s.currentEdition(c.Request.Context())
	if err != nil {
		return form, nil, err
	}
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	number := func(name, typed string) int {
		n, err := strconv.Atoi(strings.TrimSpace(typed))
		if typed != "" && err != nil {
			r.Fields = append(r.Fields, field(name, "number", typed))
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
	in.Clauses, unknown = clausesNamed(e, in.Tiers, form.Clauses)
	for _, name := range unknown {
		r.Fields = append(r.Fields, Field{Name: "clauses", Code: "campaign.clause",
			Text: func(l message.Language) string { return message.Text(l, "campaign.clause", name) }})
	}
	if len(r.Fields) > 0 {
		return form, nil, r
	}
	return form, in, validate(in)
}

// clausesNamed finds the clauses on the checklists of some tiers that a text names: by number or
// permanent name, or all of a chapter or section by its number. What names none of them is unknown.
func clausesNamed(e *standard.Edition, tiers []standard.Tier, text string) (
	uids []standard.ClauseUID, unknown []string,
) {
	names := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r)
	})
	for _, name := range names {
		found := false
		for i := 0; e != nil && i < len(e.Clauses); i++ {
			clause := &e.Clauses[i]
			named := clause.Code == name || string(clause.UID) == name ||
				strings.HasPrefix(clause.Code, name+".")
			if !named || !clause.Scored || !slices.ContainsFunc(tiers, clause.Applies) {
				continue
			}
			found = true
			if !slices.Contains(uids, clause.UID) {
				uids = append(uids, clause.UID)
			}
		}
		if !found {
			unknown = append(unknown, name)
		}
	}
	return uids, unknown
}
