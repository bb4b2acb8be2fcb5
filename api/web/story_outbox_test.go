package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) outboxStories() []story {
	return []story{
		{"outbox", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, "/outbox"
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
