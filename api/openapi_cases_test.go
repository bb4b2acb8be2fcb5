package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/standard"
)

// useCase is one request and the answer that it must get.
type useCase struct {
	user   string
	call   string // "GET /api/v1/halls"
	body   any
	status int
	code   string // of the problem, or of a change
	breaks bool   // the request contradicts the document
	header map[string]string
	then   func(t *testing.T, header http.Header, body []byte)
}

// twice compares the answer to a request with the answer to the same request sent once more.
type twice struct{ body []byte }

func (r *twice) first(_ *testing.T, _ http.Header, body []byte) { r.body = body }

func (r *twice) again(t *testing.T, _ http.Header, body []byte) {
	if len(r.body) == 0 || !bytes.Equal(body, r.body) {
		t.Errorf("sent once more it is answered\n%s, first\n%s", body, r.body)
	}
}

func (c useCase) name() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.user+" "+c.call, "/api/v1", ""), "/", " ")
}

func useCases(k *apitest.Kit, p apitest.Scene) []useCase {
	all := [][]useCase{
		serviceCases(),
		standardCases(),
		amendmentCases(),
		draftCases(),
		libraryCases(),
		scoreCases(),
		hallCases(),
		startCases(),
		changeCases(p),
		liveCases(p),
		stepCases(p),
		fileCases(p),
		verifyCases(),
		auditExportCases(p),
		rectificationCases(p),
		appealCases(p),
		noticeCases(p),
		settingsCases(),
		phoneCases(),
		campaignCases(k, p),
		bulletinCases(),
		trainingCases(), aidCases(), handInCases(p),
		feedbackCases(),
		notificationCases(p),
		robotCases(p),
		evidenceCases(p),
		keyCases(),
		feedCases(p),
	}
	var cases []useCase
	for _, list := range all {
		cases = append(cases, list...)
	}
	return cases
}

func serviceCases() []useCase {
	const sessions = "POST /api/v1/sessions"
	return []useCase{
		{call: "GET /healthz", status: 200},
		{call: "GET /readyz", status: 200},
		{call: "GET /metrics", status: 200},
		{call: "GET /api/v1/openapi.json", status: 200},
		{call: sessions, body: apitest.Object{"username": "auditor", "password": "wrong"}, status: 401,
			code: "wrong-password"},
		{call: sessions, body: apitest.Object{"username": "nobody", "password": "wrong"}, status: 401,
			code: "wrong-password"},
		{call: sessions, body: apitest.Object{"username": "", "password": ""}, status: 422, code: "invalid",
			breaks: true},
		{call: sessions, body: apitest.Object{"username": 7, "password": "x"}, status: 422, code: "invalid",
			breaks: true},
		{user: "head", call: "GET /api/v1/sessions/current", status: 200},
		{user: "approver", call: "DELETE /api/v1/sessions/current", status: 204},
		{user: "admin", call: "GET /api/v1/events?limit=2", status: 200},
		{user: "admin", call: "GET /api/v1/events?subject=hall/GS-S03", status: 200},
		{user: "admin", call: "GET /api/v1/users", status: 200},
		{user: "admin", call: "GET /api/v1/users?limit=0", status: 400, code: "invalid", breaks: true},
		{user: "auditor", call: "GET /api/v1/users", status: 403, code: "forbidden"},
		{user: "admin", call: "PUT /api/v1/users/supervisor2/place", body: apitest.Object{"revision": 9}, status: 409,
			code: "stale-revision"},
		{user: "admin", call: "PUT /api/v1/users/supervisor2/place", body: apitest.Object{"revision": 1,
			"hall": "GS-D00"}, status: 200},
		{user: "admin", call: "PUT /api/v1/users/supervisor2/place", body: apitest.Object{"hall": "GS-X99"}, status: 422,
			code: "invalid"},
	}
}

