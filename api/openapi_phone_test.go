package api_test

import (
	"hallmark/api/apitest"
)

// phoneCases set what a call asks, make a call, and sum the week up.
func phoneCases() []useCase {
	const checks, form, weekly = "/api/v1/phone-checks", "/api/v1/phone-checks/form",
		"/api/v1/phone-checks/weekly"
	set := func(revision int, perDay int, clauses ...string) apitest.Object {
		return apitest.Object{"revision": revision, "perDay": perDay, "clauses": clauses}
	}
	call := func(answers apitest.Object) apitest.Object {
		return apitest.Object{"hall": "GS-S03", "answers": answers}
	}
	whole := call(apitest.Object{"HS001": apitest.Object{"value": 200}})
	whole["id"] = "01890a5d-ac96-774b-bcce-b302099a8071"
	taken := call(apitest.Object{"HS001": apitest.Object{"value": 200}})
	taken["id"], taken["hall"] = whole["id"], "GS-S01"
	return []useCase{
		{user: "auditor", call: "GET " + checks, status: 200},
		{user: "auditor", call: "POST " + checks, body: whole, status: 422, code: "phone-form"},
		{user: "auditor", call: "PUT " + form, body: set(0, 3, "HS001"), status: 403, code: "forbidden"},
		{user: "supervisor", call: "PUT " + form, body: set(0, 3, "XX"), status: 422, code: "phone.clause"},
		{user: "supervisor", call: "PUT " + form, body: set(0, 3, "HS036"), status: 422,
			code: "phone.deduction"},
		{user: "supervisor", call: "PUT " + form, body: set(0, 0, "HS001"), status: 422,
			code: "phone.per-day"},
		{user: "supervisor", call: "PUT " + form, body: set(0, 3, "HS001"), status: 200},
		{user: "supervisor", call: "PUT " + form, body: set(0, 3, "HS001"), status: 409,
			code: "stale-revision"},
		{user: "auditor", call: "POST " + checks, body: call(apitest.Object{}), status: 422, code: "answer.none"},
		{user: "auditor", call: "POST " + checks, body: call(apitest.Object{"HS002": apitest.Object{"level": 3}}),
			status: 422, code: "answer.not-asked"},
		{user: "auditor", call: "POST " + checks, body: whole, status: 201},
		{user: "auditor", call: "POST " + checks, body: whole, status: 201},
		{user: "auditor", call: "POST " + checks, body: taken, status: 409, code: "exists"},
		{user: "supervisor", call: "GET " + checks, status: 200},
		{user: "supervisor", call: "GET " + weekly, status: 200},
		{user: "head", call: "GET " + weekly + "?week=2018-W04", status: 200},
		{user: "auditor", call: "GET " + weekly + "?format=xlsx", status: 200},
		{user: "admin", call: "GET " + weekly + "?format=csv", status: 200},
		{user: "supervisor", call: "GET " + weekly + "?week=2018-W54", status: 400, code: "phone-week"},
	}
}
