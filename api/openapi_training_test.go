package api_test

import (
	"context"
	"net/http"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// trainingID is that of a training of GS-S03 which the tests put into the storage.
// The other one is of GS-D00.
const (
	trainingID      = "01890a5d-ac96-774b-bcce-0000000000aa"
	otherTrainingID = "01890a5d-ac96-774b-bcce-0000000000ab"
)

func (k *kit) trained() {
	k.t.Helper()
	for id, hall := range map[checklists.TrainingID]checklists.HallID{trainingID: "GS-S03",
		otherTrainingID: "GS-D00"} {
		k.must(k.server.AddTrainingForTest(context.Background(), checklists.Training{ID: id,
			Topic: "首问负责", Clauses: []standard.ClauseUID{"HS079"}, From: "2018-02-05", To: "2018-02-06",
			Halls: []checklists.TrainedHall{{Hall: hall, Name: "大厅"}}, By: "supervisor",
			Created:  checklists.At(k.clock.read()),
			Practice: []checklists.Practice{}, Revision: 1}))
	}
}

func trainingCases() []useCase {
	const list, one = "/api/v1/trainings", "/api/v1/trainings/" + trainingID
	plan := func(change object) object {
		p := object{"topic": "首问负责", "clauses": []string{"HS079"}, "halls": []string{"GS-S03"},
			"from": "2018-03-05", "to": "2018-03-06"}
		for name, value := range change {
			p[name] = value
		}
		return p
	}
	week := func(change object) object {
		p := object{"hall": "GS-S03", "person": "3号窗口", "from": "2018-03-05", "to": "2018-03-09"}
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
		{user: "supervisor", call: "POST " + list, body: plan(object{"halls": []string{"GS-X99"}}),
			status: 422, code: "unknown-hall"},
		{user: "supervisor", call: "POST " + list, body: plan(object{"clauses": []string{"HS999"}}),
			status: 422, code: "clause"},
		{user: "supervisor", call: "POST " + list, body: plan(object{"topic": ""}), status: 422,
			code: "empty"},
		{user: "supervisor", call: "POST " + list, body: plan(object{"topic": strings.Repeat("长", 201)}),
			status: 422, breaks: true},
		{user: "supervisor", call: "POST " + list, body: plan(nil), status: http.StatusCreated},
		{user: "head", call: "GET " + one, status: 200},
		{user: "supervisor", call: "PUT " + one, body: plan(object{"revision": 7}), status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: "PUT " + one, body: plan(object{"to": "2018-03-01"}), status: 422,
			code: "rectification.too-early"},
		{user: "supervisor", call: "PUT " + one, body: plan(object{"note": "分两批"}), status: 200},
		{user: "head", call: "POST " + one + "/practice", body: week(object{"to": "2018-03-08"}),
			status: 422, code: "training.too-short"},
		{user: "head", call: "POST " + one + "/practice", body: week(object{"hall": "GS-D00"}),
			status: 422, code: "other-hall"},
		{user: "head", call: "POST " + one + "/practice",
			body: week(object{"person": strings.Repeat("长", 41)}), status: 422, breaks: true},
		{user: "head", call: "POST " + one + "/practice", body: week(nil), status: 200},
		{user: "supervisor", call: "POST " + one + "/practice", body: week(object{"revision": 1}),
			status: 409, code: "stale-revision"},
		{user: "supervisor", call: "PUT " + one, body: plan(object{"halls": []string{"GS-D00"}}),
			status: 422, code: "training.practised"},
	}
}
