package api_test

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// rectificationCases follow the rectification of HS079 in the audit that was approved.
func rectificationCases(p apitest.Scene) []useCase {
	one := "/api/v1/rectifications/" + p.Ready + "-HS079"
	photo := []string{p.Sha256}
	post := func(user, step string, body apitest.Object, status int, code string, breaks bool) useCase {
		return useCase{user: user, call: "POST " + one + "/" + step, body: body, status: status,
			code: code, breaks: breaks}
	}
	plan := func(text, finish string) apitest.Object { return apitest.Object{"text": text, "finish": finish} }
	reply := apitest.Object{"text": "已按要求整改", "evidence": photo, "before": photo}
	verify := func(answer apitest.Object) apitest.Object { return apitest.Object{"answer": answer} }
	return []useCase{
		{user: "head", call: "GET /api/v1/rectifications", status: 200},
		{user: "auditor", call: "GET /api/v1/rectifications?status=open&limit=3", status: 200},
		{user: "supervisor", call: "GET /api/v1/rectifications?hall=GS-S03&overdue=true", status: 200},
		{user: "supervisor", call: "GET /api/v1/rectifications?status=lost", status: 400, breaks: true},
		{user: "supervisor", call: "GET /api/v1/rectifications?by=soon", status: 400, breaks: true},
		{user: "head", call: "GET /api/v1/rectifications?format=xlsx&by=2018-12-31", status: 200},
		{user: "supervisor", call: "GET /api/v1/rectifications?format=csv&escalated=true", status: 200},
		{user: "head", call: "GET " + one, status: 200},
		{user: "auditor2", call: "GET " + one, status: 404, code: "not-found"},
		post("head", "plan", plan("", "2018-03-09"), 422, "empty", false),
		post("head", "plan", plan("安排专人", "2019-01-01"), 422, "rectification.plan-late", false),
		post("head", "plan", apitest.Object{"text": strings.Repeat("长", 2001), "finish": "2018-03-09"}, 422, "",
			true),
		post("auditor", "plan", plan("安排专人", "2018-03-09"), 403, "forbidden", false),
		post("head", "plan", apitest.Object{"text": "安排专人", "finish": "2018-03-09",
			"extension": "承接前次整改单，原期限已过"}, 200, "", false),
		post("head", "plan", apitest.Object{"revision": 1, "text": "再排", "finish": "2018-03-09"}, 409,
			"stale-revision", false),
		post("head", "extend", apitest.Object{"until": "2018-06-01", "reason": "设备采购"}, 200, "", false),
		post("head", "extend", apitest.Object{"reason": "不行", "refuse": true}, 403, "forbidden", false),
		post("supervisor", "extend", apitest.Object{"reason": "期限充足", "refuse": true}, 200, "", false),
		post("supervisor", "extend", apitest.Object{"until": "2018-02-01", "reason": "x"}, 422, "", false),
		post("supervisor", "extend", apitest.Object{"until": "2018-06-01", "reason": "同意"}, 200, "", false),
		post("auditor", "verify", verify(apitest.Object{"level": 3}), 409, "wrong-step", false),
		post("auditor", "return", apitest.Object{"comment": "x"}, 409, "wrong-step", false),
		post("head", "reply", apitest.Object{"text": "好了", "evidence": []string{}}, 422, "", false),
		post("head", "reply", apitest.Object{"text": "好了", "evidence": photo,
			"before": []string{strings.Repeat("5", 64)}}, 422, "unknown-evidence", false),
		post("head", "reply", apitest.Object{"text": "好了", "evidence": []string{strings.Repeat("5", 64)}}, 422,
			"unknown-evidence", false),
		post("head", "reply", reply, 200, "", false),
		post("auditor", "return", apitest.Object{"comment": " "}, 422, "", false),
		post("auditor", "return", apitest.Object{"comment": "照片看不清"}, 200, "", false),
		post("head", "reply", reply, 200, "", false),
		post("auditor", "verify", verify(apitest.Object{"level": 2}), 409, "not-mended", false),
		post("auditor", "verify", verify(apitest.Object{"verdict": "pass"}), 422, "", false),
		post("auditor", "verify", verify(apitest.Object{"level": 7}), 422, "", true),
		post("auditor", "verify", verify(apitest.Object{"level": 3}), 200, "", false),
		post("supervisor", "extend", apitest.Object{"until": "2018-09-01", "reason": "x"}, 409, "wrong-step",
			false),
		post("head", "plan", plan("x", "2018-03-09"), 409, "wrong-step", false),
		post("head", "reply", reply, 409, "wrong-step", false),
		{user: "supervisor", call: "GET /api/v1/rectifications?status=closed", status: 200},
	}
}