func standardCases() []useCase {
	const edition = "GET /api/v1/editions/2017"
	return []useCase{
		{user: "head", call: "GET /api/v1/editions", status: 200},
		{user: "head", call: edition, status: 200},
		{user: "head", call: edition + "%2BXG1", status: 200},
		{user: "head", call: edition + "/checklist?tier=district", status: 200},
		{user: "head", call: edition + "/checklist?tier=community", status: 200},
		{user: "head", call: edition + "/checklist", status: 400, code: "invalid", breaks: true},
		{user: "head", call: edition + "/checklist?tier=city", status: 400, breaks: true},
		{user: "head", call: edition + "/export?format=yaml", status: 200},
		{user: "head", call: edition + "/export?format=json", status: 200},
		{user: "head", call: edition + "/export?format=oscal-catalog", status: 200},
		{user: "head", call: edition + "/export?format=oscal-profile&tier=community", status: 200},
		{user: "head", call: edition + "/export?format=oscal-profile", status: 400, code: "invalid"},
		{user: "head", call: edition + "/export?format=xlsx&tier=district", status: 200},
		{user: "head", call: edition + "/export?format=csv", status: 200},
		{user: "head", call: edition + "/export/losses?format=csv", status: 200},
		{user: "head", call: edition + "/export?format=sts", status: 200,
			then: func(t *testing.T, _ http.Header, body []byte) {
				if !bytes.Contains(body, []byte(`<sec id="HS001" sec-type="requirement">`)) {
					t.Errorf("%.200s", body)
				}
			}},
		{user: "head", call: edition + "/export/losses?format=sts", status: 200},
		{user: "head", call: edition + "/export?format=pdf", status: 200},
		{user: "head", call: edition + "%2BXG1/export?format=docx", status: 200},
		{user: "head", call: edition + "/export?format=doc", status: 400, breaks: true},
		{user: "head", call: edition + "/export?format=yaml&tier=city", status: 400, breaks: true},
		{user: "head", call: edition + "/export/losses?format=json", status: 200},
		{user: "head", call: edition + "/export/losses?format=doc", status: 400, breaks: true},
		{user: "head", call: edition + "/diff/2017%2BXG1", status: 200},
		{user: "head", call: edition + "%2BXG1/diff/2017", status: 200},
		{user: "head", call: edition + "/diff/1999", status: 404},
	}
}

func scoreCases() []useCase {
	score := func(answers any) apitest.Object {
		return apitest.Object{"edition": "2017", "tier": "subdistrict", "answers": answers}
	}
	one := func(answer any) apitest.Object { return score(apitest.Object{"HS001": answer}) }
	const call = "POST /api/v1/score"
	return []useCase{
		{user: "head", call: call, body: score(apitest.Object{}), status: 200},
		{user: "head", call: call, body: one(apitest.Object{"value": json.Number("187.5")}), status: 200},
		{user: "head", call: call, body: one(apitest.Object{"notApplicable": "无固定场地"}), status: 200},
		{user: "head", call: call, body: one(apitest.Object{"verdict": "pass"}), status: 422},
		{user: "head", call: call, body: score(apitest.Object{"HS999": apitest.Object{"level": 1}}), status: 422},
		{user: "head", call: call, body: score(apitest.Object{"HS002": apitest.Object{"level": 4}}), status: 422,
			breaks: true},
		{user: "head", call: call, body: one(apitest.Object{"value": 1, "level": 2}), status: 422, breaks: true},
		{user: "head", call: call, body: one(apitest.Object{"value": "187.5"}), status: 422, breaks: true},
		{user: "head", call: call, body: one(apitest.Object{"verdict": "maybe"}), status: 422, breaks: true},
		{user: "head", call: call, body: one(apitest.Object{"numerator": 1}), status: 422, breaks: true},
		{user: "head", call: call, body: one(apitest.Object{"numerator": 3, "denominator": 2}), status: 422},
		{user: "head", call: call, body: one(apitest.Object{"notApplicable": " "}), status: 422, breaks: true},
		{user: "head", call: call, body: apitest.Object{"edition": "1999", "tier": "subdistrict",
			"answers": apitest.Object{}}, status: 422, code: "invalid"},
		{user: "head", call: call, body: apitest.Object{"edition": "2017", "tier": "city", "answers": apitest.Object{}},
			status: 422, code: "invalid", breaks: true},
		{user: "head", call: call, body: apitest.Object{"edition": "2017", "tier": "district"}, status: 422,
			breaks: true},
	}
}

