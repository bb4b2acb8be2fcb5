package api_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/campaigns"
	"hallmark/api/store"
	"hallmark/checklists/campaign"
)

// The record of a draw that lies where this program does not look is named, and never ends the
// request without an answer.
func TestDrawUnread(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.Server.SeedAudits(t.Context()))
	k.Must(k.Server.SeedCampaign(t.Context()))
	c, err := store.Open(t.Context(), k.Engine, campaigns.CampaignSchema)
	k.Must(err)
	parts, err := store.Open(t.Context(), k.Engine, campaigns.DrawPartSchema)
	k.Must(err)
	var whole campaign.Campaign
	for m, err := range c.Find(t.Context(), store.Query{}) {
		k.Must(err)
		whole = m
	}
	k.SignIn("supervisor")
	at := "/api/v1/campaigns/" + string(whole.ID)
	paths := []string{at + "/draw", at + "/draws/1"}
	for _, path := range paths {
		k.Want(200, "GET", path, nil, nil)
	}
	k.Must(parts.Insert(t.Context(), campaign.DrawPart{ID: "empty", Campaign: whole.ID}))
	for name, change := range map[string]func(*campaign.Campaign){
		"no result":        func(m *campaign.Campaign) { m.Draws[0].Part = "" },
		"an unlike result": func(m *campaign.Campaign) { m.Draws[0].Part = "empty" },
		"no lists":         func(m *campaign.Campaign) { m.ListsPart = "" },
		"unlike lists":     func(m *campaign.Campaign) { m.ListsPart = "empty" },
	} {
		_, err := store.Update(t.Context(), c, string(whole.ID), func(m *campaign.Campaign) error {
			revision := m.Revision
			*m = whole
			m.Draws = append([]campaign.DrawNote{}, whole.Draws...)
			m.Revision = revision + 1
			change(m)
			return nil
		})
		k.Must(err)
		for _, path := range paths {
			if strings.Contains(name, "lists") && path != paths[0] {
				continue // every hall was drawn, and its name stands in the result
			}
			p := k.Refusal(t, func() *http.Request { return k.Request("GET", path, nil) })
			if p.Status != 500 || p.Code != "draw-unread" {
				t.Errorf("%s, %s: %d %s", name, path, p.Status, p.Code)
			}
		}
	}
}
