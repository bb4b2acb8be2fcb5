package web

import (
	"slices"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// CampaignPlan is the form for a campaign at /campaigns/new, and for one that is not announced at
// /campaigns/{id}/plan.
type CampaignPlan struct {
	Frame
	ID      campaign.ID       // "" of a new one
	Name    string            // as stored
	Pool    []Inspector       // who may be sent
	Areas   []string          // that halls have
	Edition *standard.Edition // in force; nil when there is none
	Form    CampaignForm
}

// Inspector is somebody who may be sent.
type Inspector struct {
	Username checklists.Username
	Name     string
	Works    string // name of the hall that is not inspected by them; "" for none
	Firm     string // "" for own staff
}

func (*CampaignPlan) template() string { return "campaign-plan" }

// URL returns where the form is sent.
func (p *CampaignPlan) URL() string {
	if p.ID == "" {
		return CampaignsURL
	}
	return CampaignURL(p.ID) + "/plan"
}

// Kinds lists the kinds of inspection that a campaign may have.
func (*CampaignPlan) Kinds() []checklists.Kind {
	return slices.DeleteFunc(checklists.Kinds(),
		func(k checklists.Kind) bool { return k == checklists.Recheck })
}

// TierQuota is one tier on the form.
type TierQuota struct {
	Tier    standard.Tier
	Chosen  bool
	Quota   string // as typed
	Problem string
}

// Tiers lists the tiers with their numbers.
func (p *CampaignPlan) Tiers() []TierQuota {
	f := &p.Form
	quotas := map[standard.Tier]string{standard.District: f.QuotaDistrict,
		standard.Subdistrict: f.QuotaSubdistrict, standard.Community: f.QuotaCommunity}
	var list []TierQuota
	for _, t := range standard.Tiers() {
		list = append(list, TierQuota{t, slices.Contains(f.Tiers, t.String()), quotas[t],
			p.Problem("quota-" + t.String())})
	}
	return list
}

// Sends reports whether somebody is in the pool.
func (p *CampaignPlan) Sends(name checklists.Username) bool {
	return slices.Contains(p.Form.Inspectors, name)
}

// CampaignForm is sent to /campaigns and /campaigns/{id}/plan. Numbers are as typed; a tier without
// one takes all halls. Clauses are numbers of clauses, sections or chapters, "5.1.1, 6"; none asks
// all.
type CampaignForm struct {
	Revision         int                   `form:"revision" validate:"min=0"`
	Name             string                `form:"name" validate:"max=80"`
	Kind             checklists.Kind       `form:"kind" validate:"max=20"`
	From             string                `form:"from" validate:"max=10"`
	To               string                `form:"to" validate:"max=10"`
	Tiers            []string              `form:"tier" validate:"max=3,dive,oneof=district subdistrict community"`
	QuotaDistrict    string                `form:"quota-district" validate:"max=6"`
	QuotaSubdistrict string                `form:"quota-subdistrict" validate:"max=6"`
	QuotaCommunity   string                `form:"quota-community" validate:"max=6"`
	Area             string                `form:"area" validate:"max=12"`
	Team             string                `form:"team" validate:"max=3"`
	Rest             string                `form:"rest" validate:"max=4"`
	Firm             string                `form:"firm" validate:"max=80"`
	Inspectors       []checklists.Username `form:"inspector" validate:"max=500,dive,max=32"`
	Clauses          string                `form:"clauses" validate:"max=4000"`
}