func hallCases() []useCase {
	octets := map[string]string{"Content-Type": "application/octet-stream"}
	const halls = "/api/v1/halls"
	const post, patch = "POST " + halls, "PATCH " + halls + "/GS-C99"
	add := func(change apitest.Object) apitest.Object {
		h := apitest.Object{"id": "GS-C99", "name": "示例社区公共服务站(虚构)", "tier": "community", "parent": "GS-S03"}
		for name, value := range change {
			h[name] = value
		}
		return h
	}
	return []useCase{
		{user: "auditor", call: "GET " + halls, status: 200},
		{user: "auditor", call: "GET " + halls + "?tier=community&limit=2", status: 200},
		{user: "auditor", call: "GET " + halls + "?tier=city", status: 400, code: "invalid",
			breaks: true},
		{user: "head", call: "GET " + halls, status: 200},
		{user: "head", call: "GET " + halls + "/GS-S03", status: 200},
		{user: "head", call: "GET " + halls + "/GS-D00", status: 404, code: "not-found"},
		{user: "auditor", call: "GET " + halls + "?q=%E7%A4%BE%E5%8C%BA&status=in-service&limit=2", status: 200},
		{user: "auditor", call: "GET " + halls + "?format=xlsx&sort=name", status: 200},
		{user: "head", call: "GET " + halls + "?format=csv", status: 200},
		{user: "auditor", call: "GET " + halls + "?area=x", status: 400, code: "invalid", breaks: true},
		{user: "supervisor", call: "GET /api/v1/hall-template", status: 200},
		{user: "supervisor", call: "POST " + halls + "/import?format=csv&dryRun=true",
			header: octets, body: []byte("id,name,tier\nGS-C90,某站,社区\n"), status: 200},
		{user: "supervisor", call: "POST " + halls + "/import?format=csv", header: octets,
			body: []byte("id,name,tier\nGS-C90,,省\n"), status: 422, code: "invalid"},
		{user: "auditor", call: post, body: add(nil), status: 403, code: "forbidden"},
		{user: "supervisor", call: post, body: add(nil), status: 201},
		{user: "supervisor", call: post, body: add(nil), status: 409, code: "exists"},
		{user: "supervisor", call: post, body: add(apitest.Object{"id": "gs c99"}), status: 422,
			breaks: true},
		{user: "supervisor", call: post, body: add(apitest.Object{"name": ""}), status: 422, breaks: true},
		{user: "supervisor", call: post, body: add(apitest.Object{"name": strings.Repeat("厅", 81)}),
			status: 422, breaks: true},
		{user: "supervisor", call: post, body: add(apitest.Object{"id": "GS-C98", "parent": "GS-X1"}),
			status: 422, code: "invalid"},
		{user: "supervisor", call: post, body: add(apitest.Object{"id": "GS-C97",
			"measurements": apitest.Object{"a.b": 1}}), status: 422, breaks: true},
		{user: "supervisor", call: patch, body: apitest.Object{"revision": 1, "headName": "林一(虚构)",
			"measurements": apitest.Object{"public_floor_area": json.Number("61.25")}}, status: 200},
		{user: "supervisor", call: patch, body: apitest.Object{"revision": 1, "notes": "x"}, status: 409,
			code: "stale-revision"},
		{user: "supervisor", call: patch, body: apitest.Object{"notes": "x"}, status: 422, breaks: true},
		{user: "supervisor", call: patch, body: apitest.Object{"revision": 2, "status": "ruined"},
			status: 422, breaks: true},
		{user: "supervisor", call: patch, body: apitest.Object{"revision": 2, "status": "closed"},
			status: 200},
	}
}

