package web_test

import (
	"strings"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

const campaignID = campaign.ID("01949b2c-7d00-7000-8000-00000000ca01")

// campaign is one in a state, with two draws from the second state on.
func (w *world) campaign(state campaign.State) campaign.Campaign {
	m := campaign.Campaign{ID: campaignID, State: state, By: "supervisor", Created: at(8, 0),
		Revision: 4, Plan: campaign.Plan{Name: "第一季度暗访" + w.note,
			Kind: checklists.Unannounced, From: "2018-01-15", To: "2018-03-31",
			Tiers: []standard.Tier{standard.District, standard.Subdistrict},
			Quota: map[standard.Tier]int{standard.Subdistrict: 3}, Area: "330105", Team: 2,
			RestDays: 90, Firm: "某评估公司" + w.note,
			Clauses:    []standard.ClauseUID{"HS001", "HS002"},
			Inspectors: []checklists.Username{"auditor", "auditor2"}}}
	if state == campaign.Draft {
		return m
	}
	m.Edition, m.SeedDigest, m.ListsDigest = "2017", w.edition.Digest(), standard.DigestBytes(nil)
	m.Sealed = at(9, 0)
	if state == campaign.Sealed {
		return m
	}
	for i := range 2 {
		m.Draws = append(m.Draws, campaign.DrawNote{By: "supervisor", At: at(9, 10+i), Drawn: 5, Passed: 2,
			Reason: map[int]string{1: "一名检查员生病" + w.note}[i]})
	}
	if state != campaign.StateDrawn {
		m.Seed, m.Opened = "QX7Z2N4LKP5T", at(9, 30)
	}
	if state == campaign.Closed {
		m.Ended = at(18, 0)
	}
	return m
}

func (w *world) visitRows() []web.VisitRow {
	team := []checklists.Username{"auditor", "auditor2"}
	visit := func(hall int, state checklists.State) web.VisitRow {
		h := w.halls[hall]
		row := web.VisitRow{Visit: campaign.Visit{Hall: h.ID, HallName: h.Name + w.note,
			Tier: h.Tier, Inspectors: team}, State: state}
		if state != "" {
			row.Audit, row.Asked, row.Answered, row.MayRead = auditID, 122, 74, true
			row.Total, row.Grade = standard.MustDecimal("88.4"), "良好"
		}
		return row
	}
	start := visit(1, "")
	start.MayStart, start.MayPlan, start.Day = true, true, "2018-01-16"
	whole := visit(5, checklists.Approved)
	whole.Answered = 122
	alone := visit(6, "")
	alone.Inspectors = nil
	return []web.VisitRow{visit(3, checklists.InProgress), start, whole, visit(2, ""), alone}
}

func (w *world) campaignPage(f web.Frame, state campaign.State) *web.Campaign {
	f.User.Role, f.Path = checklists.Supervisor, web.CampaignURL(campaignID)
	p := &web.Campaign{Frame: f, Of: w.campaign(state), Today: "2018-02-01", People: w.people,
		Clauses: 2, Halls: 7, MayRun: true, MayPack: true, MayDraws: true,
		VisitChoice: web.VisitChoice{Text: w.note}}
	if len(p.Of.Draws) > 0 {
		p.Visits = w.visitRows()
		for i := range p.Visits {
			p.Total.Add(&p.Visits[i])
			p.Found.Add(&p.Visits[i])
		}
	}
	return p
}

// drawPage is the second draw of a campaign.
func (w *world) drawPage(f web.Frame, choice web.DrawChoice) *web.Draw {
	f.User.Role = checklists.Supervisor
	m := w.campaign(campaign.Open)
	p := &web.Draw{Frame: f, Campaign: m.ID, Name: m.Plan.Name, Number: 2, Of: m.Draws[1], People: w.people,
		Choice: choice}
	p.Path = p.URL()
	lot := strings.Repeat("a1", 32)
	lines := []campaign.DrawLine{{Hall: "GS-S03", Name: w.halls[3].Name + w.note, Tier: standard.Subdistrict,
		Outcome: campaign.HallDrawn, Inspectors: m.Plan.Inspectors, Lot: lot},
		{Hall: "GS-S01", Name: "甲" + w.note, Tier: standard.Subdistrict, Outcome: campaign.HallLot, Lot: lot},
		{Hall: "GS-S02", Name: "乙" + w.note, Tier: standard.Subdistrict, Outcome: campaign.HallRecent, Lot: lot}}
	for range 60 {
		lines = append(lines, lines[1], lines[2])
	}
	p.Choose(lines)
	return p
}

func (w *world) campaignStories() []story {
	row := web.CampaignRow{ID: campaignID, Name: "第一季度暗访" + w.note,
		Kind: checklists.Unannounced, State: campaign.Open, From: "2018-01-15",
		To: "2018-01-20", Tiers: []standard.Tier{standard.District, standard.Subdistrict},
		Visits: 7, Started: 3}
	long, planned := row, row
	long.From, long.To, long.State, long.Started = "2017-12-01", "2018-03-31",
		campaign.Closed, 7
	planned.State, planned.Visits, planned.Started = campaign.Draft, 0, 0
	return []story{
		{"campaigns", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, "/campaigns"
			rows := []web.CampaignRow{row, long, planned}
			return &web.Campaigns{Frame: f, Month: "2018-01", Today: "2018-01-22", Booked: rows,
				Rows: rows, Next: "x&y", MayRun: true}
		}},
		{"campaigns-none", func(f web.Frame) web.Page {
			return &web.Campaigns{Frame: f, Month: w.note, Today: "2018-01-22"}
		}},
		{"campaign-draft", func(f web.Frame) web.Page {
			return w.campaignPage(f, campaign.Draft)
		}},
		{"campaign-sealed", func(f web.Frame) web.Page {
			return w.campaignPage(f, campaign.Sealed)
		}},
		{"campaign-drawn", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{Text: "重新抽取须说明理由。" + w.note}}
			p := w.campaignPage(f, campaign.StateDrawn)
			p.Form = web.StepForm{Revision: 3, Comment: w.note}
			return p
		}},
		{"campaign-open", func(f web.Frame) web.Page {
			p := w.campaignPage(f, campaign.Open)
			p.Today, p.Of.Plan.Clauses = "2018-04-02", nil
			return p
		}},
		{"campaign-mine", func(f web.Frame) web.Page {
			p := w.campaignPage(f, campaign.Open)
			p.User.Role, p.MayRun, p.Of.Draws = checklists.Auditor, false, nil
			p.Visits, p.Total = nil, web.VisitCount{}
			return p
		}},
		{"draw", func(f web.Frame) web.Page { return w.drawPage(f, web.DrawChoice{}) }},
		{"draw-none", func(f web.Frame) web.Page {
			return w.drawPage(f, web.DrawChoice{Text: "无此厅" + w.note, Outcome: campaign.HallDrawn})
		}},
		{"campaign-plan", func(f web.Frame) web.Page {
			f.Path = "/campaigns/new"
			for _, field := range []string{"name", "kind", "from", "to", "firm", "clauses", "tiers",
				"quota-district", "area", "rest", "pool", "team"} {
				f.Problems = append(f.Problems, web.Problem{Field: field, Text: "请改正。" + w.note})
			}
			return &web.CampaignPlan{Frame: f, Edition: w.edition, Areas: []string{"330105"},
				Pool: []web.Inspector{{Username: "auditor2", Name: "陈晓禾" + w.note,
					Works: w.halls[3].Name + w.note, Firm: w.note}},
				Form: web.CampaignForm{Name: w.note, Kind: checklists.ThirdParty, From: "2018-01-15",
					Tiers: []string{"district"}, QuotaDistrict: "x" + w.note, Area: w.note,
					Inspectors: []checklists.Username{"auditor2"}, Clauses: w.note}}
		}},
		{"campaign-plan-none", func(f web.Frame) web.Page {
			return &web.CampaignPlan{Frame: f, ID: campaignID, Name: "暗访" + w.note}
		}},
	}
}
