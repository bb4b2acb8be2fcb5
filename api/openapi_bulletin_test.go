package api_test

import (
	"net/http"
	"strings"

	"hallmark/api/apitest"
)

// issueBulletin drafts and issues it.
func issueBulletin(k *apitest.Kit) {
	k.T.Helper()
	k.SignIn("supervisor")
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins",
		apitest.Object{"kind": "weekly", "day": "2018-02-21"}, nil)
	k.Want(http.StatusOK, "POST", "/api/v1/bulletins/"+apitest.BulletinID+"/issue", apitest.Object{}, nil)
}

func bulletinCases() []useCase {
	const list, one = "/api/v1/bulletins", "/api/v1/bulletins/" + apitest.BulletinID
	running := list + "/weekly-2018-02-26-1"
	draft := func(kind, day string, correct bool) apitest.Object {
		return apitest.Object{"kind": kind, "day": day, "correct": correct}
	}
	var issued twice
	return []useCase{
		{user: "head", call: "POST " + list, body: draft("weekly", "2018-02-21", false), status: 403,
			code: "forbidden"},
		{user: "supervisor", call: "POST " + list, body: draft("daily", "2018-02-21", false), status: 422,
			code: "bulletin.kind", breaks: true},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-03-07", false), status: 422,
			code: "not-begun"},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-02-21", true), status: 422,
			code: "nothing-issued"},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-02-21", false), status: 201},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-02-19", false), status: 409,
			code: "exists"},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-03-01", false), status: 201},
		{user: "supervisor", call: "POST " + list, body: draft("quarterly", "2018-03-01", false),
			status: 201},
		{user: "head", call: "GET " + one, status: 404, code: "not-found"},
		{user: "head", call: "GET " + one + "/bulletin.pdf", status: 404, code: "not-found"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"issuer": "区行政审批办",
			"sections": apitest.Object{"demands": "3月5日前报送整改结果。"}}, status: 200},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"sections": apitest.Object{"ranking": "x"}},
			status: 422, code: "bulletin.no-section"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"title": ""}, status: 422, code: "empty"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"revision": 1, "copies": "督查室"},
			status: 409, code: "stale-revision"},
		{user: "supervisor", call: "PATCH " + one, body: apitest.Object{"issuer": strings.Repeat("长", 81)},
			status: 422, breaks: true},
		{user: "supervisor", call: "POST " + one + "/redraft", body: apitest.Object{"revision": 1}, status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "POST " + one + "/redraft", body: apitest.Object{"revision": -1}, status: 422,
			breaks: true},
		{user: "supervisor", call: "POST " + one + "/redraft", body: apitest.Object{}, status: 200},
		{user: "supervisor", call: "GET " + one + "/bulletin.pdf", status: 200},
		{user: "supervisor", call: "POST " + running + "/issue", body: apitest.Object{}, status: 409,
			code: "bulletin-early"},
		{user: "supervisor", call: "POST " + one + "/issue", body: apitest.Object{"revision": -1}, status: 422,
			breaks: true},
		{user: "supervisor", call: "POST " + one + "/issue", body: apitest.Object{}, status: 409,
			code: "unconfirmed"},
		{user: "supervisor", call: "POST " + one + "/issue", body: apitest.Object{"confirmed": true},
			status: 200, then: issued.first},
		{user: "supervisor", call: "POST " + one + "/issue", body: apitest.Object{}, status: 200,
			then: issued.again},
		{user: "supervisor2", call: "POST " + one + "/issue", body: apitest.Object{}, status: 409,
			code: "bulletin-issued"},
		{user: "supervisor", call: "DELETE " + one, status: 409, code: "bulletin-issued"},
		{user: "supervisor", call: "DELETE " + running, status: 204},
		{user: "supervisor", call: "POST " + list, body: draft("weekly", "2018-02-21", false), status: 409,
			code: "bulletin-exists"},
		{user: "head", call: "GET " + list + "?kind=weekly&limit=5", status: 200},
		{user: "supervisor", call: "GET " + list + "?kind=daily", status: 400, breaks: true},
		{user: "head", call: "GET " + one, status: 200},
		{user: "auditor", call: "GET " + one + "/bulletin.pdf", status: 200},
		{user: "head", call: "GET " + one + "/bulletin.docx", status: 200},
		{user: "head", call: "GET " + one + "/bulletin?format=docx", status: 200},
	}
}