// appealCases follow the appeals against two clauses of the audit that was approved.
func appealCases(p apitest.Scene) []useCase {
	make, appeals := "POST /api/v1/audits/"+p.Ready+"/appeals", "/api/v1/appeals"
	term := strings.Replace(make, "POST", "GET", 1)
	against := func(clause, ground string) apitest.Object { return apitest.Object{"clause": clause, "ground": ground} }
	decide := func(clause string) string { return "POST " + appeals + "/" + p.Ready + "-" + clause + "/decide" }
	uphold := func(answer any) apitest.Object {
		return apitest.Object{"uphold": true, "answer": answer, "reason": "材料属实"}
	}
	appeal := against("HS044", "清单当日更新")
	appeal["evidence"] = []string{p.Sha256}
	var made, decided twice
	return []useCase{
		{user: "auditor", call: make, body: against("HS044", "x"), status: 403, code: "forbidden"},
		{user: "head", call: make, body: against("HS044", ""), status: 422, code: "empty"},
		{user: "head", call: make, body: against("HS999", "x"), status: 422},
		{user: "head", call: make, body: apitest.Object{"clause": "HS044"}, status: 422, breaks: true},
		{user: "head", call: make, body: against("HS006", "没有失分"), status: 409, code: "appeal-nothing"},
		{user: "head", call: make, body: appeal, status: 201, then: made.first},
		{user: "head", call: make, body: appeal, status: 200, then: made.again},
		{user: "head", call: make, body: against("HS044", "再次"), status: 409, code: "appeal-made"},
		{user: "head", call: make, body: against("HS014", "设备检修"), status: 201},
		{user: "head", call: "GET " + appeals, status: 200},
		{user: "head", call: term, status: 200},
		{user: "auditor", call: term, status: 403, code: "forbidden"},
		{user: "supervisor", call: strings.Replace(term, p.Ready, p.Open, 1), status: 409, code: "wrong-state"},
		{user: "head", call: "GET " + appeals + "?format=csv", status: 200},
		{user: "supervisor", call: "GET " + appeals + "?format=xlsx&status=open", status: 200},
		{user: "supervisor", call: "GET " + appeals + "?status=open&hall=GS-S03", status: 200},
		{user: "supervisor", call: "GET " + appeals + "?status=lost", status: 400, breaks: true},
		{user: "head", call: "GET " + appeals + "/" + p.Ready + "-HS044", status: 200},
		{user: "supervisor", call: decide("HS044"), body: uphold(apitest.Object{"level": 3}), status: 403,
			code: "appeal-involved"}, // approved the audit
		{user: "supervisor2", call: decide("HS044"), body: uphold(apitest.Object{"level": 9}), status: 422,
			breaks: true},
		{user: "supervisor2", call: decide("HS044"), body: uphold(apitest.Object{"verdict": "pass"}), status: 422},
		{user: "supervisor2", call: decide("HS044"), body: apitest.Object{"uphold": false, "reason": ""},
			status: 422, code: "empty"},
		{user: "supervisor2", call: decide("HS044"), body: apitest.Object{"revision": 7, "uphold": false,
			"reason": "x"}, status: 409, code: "stale-revision"},
		{user: "supervisor2", call: decide("HS044"), body: uphold(apitest.Object{"level": 3}), status: 200,
			then: decided.first},
		{user: "supervisor2", call: decide("HS044"), body: uphold(apitest.Object{"level": 3}), status: 200,
			then: decided.again},
		{user: "supervisor2", call: decide("HS044"), body: uphold(apitest.Object{"level": 2}), status: 409,
			code: "appeal-decided"},
		{user: "supervisor2", call: decide("HS044"), body: apitest.Object{"uphold": false,
			"reason": "材料属实"}, status: 409, code: "appeal-decided"},
		{user: "supervisor2", call: decide("HS044"), body: apitest.Object{"uphold": true,
			"answer": apitest.Object{"level": 3}, "reason": "另一理由"}, status: 409, code: "appeal-decided"},
		{user: "supervisor2", call: decide("HS014"), body: apitest.Object{"uphold": false, "reason": "检修未告示"},
			status: 200},
		{user: "admin", call: "GET " + appeals + "/" + p.Ready + "-HS014", status: 200},
		{user: "head", call: "GET /api/v1/rectifications/" + p.Ready + "-HS044", status: 200},
	}
}

