package web_test

import (
	"strings"

	"hallmark/api/web"
	"hallmark/standard"
)

func (w *world) feedStories() []story {
	return []story{
		{"changes", func(f web.Frame) web.Page {
			f.Path = "/changes"
			return &web.Changes{Frame: f, Next: "c", Rows: []web.Change{
				{Type: "amendment.published", At: at(9, 0), Number: w.edition.Standard.Number,
					Title: w.edition.Standard.Name + w.note, Edition: "2017+XG1", Base: "2017",
					Effective: "2022-07-01", Amendment: "XG1", Digest: w.edition.Digest(),
					Clauses: []web.ClauseUpdate{
						{UID: "HS001", Kind: standard.KindChanged, Grade: standard.Tightened,
							CodeBefore: "5.1.1", CodeAfter: "5.1.1", URL: web.ClauseURL("2017", "HS001")},
						{UID: "HS002", Kind: standard.KindRenumbered, Grade: standard.Renumbered,
							CodeBefore: "5.1.2", CodeAfter: "5.1.3", URL: web.ClauseURL("2017", "HS002")},
						{UID: "HS003", Kind: standard.KindWithdrawn, Grade: standard.GradeWithdrawn,
							CodeBefore: "5.1.4", URL: web.ClauseURL("2017", "HS003")}}},
				{Type: "edition.published", At: at(8, 0), Number: w.edition.Standard.Number,
					Title: w.edition.Standard.Name, Edition: "2017", Effective: "2018-01-20",
					Digest: w.edition.Digest()},
			}}
		}},
		{"changes-none", func(f web.Frame) web.Page { return &web.Changes{Frame: f} }},
		{"webhooks", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Admin, "/webhooks"
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
		{"outbox", func(f web.Frame) web.Page {
			f.User.Role, f.Path = web.Admin, "/outbox"
			return &web.Outbox{Frame: f, Rows: deliveries(w.note), State: "failed", Next: "c",
				States: []string{"pending", "failed", "delivered", "cancelled"}}
		}},
		{"outbox-none", func(f web.Frame) web.Page { return &web.Outbox{Frame: f} }},
	}
}

func deliveries(note string) []web.Delivery {
	return []web.Delivery{
		{ID: "m1", Type: "edition.published", Target: "https://example.org/hook", State: "delivered",
			Created: at(9, 0), Attempts: 1},
		{ID: "m2", Type: "webhook.test", Target: "https://example.org/hook", State: "pending",
			Created: at(9, 0), NextAt: at(9, 5), Attempts: 2, Failure: "接收方超时未答复" + note},
		{ID: "m3", Type: "amendment.published", Target: "https://example.org/" + note, State: "failed",
			Created: at(8, 0), Attempts: 10, Failure: "接收方答复状态码 500", Retry: "/outbox/m3"},
		{ID: "m4", Type: "amendment.published", Target: "https://example.org/", State: "cancelled",
			Created: at(8, 0), Attempts: 1, Failure: "订阅已停用或已删除", Retry: "/webhooks/w2"},
	}
}
