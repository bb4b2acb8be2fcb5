package api_test

import (
	"net/http"
	"testing"

	"hallmark/api/apitest"
)

// feedCases are the calls about the feed, the webhooks and the outbox.
func feedCases(p apitest.Scene) []useCase {
	const hooks = "/api/v1/webhooks"
	one := hooks + "/" + p.Webhook
	again := useCase{user: "head", call: "GET /api/v1/changes", status: 304, header: map[string]string{}}
	of := func(url string, types ...string) apitest.Object { return apitest.Object{"url": url, "types": types} }
	return []useCase{
		{user: "head", call: "GET /api/v1/changes", status: 200,
			then: func(_ *testing.T, header http.Header, _ []byte) {
				again.header["If-None-Match"] = header.Get("ETag")
			}},
		again,
		{user: "head", call: "GET /api/v1/changes?since=1&limit=1", status: 200},
		{user: "head", call: "GET /api/v1/changes?since=x", status: 400, code: "cursor", breaks: true},
		{user: "editor", call: "POST " + hooks, status: 201,
			body: of("https://example.org/hook", "edition.published")},
		{user: "editor", call: "POST " + hooks, status: 422, code: "invalid",
			body: of("https://169.254.169.254/", "edition.published")},
		{user: "editor", call: "POST " + hooks, status: 422, code: "invalid",
			body: of("ftp://example.org/", "edition.published")},
		{user: "editor", call: "POST " + hooks, status: 422, breaks: true,
			body: of("https://example.org/", "party")},
		{user: "editor", call: "POST " + hooks, status: 422, breaks: true,
			body: of("https://example.org/")},
		{user: "admin", call: "GET " + hooks, status: 200},
		{user: "editor", call: "POST " + one + "/test", status: 409, code: "webhook-off"},
		{user: "editor", call: "PATCH " + one, status: 409, code: "stale-revision",
			body: apitest.Object{"revision": 99, "enabled": true}},
		{user: "editor", call: "PATCH " + one, status: 200, body: apitest.Object{"revision": 3, "enabled": true}},
		{user: "editor", call: "POST " + one + "/test", status: 200},
		{user: "editor", call: "POST " + one + "/rotate", status: 200},
		{user: "admin", call: "GET /api/v1/outbox", status: 200},
		{user: "admin", call: "GET /api/v1/outbox?state=cancelled&limit=1", status: 200},
		{user: "admin", call: "GET /api/v1/outbox?state=lost", status: 400, code: "invalid", breaks: true},
		{user: "admin", call: "POST /api/v1/outbox/" + p.Delivery + "/retry", status: 200},
		{user: "admin", call: "POST /api/v1/outbox/" + p.Delivery + "/retry", status: 409,
			code: "delivery-state"},
		{user: "admin", call: "GET /api/v1/steps", status: 200},
		{user: "admin", call: "POST /api/v1/steps/again", status: 404, code: "not-found",
			body: apitest.Object{"id": "audits/01890a5d-ac96-774b-bcce-000000000000/4/outcome"}},
		{user: "editor", call: "DELETE " + one, status: 204},
	}
}