func startCases() []useCase {
	const audits = "/api/v1/audits"
	const post = "POST " + audits
	const id = "01890a5d-ac96-774b-bcce-b302099a8057"
	of := func(hall, kind string) apitest.Object { return apitest.Object{"hall": hall, "kind": kind} }
	since := func(at, edition string) apitest.Object {
		return apitest.Object{"hall": "GS-S03", "kind": "announced", "startedAt": at, "edition": edition}
	}
	with := func(names ...string) apitest.Object {
		return apitest.Object{"id": id, "hall": "GS-S03", "kind": "announced", "campaign": "2018-Q1",
			"inspectors": append([]string{}, names...)}
	}
	return []useCase{
		{user: "auditor", call: post, body: with("auditor2"), status: 201},
		{user: "auditor", call: post, body: with("auditor2"), status: 201},
		{user: "supervisor", call: post, body: with(), status: 409, code: "exists"},
		{user: "auditor", call: post, body: with("nobody"), status: 422, code: "invalid"},
		{user: "auditor", call: post, body: with("a", "a"), status: 422, breaks: true},
		{user: "auditor", call: post, body: of("GS-X9", "phone"), status: 422, code: "invalid"},
		{user: "auditor", call: post, body: of("GS-C99", "phone"), status: 422, code: "invalid"},
		{user: "auditor", call: post, body: of("GS-S03", "party"), status: 422, breaks: true},
		{user: "auditor", call: post, body: apitest.Object{"hall": "GS-S03", "kind": "phone",
			"only": []string{"HS001", "HS003"}}, status: 201},
		{user: "auditor", call: post, body: apitest.Object{"hall": "GS-S03", "kind": "phone",
			"only": []string{"HS001", "XX"}}, status: 422, code: "audit.only"},
		{user: "auditor", call: post, body: apitest.Object{"id": "7", "hall": "GS-S03",
			"kind": "phone"}, status: 422, breaks: true},
		{user: "auditor", call: post, body: since("2018-02-27T01:00:00Z", "2017"), status: 201},
		{user: "auditor", call: post, body: since("2018-03-01T01:06:00Z", "2017"), status: 422},
		{user: "auditor", call: post, body: since("2018-01-29T01:00:00Z", "2017"), status: 422},
		{user: "auditor", call: post, body: since("yesterday", "2017"), status: 422, code: "unreadable",
			breaks: true},
		{user: "auditor", call: post, body: since("2018-02-27T01:00:00Z", "1999"), status: 422},
		{user: "auditor", call: "GET /api/v1/colleagues", status: 200},
		{user: "head", call: post, body: of("GS-S03", "phone"), status: 403, code: "self-only"},
		{user: "head", call: post, body: of("GS-S03", "self"), status: 201},
		{user: "head", call: post, body: of("GS-S01", "self"), status: 422, code: "invalid"},
		{user: "auditor", call: "GET " + audits + "?limit=1", status: 200},
		{user: "head", call: "GET " + audits + "?status=in-progress", status: 200},
		{user: "supervisor", call: "GET " + audits + "?hall=GS-S03&campaign=2018-Q1", status: 200},
		{user: "supervisor", call: "GET " + audits + "?limit=many", status: 400, code: "invalid",
			breaks: true},
		{user: "auditor2", call: "GET " + audits + "/" + id, status: 200},
	}
}

// changeOf is a change to HS001 with some of its fields set otherwise.
func changeOf(set apitest.Object) apitest.Object {
	c := apitest.Object{"id": "01890a5d-ac96-774b-bcce-0000000000a1", "clause": "HS001",
		"at": "1519866000000-0001-tab7", "saw": []string{}, "device": "tab7", "op": "answer",
		"value": apitest.Object{"value": json.Number("187.5"), "note": "现场复核"}}
	for name, value := range set {
		c[name] = value
	}
	return c
}