// noticeCases ask for the notice of rectification of an approved audit, and of one that is not.
func noticeCases(p apitest.Scene) []useCase {
	at := func(audit, form string) string {
		return "GET /api/v1/audits/" + audit + "/rectification-notice" + form
	}
	again := useCase{user: "head", call: at(p.Ready, ".pdf"), status: 304, header: map[string]string{}}
	return []useCase{
		{user: "head", call: at(p.Ready, ".pdf"), status: 200,
			then: func(t *testing.T, h http.Header, file []byte) {
				again.header["If-None-Match"] = h.Get("ETag")
				if !bytes.HasPrefix(file, []byte("%PDF-")) {
					t.Errorf("%.20q", file)
				}
			}},
		again,
		{user: "head", call: at(p.Ready, "?format=pdf"), status: 304, header: again.header},
		{user: "head", call: at(p.Ready, "?format=docx"), status: 200},
		{user: "auditor", call: at(p.Open, ""), status: 409, code: "wrong-state"},
		{user: "supervisor", call: at(p.Ready, ".docx"), status: 200},
		{user: "auditor", call: at(p.Open, ".pdf"), status: 409, code: "wrong-state"},
		{user: "auditor", call: at(p.Open, ".docx"), status: 409, code: "wrong-state"},
	}
}

// settingsCases set the deadlines of the loop.
func settingsCases() []useCase {
	set := func(change apitest.Object) apitest.Object {
		body := apitest.Object{"revision": 0, "plan": 0, "verify": 5, "appeal": 5, "decide": 10,
			"escalation": apitest.Object{"urge": 1, "report": 5, "summon": 10, "repeats": 2}}
		for name, value := range change {
			body[name] = value
		}
		return body
	}
	const put, calendar = "PUT /api/v1/settings", "PUT /api/v1/settings/calendar"
	file := map[string]string{"Content-Type": "application/octet-stream"}
	days, err := os.ReadFile("settings/testdata/2028.csv")
	if err != nil {
		panic(err)
	}
	return []useCase{
		{user: "head", call: "GET /api/v1/settings", status: 403, code: "forbidden"},
		{user: "supervisor", call: "GET /api/v1/settings", status: 200},
		{user: "supervisor", call: put, body: set(apitest.Object{"appeal": 0}), status: 422,
			code: "rectification.between", breaks: true},
		{user: "supervisor", call: put, body: set(apitest.Object{"revision": 3}), status: 409,
			code: "stale-revision"},
		{user: "admin", call: put, body: set(nil), status: 200},
		{user: "supervisor", call: put, body: set(nil), status: 409, code: "stale-revision"},
		{user: "supervisor", call: put, body: set(apitest.Object{"revision": 1, "lastPlaces": apitest.Object{
			"internalNotice": apitest.Object{"running": 2, "inYear": 0},
			"parentNotice":   apitest.Object{"running": 3, "inYear": 13}}}), status: 422,
			code: "rectification.between", breaks: true},
		{user: "supervisor", call: put, body: set(apitest.Object{"revision": 1, "lastPlaces": apitest.Object{
			"internalNotice": apitest.Object{"running": 2, "inYear": 0},
			"parentNotice":   apitest.Object{"running": 3, "inYear": 4}}}), status: 200},
		{user: "admin", call: "GET /api/v1/settings", status: 200},
		{user: "supervisor", call: calendar + "?file=%07", body: string(days), header: file, status: 422,
			code: "invalid"},
		{user: "supervisor", call: calendar, body: "day,kind,name\n2028-01-01,rest,元旦\n", header: file,
			status: 422},
		{user: "supervisor", call: calendar, body: string(days), header: file, status: 200},
	}
}
