package web_test

import (
	"strings"

	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) webhookStories() []story {
	return []story{
		{"webhooks", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, "/webhooks"
			f.Problems = []web.Problem{{"url", "应为公网的 https 地址。" + w.note}}
			return &web.Webhooks{Frame: f, MayOutbox: true, Types: []string{"edition.published",
				"amendment.published"}, NewSecret: "whsec_" + strings.Repeat("A", 32),
				SecretOf: "https://example.org/hook", Form: web.WebhookForm{URL: w.note},
				Rows: []web.Webhook{
					{ID: "w1", URL: "https://example.org/a/very/long/address/" + strings.Repeat("x", 80),
						Types: []string{"edition.published"}, Enabled: true, Created: at(8, 0), By: w.note},
					{ID: "w2", URL: "https://example.org/gone", Types: []string{"amendment.published",
						"consultation.opened"}, Gone: true, Created: at(8, 0), By: "林思远"},
					{ID: "w3", URL: "https://example.org/off", Types: []string{"edition.published"},
						Created: at(8, 0), By: "林思远"},
				}, Deliveries: deliveries(w.note)}
		}},
		{"webhooks-none", func(f web.Frame) web.Page { return &web.Webhooks{Frame: f} }},
	}
}