func changeCases(p apitest.Scene) []useCase {
	call := "POST /api/v1/audits/" + p.Open + "/changes"
	number := 0
	one := func(status string, breaks bool, set apitest.Object) useCase {
		number++
		if set["id"] == nil {
			set["id"] = fmt.Sprintf("01890a5d-ac96-774b-bcce-%012d", number)
		}
		return useCase{user: "auditor", call: call, breaks: breaks, status: 200,
			body: apitest.Object{"revision": 1, "changes": []apitest.Object{changeOf(set)}},
			then: func(t *testing.T, _ http.Header, body []byte) { wantStatus(t, body, status) }}
	}
	first := "01890a5d-ac96-774b-bcce-0000000000a1"
	photo := strings.Repeat("5", 64)
	const later = "1519866100000-0001-tab7"
	none := apitest.Object{"changes": []apitest.Object{}}
	return []useCase{
		one("applied", false, apitest.Object{"id": first}),
		one("duplicate", false, apitest.Object{"id": first}),
		one("superseded", false, apitest.Object{"at": "1519865000000-0001-tab7", "value": apitest.Object{"value": 12}}),
		one("applied", false, apitest.Object{"at": "1719866000000-0001-tab7", "saw": []string{first},
			"value": apitest.Object{"value": 200}}),
		one("applied", false, apitest.Object{"op": "note", "at": later, "value": apitest.Object{"note": "短信"}}),
		one("applied", false, apitest.Object{"op": "note", "at": later + "b", "value": "短信二"}),
		one("applied", false, apitest.Object{"op": "evidence.add", "value": apitest.Object{"sha256": photo}}),
		one("applied", false, apitest.Object{"op": "evidence.remove", "value": photo}),
		one("applied", false, apitest.Object{"clause": "HS002", "op": "not-applicable",
			"value": apitest.Object{"notApplicable": "面积达标"}}),
		one("applied", false, apitest.Object{"clause": "HS002", "op": "clear", "value": nil}),
		one("rejected", false, apitest.Object{"clause": "HS999"}),
		one("rejected", false, apitest.Object{"op": "answer", "value": apitest.Object{"level": 3}}),
		one("rejected", true, apitest.Object{"id": "7"}),
		one("rejected", true, apitest.Object{"at": "now"}),
		one("rejected", true, apitest.Object{"device": "a b"}),
		one("rejected", true, apitest.Object{"op": "explode"}),
		one("rejected", true, apitest.Object{"value": apitest.Object{"level": 7}}),
		one("rejected", true, apitest.Object{"by": "supervisor"}),
		one("rejected", true, apitest.Object{"clause": 7}),
		{user: "auditor", call: call, body: apitest.Object{"revision": 1}, status: 422, breaks: true},
		{user: "auditor", call: call, body: apitest.Object{"revision": -1, "changes": []apitest.Object{}}, status: 422,
			breaks: true},
		{user: "auditor", call: call, body: apitest.Object{"changes": make([]int, 1001)}, status: 422,
			breaks: true},
		{user: "auditor2", call: call, body: none, status: 404, code: "not-found"},
		{user: "editor", call: call, body: none, status: 403, code: "forbidden"},
		{user: "auditor", call: call, body: none, status: 200},
		{user: "auditor", call: "GET /api/v1/audits/" + p.Open, status: 200},
		{user: "auditor", call: "GET /api/v1/audits/" + p.Open + "/score", status: 200},
	}
}

