package api_test

import (
	"hallmark/api/apitest"
)

// notificationCases are the calls about the notifications of a person.
func notificationCases(p apitest.Scene) []useCase {
	const all, read = "/api/v1/notifications", "POST /api/v1/notifications/read"
	const settings, confirm = all + "/settings", "POST /api/v1/notifications/confirm"
	return []useCase{
		{user: "head", call: "GET " + all, status: 200},
		{user: "head", call: "GET " + all + "?unread=true&limit=1", status: 200},
		{user: "head", call: "GET " + all + "?unread=no", status: 400, code: "invalid", breaks: true},
		{user: "head", call: "GET " + all + "?limit=0", status: 400, breaks: true},
		{user: "head", call: read, body: apitest.Object{"ids": []string{"ntf_of_nobody"}}, status: 200},
		{user: "head", call: read, body: apitest.Object{"ids": []string{"a", "a"}}, status: 422, breaks: true},
		{user: "head", call: read, body: apitest.Object{}, status: 200},
		{user: "head", call: "GET " + settings, status: 200},
		{user: "head", call: "PUT " + settings, body: apitest.Object{"choices": apitest.Object{"audits": "now"}}, status: 200},
		{user: "head", call: "PUT " + settings, body: apitest.Object{"revision": 9}, status: 409,
			code: "stale-revision"},
		{user: "head", call: "PUT " + settings, body: apitest.Object{"revision": 1, "address": "zhou@hall.example"},
			status: 409, code: "mail-off"},
		{user: "head", call: "PUT " + settings, body: apitest.Object{"revision": 1, "address": "a@b\r\nBcc: c@d"},
			status: 422, code: "invalid"},
		{user: "head", call: "PUT " + settings, body: apitest.Object{"choices": apitest.Object{"audits": "often"}},
			status: 422, breaks: true},
		{user: "head", call: confirm, body: apitest.Object{"code": "12345678"}, status: 409, code: "code-over"},
		{user: "auditor", call: confirm, body: apitest.Object{"code": p.Code + "0"}, status: 422, code: "code-wrong"},
		{user: "auditor", call: confirm, body: apitest.Object{"code": p.Code}, status: 200},
	}
}

// robotCases are the calls about chat robots.
func robotCases(p apitest.Scene) []useCase {
	const all = "/api/v1/robots"
	one := all + "/" + p.Robot
	robot := func(kind, address, secret string, topics ...string) apitest.Object {
		return apitest.Object{"name": "督查工作群", "kind": kind, "address": address, "secret": secret,
			"topics": topics}
	}
	const good = "https://example.org/?key=k"
	return []useCase{
		{user: "supervisor", call: "GET " + all, status: 200},
		{user: "supervisor", call: "GET " + all + "?limit=0", status: 400, breaks: true},
		{user: "supervisor", call: "POST " + all, body: robot("wecom", good, "", "audits"), status: 201},
		{user: "supervisor", call: "POST " + all, body: robot("wecom", "https://127.0.0.1.nip.io/", "",
			"audits"), status: 422, code: "invalid"},
		{user: "supervisor", call: "POST " + all, body: robot("wecom", good, "SEC", "audits"), status: 422,
			code: "invalid"},
		{user: "supervisor", call: "POST " + all, body: robot("qq", good, "", "audits"), status: 422,
			breaks: true},
		{user: "supervisor", call: "POST " + all, body: robot("wecom", good, "", "party"), status: 422,
			breaks: true},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"revision": 9}, status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"revision": 1, "topics": []string{"party"}},
			status: 422, breaks: true},
		{user: "admin", call: "POST " + one + "/test", status: 200},
		{user: "admin", call: "PATCH " + one, body: apitest.Object{"revision": 1, "enabled": false}, status: 200},
		{user: "admin", call: "POST " + one + "/test", status: 409, code: "robot-off"},
		{user: "admin", call: "DELETE " + one, status: 204},
	}
}
