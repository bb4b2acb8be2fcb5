package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"hallmark/api/apitest"
)

// draftCases take one draft to its amendment and leave another one open for the sweep.
func draftCases() []useCase {
	const list, one = "/api/v1/drafts", "/api/v1/drafts/01890a5d-ac96-774b-bcce-b302099a8058"
	open := func(id, base string) apitest.Object {
		return apitest.Object{"id": id, "base": base, "title": "场所面积"}
	}
	edits := func(revision int, edits ...apitest.Object) apitest.Object {
		return apitest.Object{"revision": revision, "edits": edits}
	}
	set := apitest.Object{"op": "set", "uid": "HS001", "field": "title", "value": "办事区域面积"}
	submit := func(revision int) apitest.Object {
		return apitest.Object{"revision": revision, "approval": "经批准。", "approved": "2018-03-01",
			"announcement": "2018年第1号", "effective": "2022-08-01"} // its base took effect on 2022-07-01
	}
	id := one[len(list)+1:]
	reference, err := os.ReadFile("../fixtures/edition-2017.yaml")
	if err != nil {
		panic(err)
	}
	binary := map[string]string{"Content-Type": "application/octet-stream"}
	return []useCase{
		{user: "editor", call: "POST " + list, body: open(apitest.DraftID, "2017"), status: 201},
		{user: "editor", call: "POST " + list, body: open(apitest.DraftID, "2017"), status: 201},
		{user: "editor", call: "POST " + list, body: open(apitest.DraftID, "2017+XG1"), status: 409,
			code: "exists"},
		{user: "editor", call: "POST " + list, body: open(id, "1999"), status: 422, code: "invalid"},
		{user: "editor", call: "POST " + list, body: open(id, "2017+XG1"), status: 201},
		{user: "approver", call: "POST " + list, body: open(id, "2017"), status: 403,
			code: "forbidden"},
		{user: "editor", call: "POST " + list + "/import?base=2017&title=x&format=json",
			body: "{}", header: binary, status: 422, code: "invalid"},
		{user: "editor", call: "POST " + list + "/import?base=2017%2BXG1&title=x&format=csv",
			body: "a,b", header: binary, status: 422, code: "invalid"},
		{user: "editor", call: "POST " + list + "/import?base=2017&title=x&format=yaml",
			body: reference, header: binary, status: 201},
		{user: "approver", call: "GET /api/v1/edition-template", status: 200},
		{user: "supervisor", call: "GET " + list + "?limit=1", status: 200},
		{user: "editor", call: "POST " + one + "/edits", body: edits(1, set,
			apitest.Object{"op": "add", "section": "5.1"}), status: 200, then: wantNewClause},
		{user: "editor", call: "POST " + one + "/edits", body: edits(1, apitest.Object{"op": "set",
			"uid": "HS001", "field": "title", "value": "面积"}), status: 409, code: "draft-conflict"},
		{user: "editor", call: "POST " + one + "/edits", body: edits(9, set), status: 409,
			code: "stale-revision"},
		{user: "editor", call: "POST " + one + "/edits", body: edits(2, apitest.Object{"op": "set",
			"uid": "HS999", "field": "title", "value": "面积"}), status: 422, code: "invalid"},
		{user: "approver", call: "GET " + one, status: 200},
		{user: "approver", call: "GET " + one + "/check", status: 200},
		{user: "approver", call: "GET " + one + "/amendment", status: 200},
		{user: "approver", call: "GET " + one + "/edition", status: 200},
		{user: "approver", call: "GET " + one + "/diff", status: 200},
		{user: "editor", call: "POST " + one + "/submit", body: submit(2), status: 422,
			code: "invalid"},
		{user: "editor", call: "POST " + one + "/edits", body: edits(2, apitest.Object{"op": "withdraw",
			"uid": "HS134"}, apitest.Object{"op": "note", "value": apitest.Object{"key": "HS001", "reason": "勘误"}}),
			status: 200},
		{user: "editor", call: "PATCH " + one, body: apitest.Object{"revision": 3, "title": "面积"},
			status: 200},
		{user: "editor", call: "PATCH " + one, body: apitest.Object{"revision": 3, "title": "面积"},
			status: 409, code: "stale-revision"},
		{user: "editor", call: "PATCH " + one, body: apitest.Object{"revision": 4, "title": ""},
			status: 422, code: "invalid", breaks: true},
		{user: "editor", call: "POST " + one + "/submit", body: submit(3), status: 409,
			code: "stale-revision"},
		{user: "editor", call: "POST " + one + "/submit", body: submit(4), status: 201},
		{user: "editor", call: "POST " + one + "/submit", body: submit(5), status: 409,
			code: "draft-state"},
		{user: "editor", call: "POST " + one + "/edits", body: edits(5, set), status: 409,
			code: "draft-state"},
		{user: "editor", call: "PATCH " + one, body: apitest.Object{"revision": 5, "state": "open"},
			status: 409, code: "amendment-state"},
		{user: "editor", call: "DELETE " + one, status: 409, code: "draft-state"},
		{user: "editor", call: "POST /api/v1/amendments/2017%2BXG1%2BXG2/withdraw",
			body: apitest.Object{"comment": "再议"}, status: 200},
		{user: "editor", call: "PATCH " + one, body: apitest.Object{"revision": 5, "state": "open"},
			status: 200},
		{user: "editor", call: "DELETE " + one, status: 204},
		{user: "editor", call: "GET " + one, status: 404, code: "not-found"},
	}
}

// wantNewClause reads the uid that was given to the added clause.
func wantNewClause(t *testing.T, _ http.Header, body []byte) {
	var reply struct{ Clauses []string }
	if err := json.Unmarshal(body, &reply); err != nil {
		t.Fatal(err)
	}
	if len(reply.Clauses) != 2 || reply.Clauses[1] != "HS134" {
		t.Errorf("clauses %v", reply.Clauses)
	}
}
