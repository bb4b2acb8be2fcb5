package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/standard"
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
		{user: "auditor", call: "GET /api/v1/briefings?halls=GS-S03", status: 200},
		{user: "auditor", call: "GET /api/v1/briefings?halls=" + strings.Repeat("GS-C01,", 51), status: 400,
			code: "max"},
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

// handInCases are those of work that was handed in.
func handInCases(p apitest.Scene) []useCase {
	const at = "/api/v1/hand-ins"
	start := apitest.Object{"id": "01890a5d-ac96-774b-bcce-b302099a8059", "hall": "GS-S03",
		"kind": "announced", "startedAt": "2018-01-01T01:00:00Z"}
	file := apitest.QueueFile("auditor", start)
	begins := apitest.QueueFile("auditor", apitest.Object{"id": "01890a5d-ac96-774b-bcce-b302099a8060",
		"hall": "GS-S03", "kind": "announced"})
	late := apitest.Object{"revision": 1, "begun": "2018-02-20T01:00:00Z"}
	mine := at + "/hin_" + string(standard.DigestBytes(fmt.Append(nil, "auditor\n",
		standard.DigestBytes(file))))[:32]
	refuse := apitest.Object{"revision": 1, "comment": "当天没有安排检查"}
	return []useCase{
		{user: "auditor", call: "POST " + at, body: file, status: 201},
		{user: "auditor", call: "POST " + at, body: file, status: 200},
		{user: "auditor", call: "POST " + at, body: begins, status: 409, code: "hand-in-begun"},
		{user: "auditor2", call: "POST " + at, body: file, status: 422, code: "hand-in-own"},
		{user: "supervisor", call: "GET " + at, status: 200},
		{user: "auditor", call: "GET " + at + "?state=waiting", status: 200},
		{user: "auditor", call: "GET " + at + "?state=x", status: 400, code: "oneof", breaks: true},
		{user: "auditor2", call: "GET " + at + "/" + p.HandIn, status: 200},
		{user: "auditor", call: "GET " + at + "/" + p.HandIn, status: 404, code: "not-found"},
		{user: "supervisor", call: "POST " + at + "/" + p.HandIn + "/take",
			body: apitest.Object{"revision": 1}, status: 422, code: "too-old"},
		{user: "supervisor", call: "POST " + at + "/" + p.HandIn + "/take", body: late, status: 200},
		{user: "supervisor", call: "POST " + at + "/" + p.HandIn + "/refuse", body: refuse, status: 409,
			code: "hand-in-decided"},
		{user: "supervisor", call: "POST " + mine + "/refuse", body: refuse, status: 200},
	}
}
