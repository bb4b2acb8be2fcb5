package api_test

import (
	"net/http"
	"testing"

	"hallmark/api/apitest"
)

// consulted opens the draft of the tests for comments, with one comment, beside one proposal.
func consulted(k *apitest.Kit) {
	k.T.Helper()
	k.SignIn("editor")
	k.Want(http.StatusCreated, "POST", "/api/v1/drafts/"+apitest.DraftID+"/consultation",
		apitest.Object{"until": "2018-03-31"}, nil)
	k.Want(http.StatusCreated, "POST", "/api/v1/proposals",
		apitest.Object{"id": apitest.ProposalID, "clause": "HS001", "edition": "2017"}, nil)
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/consultations/"+apitest.DraftID+"/comments",
		apitest.Object{"id": apitest.CommentID, "clause": "HS001", "text": "建议保留过渡期。"}, nil)
}

func libraryCases() []useCase {
	const problems, proposals = "/api/v1/problems", "/api/v1/proposals"
	const talk = "/api/v1/consultations/" + apitest.DraftID + "/comments"
	const open = "/api/v1/drafts/" + apitest.DraftID + "/consultation"
	const answer = "/api/v1/comments/" + apitest.CommentID + "/answer"
	propose := func(id, clause string) apitest.Object {
		return apitest.Object{"id": id, "clause": clause, "edition": "2017", "tier": "subdistrict"}
	}
	say := func(id, clause, text string) apitest.Object {
		return apitest.Object{"id": id, "clause": clause, "text": text}
	}
	return []useCase{
		{user: "editor", call: "GET " + problems, status: 200},
		{user: "admin", call: "GET " + problems + "?tier=community&area=33&edition=2017", status: 200},
		{user: "editor", call: "GET " + problems + "?format=xlsx", status: 200},
		{user: "editor", call: "GET " + problems + "?format=csv", status: 200},
		{user: "editor", call: "GET " + problems + "?format=doc", status: 400, breaks: true},
		{user: "editor", call: "GET " + problems + "?area=x", status: 400, breaks: true},
		{user: "editor", call: "GET " + problems + "?edition=1999", status: 400},
		{user: "supervisor", call: "POST " + proposals, body: propose(apitest.ProposalID, "HS001"), status: 201},
		{user: "supervisor", call: "POST " + proposals, body: propose(apitest.ProposalID, "HS002"), status: 409,
			code: "exists"},
		{user: "supervisor", call: "POST " + proposals, body: propose(apitest.CommentID, "HS999"), status: 422,
			code: "invalid"},
		{user: "editor", call: "GET " + proposals + "?state=open", status: 200},
		{user: "editor", call: "GET " + proposals + "?state=odd", status: 400, breaks: true},
		{user: "editor", call: "POST " + proposals + "/" + apitest.ProposalID + "/answer", status: 200,
			body: apitest.Object{"revision": 1, "state": "taken", "answer": "列入下次修改。"}},
		{user: "editor", call: "POST " + proposals + "/" + apitest.ProposalID + "/answer", status: 409,
			code: "proposal-answered",
			body: apitest.Object{"revision": 2, "state": "declined", "answer": "不改。"}},
		{user: "editor", call: "POST " + open, body: apitest.Object{"until": "2018-02-28"}, status: 422,
			code: "invalid"},
		{user: "editor", call: "POST " + open, body: apitest.Object{"until": "2018-03-31"}, status: 201},
		{user: "editor", call: "POST " + open, body: apitest.Object{"until": "2018-04-30"}, status: 201},
		{user: "editor", call: "POST /api/v1/drafts/01890a5d-ac96-774b-bcce-b302099a8199/consultation",
			body: apitest.Object{"until": "2018-04-30"}, status: 404},
		{user: "head", call: "GET /api/v1/consultations?limit=1", status: 200},
		{user: "head", call: "POST " + talk, body: say(apitest.CommentID, "HS001", "建议保留过渡期。"), status: 201},
		{user: "head", call: "POST " + talk, body: say(apitest.CommentID, "HS001", "别的"), status: 409,
			code: "exists"},
		{user: "head", call: "POST " + talk, body: say("", "HS999", "别的"), status: 422, breaks: true},
		{user: "editor", call: "POST " + talk, body: apitest.Object{"text": "别的"}, status: 403, code: "forbidden"},
		{user: "auditor", call: "GET " + talk, status: 200},
		{user: "editor", call: "POST /api/v1/drafts/" + apitest.DraftID + "/submit", status: 409,
			code: "comments-unanswered", body: apitest.Object{"revision": 1, "approval": "经批准。",
				"approved": "2018-03-01", "announcement": "2018年第1号", "effective": "2018-04-01"}},
		{user: "editor", call: "POST " + answer, status: 200,
			body: apitest.Object{"revision": 1, "decision": "partly", "text": "保留至年底。"}},
		{user: "editor", call: "POST " + answer, status: 409, code: "stale-revision",
			body: apitest.Object{"revision": 1, "decision": "partly", "text": "保留至年底。"}},
		{user: "auditor", call: "GET " + talk, status: 200},
		{user: "editor", call: "DELETE /api/v1/drafts/" + apitest.DraftID, status: 409, code: "draft-consulted"},
		{user: "head", call: "GET /api/v1/clauses/HS001/history", status: 200},
		{user: "head", call: "GET /api/v1/clauses/HS999/history", status: 404},
		{user: "head", call: "GET /api/v1/halls/GS-S03/trend", status: 200},
		{user: "head", call: "GET /api/v1/halls/GS-D00/trend", status: 404},
	}
}

// TestLibraryCases takes the cases of the library apart from those of everything else.
func TestLibraryCases(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Drafted(apitest.DraftID, "2017")
	through(k, t, libraryCases())
}
