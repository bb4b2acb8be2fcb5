package api_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// aidCases are those of aids, and of the register for a device.
func aidCases() []useCase {
	const at = "/api/v1/editions/2017/aids"
	aids := func(revision int, list ...apitest.Object) apitest.Object {
		return apitest.Object{"revision": revision, "clauses": list}
	}
	one := apitest.Object{"clause": "HS001", "phrases": []string{"等候区过窄"},
		"synonyms": []string{"场地"}, "hint": "看等候区"}
	phrase := func(text string) apitest.Object {
		return apitest.Object{"clause": "HS001", "phrases": []string{text}}
	}
	register := useCase{user: "auditor", call: "GET /api/v1/register", status: 304,
		header: map[string]string{}}
	return []useCase{
		{user: "head", call: "GET /api/v1/register", status: 200},
		{user: "auditor", call: "GET /api/v1/register", status: 200,
			then: func(_ *testing.T, header http.Header, _ []byte) {
				register.header["If-None-Match"] = header.Get("ETag")
			}},
		register,
		{user: "auditor", call: "GET " + at, status: 200},
		{user: "auditor", call: "GET " + at, status: 304,
			header: map[string]string{"If-None-Match": `"714d8439fa5b-1"`}},
		{user: "head", call: "GET /api/v1/editions/1999/aids", status: 404, code: "not-found"},
		{user: "auditor", call: "PUT " + at, body: aids(1, one), status: 403, code: "forbidden"},
		{user: "supervisor", call: "PUT " + at, body: aids(7, one), status: 409, code: "stale-revision"},
		{user: "supervisor", call: "PUT " + at, body: aids(1, one, one), status: 422, code: "aid.twice"},
		{user: "supervisor", call: "PUT " + at, body: aids(1, apitest.Object{"clause": "HS999"}),
			status: 422, code: "aid.clause"},
		{user: "supervisor", call: "PUT " + at, body: aids(1, phrase(strings.Repeat("长", 121))),
			status: 422, code: "aid.long", breaks: true},
		{user: "supervisor", call: "PUT " + at, body: aids(1, phrase("\u200b")), status: 422, code: "empty"},
		{user: "supervisor", call: "PUT " + at, body: aids(1, phrase("一行\n二行")), status: 422,
			code: "aid.line"},
		{user: "editor", call: "PUT " + at, body: aids(1, one), status: 200},
	}
}
