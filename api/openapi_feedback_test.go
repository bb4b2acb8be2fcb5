package api_test

import (
	"strings"

	"hallmark/api/apitest"
)

func feedbackCases() []useCase {
	const list, one, waiting = "/api/v1/feedback", "/api/v1/feedback/" + apitest.FeedbackID,
		"/api/v1/feedback/" + apitest.WaitingID
	moderate, rude := "POST "+waiting+"/moderate", "POST "+list+"/"+apitest.RudeID+"/moderate"
	return []useCase{
		{user: "head", call: "GET " + list + "?limit=3", status: 200},
		{user: "supervisor", call: "GET " + list + "?hall=GS-S03&state=waiting", status: 200},
		{user: "supervisor", call: "GET " + list + "?state=lost", status: 400, breaks: true},
		{user: "auditor", call: "GET " + list, status: 403, code: "forbidden"},
		{user: "head", call: moderate, body: apitest.Object{"show": true}, status: 403, code: "forbidden"},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": true, "clauses": []string{"HS999"}},
			status: 422, code: "clause"},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": false}, status: 422, code: "empty"},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": true,
			"reason": strings.Repeat("长", 2001)}, status: 422, breaks: true},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": true, "revision": 9}, status: 409,
			code: "stale-revision"},
		{user: "head", call: "POST " + waiting + "/answer", body: apitest.Object{"text": "x"}, status: 404,
			code: "not-found"},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": true, "clauses": []string{"HS079"}},
			status: 200},
		{user: "supervisor", call: moderate, body: apitest.Object{"show": true}, status: 409,
			code: "feedback-moderated"},
		{user: "supervisor", call: rude, body: apitest.Object{"show": false, "reason": "辱骂"}, status: 200},
		{user: "supervisor", call: "POST " + one + "/answer", body: apitest.Object{"text": "x"}, status: 403,
			code: "forbidden"},
		{user: "head", call: "POST " + one + "/answer", body: apitest.Object{"text": ""}, status: 422, code: "empty"},
		{user: "head", call: "POST " + one + "/answer", body: apitest.Object{"text": strings.Repeat("长", 2001)},
			status: 422, breaks: true},
		{user: "head", call: "POST " + one + "/answer", body: apitest.Object{"text": "已增开窗口。"}, status: 200},
		{user: "head", call: "POST " + one + "/answer", body: apitest.Object{"text": "再答"}, status: 409,
			code: "feedback-answered"},
		{user: "head", call: "GET /api/v1/halls/GS-S03/feedback", status: 200},
		{user: "head", call: "GET /api/v1/halls/GS-D00/feedback", status: 404, code: "not-found"},
		{user: "supervisor", call: "GET /api/v1/halls/GS-S03/poster.pdf?language=en", status: 200},
	}
}
