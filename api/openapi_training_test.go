package api_test

import (
	"net/http"
	"strings"

	"hallmark/api/apitest"
)

func trainingCases() []useCase {
	const list, one = "/api/v1/trainings", "/api/v1/trainings/" + apitest.TrainingID
	plan := func(change apitest.Object) apitest.Object {
		p := apitest.Object{"topic": "首问负责", "clauses": []string{"HS079"}, "halls": []string{"GS-S03"},
			"from": "2018-03-05", "to": "2018-03-06"}
		for name, value := range change {
			p[name] = value
		}
		return p
	}
	week := func(change apitest.Object) apitest.Object {
		p := apitest.Object{"hall": "GS-S03", "person": "3号窗口", "from": "2018-03-05", "to": "2018-03-09"}
		for name, value := range change {
			p[name] = value
		}
		return p
	}
	return []useCase{
		{user: "head", call: "GET /api/v1/training-topics", status: 200},
		{user: "supervisor", call: "GET /api/v1/training-topics", status: 200},
		{user: "auditor", call: "GET /api/v1/training-topics", status: 403, code: "forbidden"},
		{user: "head", call: "GET " + list + "?limit=3", status: 200},
		{user: "supervisor", call: "GET " + list + "?hall=GS-D00", status: 200},
		{user: "head", call: "POST " + list, body: plan(nil), status: 403, code: "forbidden"},
		{user: "supervisor", call: "POST " + list, body: plan(apitest.Object{"halls": []string{"GS-X99"}}),
			status: 422, code: "unknown-hall"},
		{user: "supervisor", call: "POST " + list, body: plan(apitest.Object{"clauses": []string{"HS999"}}),
			status: 422, code: "clause"},
		{user: "supervisor", call: "POST " + list, body: plan(apitest.Object{"topic": ""}), status: 422,
			code: "empty"},
		{user: "supervisor", call: "POST " + list, body: plan(apitest.Object{"topic": strings.Repeat("长", 201)}),
			status: 422, breaks: true},
		{user: "supervisor", call: "POST " + list, body: plan(nil), status: http.StatusCreated},
		{user: "head", call: "GET " + one, status: 200},
		{user: "supervisor", call: "PUT " + one, body: plan(apitest.Object{"revision": 7}), status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "PUT " + one, body: plan(apitest.Object{"to": "2018-03-01"}), status: 422,
			code: "rectification.too-early"},
		{user: "supervisor", call: "PUT " + one, body: plan(apitest.Object{"note": "分两批"}), status: 200},
		{user: "head", call: "POST " + one + "/practice", body: week(apitest.Object{"to": "2018-03-08"}),
			status: 422, code: "training.too-short"},
		{user: "head", call: "POST " + one + "/practice", body: week(apitest.Object{"hall": "GS-D00"}),
			status: 422, code: "other-hall"},
		{user: "head", call: "POST " + one + "/practice",
			body: week(apitest.Object{"person": strings.Repeat("长", 41)}), status: 422, breaks: true},
		{user: "head", call: "POST " + one + "/practice", body: week(nil), status: 200},
		{user: "supervisor", call: "POST " + one + "/practice", body: week(apitest.Object{"revision": 1}),
			status: 409, code: "stale-revision"},
		{user: "supervisor", call: "PUT " + one, body: plan(apitest.Object{"halls": []string{"GS-D00"}}),
			status: 422, code: "training.practised"},
	}
}