func wantStatus(t *testing.T, body []byte, status string) {
	t.Helper()
	var reply struct {
		Results []struct{ Status, Detail, Code string }
	}
	if err := json.Unmarshal(body, &reply); err != nil || len(reply.Results) != 1 {
		t.Fatalf("%v: %s", err, body)
	}
	r := reply.Results[0]
	if r.Status != status {
		t.Errorf("%s %s %s, want %s", r.Status, r.Code, r.Detail, status)
	}
	if r.Code != "" && (r.Detail == "" || strings.HasPrefix(r.Detail, "change.")) {
		t.Errorf("code %s has the sentence %q", r.Code, r.Detail)
	}
}

// signed is a submission with one drawn signature.
func signed(sha256 string) apitest.Object {
	return apitest.Object{"signatures": []apitest.Object{
		{"role": "inspector", "name": "检查员甲", "username": "auditor", "sha256": sha256},
		{"role": "present", "name": "值班主任", "refused": "本人不在场"}}}
}

func liveCases(p apitest.Scene) []useCase {
	audit := "/api/v1/audits/" + p.Open
	return []useCase{
		{user: "auditor", call: "GET " + audit + "/previous", status: 200},
		{user: "auditor", call: "GET " + audit + "/carry", status: 200},
		{user: "auditor", call: "POST " + audit + "/presence", body: apitest.Object{"clause": "HS001"},
			status: 204},
		{user: "auditor", call: "POST " + audit + "/presence", body: apitest.Object{"clause": 7}, status: 422,
			breaks: true},
		{user: "auditor", call: "GET " + audit + "/events?seconds=0", status: 200,
			then: func(t *testing.T, _ http.Header, body []byte) {
				for _, text := range []string{"event: change", `"clause":"HS001"`, "event: presence",
					`"user":"auditor"`} {
					if !strings.Contains(string(body), text) {
						t.Errorf("no %s in %s", text, body)
					}
				}
			}},
		{user: "auditor", call: "GET " + audit + "/events?revision=x", status: 400, breaks: true},
		{user: "auditor2", call: "GET " + audit + "/events?seconds=0", status: 404, code: "not-found"},
	}
}

