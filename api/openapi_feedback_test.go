package api_test

import (
	"context"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// feedbackID is that of feedback about GS-S03 which the tests put into the storage; the other one is
// about GS-D00. The waiting ones are still to be looked at.
const (
	feedbackID      = "01890a5d-ac96-774b-bcce-0000000000ba"
	otherFeedbackID = "01890a5d-ac96-774b-bcce-0000000000bb"
	waitingID       = "01890a5d-ac96-774b-bcce-0000000000bc"
	rudeID          = "01890a5d-ac96-774b-bcce-0000000000bd"
)

func (k *kit) rated() {
	k.t.Helper()
	shown := checklists.FeedbackShown
	for _, f := range []checklists.Feedback{{ID: feedbackID, Hall: "GS-S03", State: shown},
		{ID: otherFeedbackID, Hall: "GS-D00", State: shown},
		{ID: waitingID, Hall: "GS-S03", State: checklists.FeedbackWaiting},
		{ID: rudeID, Hall: "GS-S03", State: checklists.FeedbackWaiting}} {
		f.HallName, f.Rating, f.Comment, f.Contact = "大厅", 2, "等候太久", "13800000000"
		f.At, f.Clauses, f.Revision = checklists.At(k.clock.read()), []standard.ClauseUID{}, 1
		k.must(k.server.AddFeedbackForTest(context.Background(), f))
	}
}

func feedbackCases() []useCase {
	const list, one, waiting = "/api/v1/feedback", "/api/v1/feedback/" + feedbackID,
		"/api/v1/feedback/" + waitingID
	moderate, rude := "POST "+waiting+"/moderate", "POST "+list+"/"+rudeID+"/moderate"
	return []useCase{
		{user: "head", call: "GET " + list + "?limit=3", status: 200},
		{user: "supervisor", call: "GET " + list + "?hall=GS-S03&state=waiting", status: 200},
		{user: "supervisor", call: "GET " + list + "?state=lost", status: 400, breaks: true},
		{user: "auditor", call: "GET " + list, status: 403, code: "forbidden"},
		{user: "head", call: moderate, body: object{"show": true}, status: 403, code: "forbidden"},
		{user: "supervisor", call: moderate, body: object{"show": true, "clauses": []string{"HS999"}},
			status: 422, code: "clause"},
		{user: "supervisor", call: moderate, body: object{"show": false}, status: 422, code: "empty"},
		{user: "supervisor", call: moderate, body: object{"show": true,
			"reason": strings.Repeat("长", 2001)}, status: 422, breaks: true},
		{user: "supervisor", call: moderate, body: object{"show": true, "revision": 9}, status: 409,
			code: "stale-revision"},
		{user: "head", call: "POST " + waiting + "/answer", body: object{"text": "x"}, status: 404,
			code: "not-found"},
		{user: "supervisor", call: moderate, body: object{"show": true, "clauses": []string{"HS079"}},
			status: 200},
		{user: "supervisor", call: moderate, body: object{"show": true}, status: 409,
			code: "feedback-moderated"},
		{user: "supervisor", call: rude, body: object{"show": false, "reason": "辱骂"}, status: 200},
		{user: "supervisor", call: "POST " + one + "/answer", body: object{"text": "x"}, status: 403,
			code: "forbidden"},
		{user: "head", call: "POST " + one + "/answer", body: object{"text": ""}, status: 422, code: "empty"},
		{user: "head", call: "POST " + one + "/answer", body: object{"text": strings.Repeat("长", 2001)},
			status: 422, breaks: true},
		{user: "head", call: "POST " + one + "/answer", body: object{"text": "已增开窗口。"}, status: 200},
		{user: "head", call: "POST " + one + "/answer", body: object{"text": "再答"}, status: 409,
			code: "feedback-answered"},
		{user: "head", call: "GET /api/v1/halls/GS-S03/feedback", status: 200},
		{user: "head", call: "GET /api/v1/halls/GS-D00/feedback", status: 404, code: "not-found"},
		{user: "supervisor", call: "GET /api/v1/halls/GS-S03/poster.pdf?language=en", status: 200},
	}
}