func stepCases(p apitest.Scene) []useCase {
	post := func(id, step string) string { return "POST /api/v1/audits/" + id + "/" + step }
	why := apitest.Object{"comment": "7.1.6 缺少照片,请补充。"}
	long := apitest.Object{"comment": strings.Repeat("长", 2001)}
	late := apitest.Object{"changes": []apitest.Object{changeOf(nil)}}
	var approved twice
	return []useCase{
		{user: "auditor", call: post(p.Open, "submit"), status: 409, code: "not-ready"},
		{user: "auditor", call: post(p.Open, "submit"), body: apitest.Object{"revision": 99}, status: 409,
			code: "stale-revision"},
		{user: "auditor", call: post(p.Open, "approve"), status: 403, code: "forbidden"},
		{user: "supervisor", call: post(p.Open, "submit"), status: 404, code: "not-found"},
		{user: "supervisor", call: post(p.Open, "return"), body: why, status: 409, code: "wrong-state"},
		{user: "supervisor", call: post(p.Mine, "approve"), status: 403, code: "own-audit"},
		{user: "auditor", call: post(p.Mine, "void"), body: why, status: 404, code: "not-found"},
		{user: "supervisor", call: post(p.Mine, "void"), body: apitest.Object{"comment": " "}, status: 422,
			code: "audit.void-reason"},
		{user: "supervisor", call: post(p.Mine, "void"), body: why, status: 200},
		{user: "auditor", call: post(p.Ready, "void"), body: why, status: 409, code: "audit-stands"},
		{user: "auditor", call: post(p.Ready, "submit"), body: long, status: 422, breaks: true},
		{user: "auditor", call: post(p.Ready, "submit"), body: signed(p.Sha256), status: 422},
		{user: "auditor", call: "PUT /api/v1/evidence/" + p.Sha256, body: p.Photo, status: 201,
			header: map[string]string{"Content-Type": "image/jpeg"}},
		{user: "auditor", call: post(p.Ready, "submit"), body: signed("7"), status: 422, breaks: true},
		{user: "auditor", call: post(p.Ready, "submit"), body: signed(""), status: 422, code: "invalid",
			breaks: true},
		{user: "auditor", call: post(p.Ready, "submit"), body: signed(p.Sha256), status: 200},
		{user: "auditor", call: post(p.Ready, "submit"), status: 409, code: "wrong-state"},
		{user: "auditor", call: post(p.Ready, "confirm"), body: apitest.Object{"sha256": "7"}, status: 422,
			breaks: true},
		{user: "supervisor", call: post(p.Ready, "confirm"), status: 404, code: "not-found"},
		{user: "auditor", call: post(p.Ready, "confirm"), body: apitest.Object{"sha256": p.Sha256},
			status: 200},
		{user: "auditor", call: post(p.Ready, "changes"), body: late, status: 200,
			code: "audit-closed"},
		{user: "supervisor", call: post(p.Ready, "return"), status: 422, code: "invalid"},
		{user: "supervisor", call: post(p.Ready, "return"), status: 422, code: "audit.comment",
			body: apitest.Object{"clauses": []apitest.Object{{"clause": "HS001", "comment": " "}}}},
		{user: "supervisor", call: post(p.Ready, "return"), body: apitest.Object{"clauses": []apitest.Object{
			{"clause": "HS001", "comment": "照片看不清"}}}, status: 200},
		{user: "auditor", call: "GET /api/v1/audits", status: 200},
		{user: "auditor", call: post(p.Ready, "submit"), status: 200},
		{user: "supervisor", call: "GET /api/v1/audits/" + p.Ready + "/review", status: 200},
		{user: "supervisor", call: post(p.Ready, "return"), body: why, status: 200},
		{user: "auditor", call: post(p.Ready, "submit"), status: 200},
		{user: "supervisor", call: post(p.Ready, "approve"), status: 200, then: approved.first},
		{user: "supervisor", call: post(p.Ready, "approve"), status: 200, then: approved.again},
		{user: "supervisor", call: post(p.Ready, "approve"), body: why, status: 409, code: "wrong-state"},
		{user: "supervisor2", call: post(p.Ready, "approve"), status: 409, code: "wrong-state"},
		{user: "auditor", call: post(p.Ready, "confirm"), status: 409, code: "wrong-state"},
		{user: "head", call: "GET /api/v1/audits/" + p.Ready, status: 200},
		{user: "admin", call: "GET /api/v1/audits/" + p.Ready + "/score", status: 200},
		{user: "supervisor", call: "GET /api/v1/audits/" + p.Ready + "/evidence", status: 200},
	}
}

// fileCases ask for files twice: the second time with the ETag of the first.
func fileCases(p apitest.Scene) []useCase {
	var cases []useCase
	for _, path := range []string{"", "/report.pdf", "/record.pdf"} {
		call := "GET /api/v1/audits/" + p.Ready + path
		again := useCase{user: "head", call: call, status: 304, header: map[string]string{}}
		cases = append(cases, useCase{user: "head", call: call, status: 200,
			then: func(t *testing.T, header http.Header, body []byte) {
				again.header["If-None-Match"] = header.Get("ETag")
				if path != "" && !bytes.HasPrefix(body, []byte("%PDF-")) {
					t.Errorf("%s begins with %q", path, body[:min(8, len(body))])
				}
			}}, again)
	}
	return cases
}

// verifyCases send a file that another program has signed too, and what is no file.
func verifyCases() []useCase {
	foreign, err := os.ReadFile("../pdf/seal/testdata/foreign-signed.pdf")
	if err != nil {
		panic(err)
	}
	const call = "POST /api/v1/verify"
	file := map[string]string{"Content-Type": "application/pdf"}
	return []useCase{
		{call: call, body: foreign, header: file, status: 200,
			then: func(t *testing.T, _ http.Header, body []byte) {
				if !bytes.HasPrefix(body, []byte(`{"code":4,`)) {
					t.Errorf("%s", body)
				}
			}},
		{user: "head", call: call, body: "PK", header: file, status: 422, code: "verify-not-pdf"},
	}
}

// auditExportCases ask for the documents of an approved audit, in which something was lost, and of
// one that has only begun.
func auditExportCases(p apitest.Scene) []useCase {
	export := func(id, rest string) string { return "GET /api/v1/audits/" + id + "/export" + rest }
	return []useCase{
		{user: "head", call: export(p.Ready, "?format=oscal-assessment-plan"), status: 200},
		{user: "head", call: export(p.Ready, "?format=oscal-assessment-results"), status: 200},
		{user: "head", call: export(p.Ready, "?format=oscal-poam"), status: 200},
		{user: "auditor", call: export(p.Ready, "/losses?format=oscal-assessment-results"),
			status: 200},
		{user: "head", call: export(p.Ready, "?format=yaml"), status: 400, code: "invalid",
			breaks: true},
		{user: "head", call: export(p.Ready, "/losses"), status: 400, code: "invalid", breaks: true},
		{user: "auditor2", call: export(p.Ready, "?format=oscal-poam"), status: 404},
		{user: "auditor", call: export(p.Open, "?format=oscal-poam"), status: 409,
			code: "nothing-to-mend"},
		{user: "auditor", call: export(p.Open, "/losses?format=oscal-poam"), status: 409,
			code: "nothing-to-mend"},
	}
}

func evidenceCases(p apitest.Scene) []useCase {
	call := " /api/v1/evidence/" + p.Sha256
	jpeg := map[string]string{"Content-Type": "image/jpeg"}
	return []useCase{
		{user: "auditor", call: "PUT" + call, body: p.Photo, header: jpeg, status: 200},
		{user: "auditor", call: "PUT " + evidenceOf("y"), body: "x", header: jpeg, status: 422,
			code: "digest"},
		{user: "auditor", call: "GET" + call, status: 304,
			header: map[string]string{"If-None-Match": `"` + p.Sha256 + `"`}},
		{user: "auditor", call: "PUT /api/v1/evidence/7", body: "x", header: jpeg, status: 422,
			code: "sha256", breaks: true},
		{user: "auditor", call: "PUT " + evidenceOf("no picture"), body: "no picture", header: jpeg,
			status: 422, code: "image"},
		{user: "auditor", call: "GET" + call, status: 200},
		{user: "auditor2", call: "GET" + call, status: 404, code: "not-found"},
	}
}

func evidenceOf(content string) string {
	return "/api/v1/evidence/" + string(standard.DigestBytes([]byte(content)))
}

func keyCases() []useCase {
	const halls = "POST /api/v1/halls"
	key := map[string]string{"Idempotency-Key": "0c1d"}
	hall := func(id string) apitest.Object {
		return apitest.Object{"id": id, "name": "站(虚构)", "tier": "community"}
	}
	mine, other := hall("GS-C90"), hall("GS-C91")
	replayed := func(want string) func(*testing.T, http.Header, []byte) {
		return func(t *testing.T, header http.Header, _ []byte) {
			if got := header.Get("Idempotent-Replayed"); got != want {
				t.Errorf("Idempotent-Replayed %q, want %q", got, want)
			}
			if got := header.Get("Location"); got != "/api/v1/halls/GS-C90" {
				t.Errorf("Location %q", got)
			}
		}
	}
	return []useCase{
		{user: "admin", call: halls, body: mine, header: key, status: 201, then: replayed("")},
		{user: "admin", call: halls, body: mine, header: key, status: 201, then: replayed("true")},
		{user: "admin", call: halls, body: other, header: key, status: 422, code: "key-reused"},
		{user: "supervisor", call: halls, body: mine, header: key, status: 409, code: "exists"},
	}
}
