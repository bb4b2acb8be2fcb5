package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// reach is how far a person gets with a call. It is written down by hand here, apart from the
// program.
type reach byte

const (
	none reach = '-' // refused by role: 403
	all  reach = 'a'
	own  reach = 'o' // audits in which the person inspects; any other is not found
	gone reach = 'g' // permitted, and what the test names does not exist: not found
	hall reach = 'h' // the person's own hall and its audits
)

// people are the columns of [rights].
var people = []string{"auditor", "head", "supervisor", "editor", "approver", "admin"}

// rights says what each of the people may do. A row has the reach of each person, in the order of
// people, and then the calls.
const rights = `
	aaaaaa  GET /api/v1/sessions/current; DELETE /api/v1/sessions/current; GET /; POST /sign-out
	aaaaaa  GET /password; POST /password
	aaaaaa  GET /api/v1/notifications; POST /api/v1/notifications/read; GET /notifications
	aaaaaa  POST /notifications/read; GET /api/v1/notifications/settings
	aaaaaa  PUT /api/v1/notifications/settings; POST /api/v1/notifications/confirm
	aaaaaa  GET /notifications/settings; POST /notifications/settings; POST /notifications/confirm
	gggggg  GET /notifications/{id}
	aaaaaa  GET /api/v1/editions; GET /api/v1/editions/{id}; GET /api/v1/editions/{id}/checklist
	aaaaaa  GET /api/v1/editions/{id}/export; GET /api/v1/editions/{id}/diff/{other}
	aaaaaa  GET /api/v1/editions/{id}/export/losses; GET /api/v1/editions/{id}/aids
	aaaaaa  GET /editions/{id}/aids
	--aa--  PUT /api/v1/editions/{id}/aids; POST /editions/{id}/aids
	aaaaaa  GET /editions; GET /editions/{id}; GET /editions/{id}/clauses/{uid}
	aaaaaa  GET /editions/{id}/diff/{other}; POST /api/v1/score
	aaaaaa  GET /api/v1/amendments; GET /api/v1/amendments/{id}
	aaaaaa  GET /amendments; GET /amendments/{id}
	---a--  POST /amendments; POST /amendments/{id}/withdraw
	--aaaa  GET /amendments/{id}/impact; GET /api/v1/amendments/{id}/impact.xlsx
	--aaaa  GET /api/v1/amendments/{id}/impact; GET /api/v1/amendments/{id}/impact.csv
	--aaaa  GET /api/v1/amendments/{id}/impact.pdf
	aaaaaa  GET /api/v1/amendments/{id}/sheet.pdf; GET /api/v1/amendments/{id}/sheet.docx
	aaaaaa  GET /api/v1/amendments/{id}/sheet; GET /api/v1/amendments/{id}/sheet.sts.xml
	----a-  POST /amendments/{id}/approve; POST /amendments/{id}/reject
	----a-  POST /amendments/{id}/publish
	---a--  POST /api/v1/amendments; POST /api/v1/amendments/{id}/withdraw
	--aaaa  POST /api/v1/amendments/{id}/dry-run
	----a-  POST /api/v1/amendments/{id}/approve; POST /api/v1/amendments/{id}/reject
	----a-  POST /api/v1/amendments/{id}/publish
	--aaaa  GET /api/v1/drafts; GET /api/v1/drafts/{id}; GET /api/v1/drafts/{id}/check
	--aaaa  GET /api/v1/drafts/{id}/amendment; GET /api/v1/drafts/{id}/edition
	--aaaa  GET /api/v1/drafts/{id}/diff
	--aaaa  GET /drafts; GET /drafts/{id}; GET /drafts/{id}/sheet
	---a--  POST /drafts; POST /drafts/{id}/steps; POST /drafts/{id}/frame; POST /drafts/{id}/state
	---a--  POST /drafts/{id}/clauses/{uid}; POST /drafts/{id}/notes; POST /drafts/{id}/sheet
	---a--  POST /api/v1/drafts/import; POST /drafts/import
	--aaaa  GET /api/v1/edition-template
	---a--  POST /api/v1/drafts; PATCH /api/v1/drafts/{id}; DELETE /api/v1/drafts/{id}
	---a--  POST /api/v1/drafts/{id}/edits; POST /api/v1/drafts/{id}/submit
	--aaaa  GET /api/v1/problems; GET /problems; GET /api/v1/proposals; GET /proposals
	--aa--  POST /api/v1/proposals; POST /proposals
	---a--  POST /api/v1/proposals/{id}/answer; POST /proposals/{id}/answer
	aaaaaa  GET /api/v1/consultations; GET /consultations; GET /consultations/{id}
	aaaaaa  GET /api/v1/consultations/{id}/comments; GET /api/v1/clauses/{uid}/history
	---a--  POST /api/v1/drafts/{id}/consultation; POST /consultations
	aaa---  POST /api/v1/consultations/{id}/comments; POST /consultations/{id}/comments
	---a--  POST /api/v1/comments/{id}/answer; POST /comments/{id}/answer
	aaaaaa  GET /api/v1/halls; GET /halls; GET /api/v1/register; GET /api/v1/briefings
	aaa---  GET /api/v1/hand-ins; POST /api/v1/hand-ins; GET /hand-ins
	ggg---  GET /api/v1/hand-ins/{id}; GET /hand-ins/{id}
	--a---  POST /api/v1/hand-ins/{id}/take; POST /api/v1/hand-ins/{id}/refuse
	--g---  POST /hand-ins/{id}
	-ha--a  GET /api/v1/halls/{id}/trend
	ahaaaa  GET /api/v1/halls/{id}; GET /halls/{id}
	--a--a  POST /api/v1/halls; PATCH /api/v1/halls/{id}; POST /api/v1/halls/import; GET /api/v1/hall-template
	--a--a  POST /halls; GET /halls/new; GET /halls/import; POST /halls/import; POST /halls/import/confirm
	--a--a  GET /halls/{id}/edit; POST /halls/{id}
	aaa--a  GET /api/v1/audits; GET /audits
	aaa---  POST /api/v1/audits; POST /audits; GET /audits/new
	oha--a  GET /api/v1/audits/{id}; GET /api/v1/audits/{id}/score
	oha--a  GET /api/v1/audits/{id}/evidence
	oha--a  GET /api/v1/audits/{id}/previous; GET /api/v1/audits/{id}/carry; GET /api/v1/audits/{id}/events
	oha--a  POST /api/v1/audits/{id}/presence
	aaa---  GET /api/v1/colleagues
	oha--a  GET /api/v1/audits/{id}/report.pdf; GET /api/v1/audits/{id}/record.pdf
	oha--a  GET /api/v1/audits/{id}/export; GET /api/v1/audits/{id}/export/losses
	oha--a  GET /api/v1/audits/{id}/rectification-notice.pdf; GET /audits/{id}/rectification-notice.pdf
	oha--a  GET /api/v1/audits/{id}/rectification-notice
	oha--a  GET /api/v1/audits/{id}/rectification-notice.docx
	oha--a  GET /audits/{id}; GET /audits/{id}/score
	oha--a  GET /audits/{id}/report.pdf; GET /audits/{id}/record.pdf
	ooo---  POST /api/v1/audits/{id}/changes; POST /api/v1/audits/{id}/submit
	ooo---  POST /api/v1/audits/{id}/confirm; POST /audits/{id}/confirm
	ooa---  POST /api/v1/audits/{id}/void; GET /audits/{id}/void; POST /audits/{id}/void
	ooo---  GET /audits/{id}/submit; POST /audits/{id}/submit; POST /audits/{id}/clauses/{uid}
	ooo---  POST /audits/{id}/carry
	--a---  POST /api/v1/audits/{id}/return; POST /api/v1/audits/{id}/approve
	--a---  GET /audits/{id}/return; POST /audits/{id}/return; GET /api/v1/audits/{id}/review
	--a---  GET /audits/{id}/review; POST /audits/{id}/review
	--a---  GET /audits/{id}/approve; POST /audits/{id}/approve
	aaa---  PUT /api/v1/evidence/{sha256}
	oha--a  GET /api/v1/evidence/{sha256}
	a-a--a  GET /api/v1/campaigns; GET /campaigns
	oaa--a  GET /api/v1/campaigns/{id}/draw; GET /api/v1/campaigns/{id}/draws/{number}
	oaa--a  GET /campaigns/{id}/draws/{number}
	o-a--a  GET /api/v1/campaigns/{id}; GET /api/v1/campaigns/{id}/visits; GET /campaigns/{id}
	--a--a  GET /api/v1/campaigns/{id}/archive; POST /api/v1/campaigns/{id}/archive
	--a--a  DELETE /api/v1/campaigns/{id}/archive; GET /api/v1/campaigns/{id}/archive.zip
	--a--a  GET /campaigns/{id}/reports; POST /campaigns/{id}/reports
	--a---  GET /campaigns/new; POST /campaigns; GET /campaigns/{id}/plan; POST /campaigns/{id}/plan
	--a---  POST /campaigns/{id}/seal; POST /campaigns/{id}/draw; POST /campaigns/{id}/open
	--a---  POST /campaigns/{id}/close; POST /campaigns/{id}/visits
	--a---  POST /api/v1/campaigns; PATCH /api/v1/campaigns/{id}; POST /api/v1/campaigns/{id}/seal
	--a---  POST /api/v1/campaigns/{id}/draw; POST /api/v1/campaigns/{id}/open
	--a---  POST /api/v1/campaigns/{id}/close; POST /api/v1/campaigns/{id}/visits
	-aa--a  GET /api/v1/campaigns/{id}/ranking; GET /rankings
	--a--a  GET /api/v1/campaigns/{id}/results; GET /results
	oha--a  GET /api/v1/rectifications/{id}
	aaa--a  GET /api/v1/rectifications
	-ha---  POST /api/v1/rectifications/{id}/plan; POST /api/v1/rectifications/{id}/reply
	-ha---  POST /api/v1/rectifications/{id}/extend
	o-a---  POST /api/v1/rectifications/{id}/verify; POST /api/v1/rectifications/{id}/return
	oha--a  GET /rectifications/{id}
	aaa--a  GET /rectifications
	-ha---  POST /rectifications/{id}/plan; POST /rectifications/{id}/reply
	-ha---  POST /rectifications/{id}/extend
	o-a---  POST /rectifications/{id}/verify; POST /rectifications/{id}/return
	-aa--a  GET /api/v1/appeals
	-ha--a  GET /api/v1/appeals/{id}
	-ha---  POST /api/v1/audits/{id}/appeals
	-ha--a  GET /api/v1/audits/{id}/appeals
	--a---  POST /api/v1/appeals/{id}/decide
	-aa--a  GET /appeals
	-ha--a  GET /appeals/{id}
	-ha---  GET /audits/{id}/appeals; POST /audits/{id}/appeals
	--a---  POST /appeals/{id}/decide
	a-a---  GET /api/v1/phone-checks; POST /api/v1/phone-checks; GET /phone-checks
	a-a---  GET /phone-checks/halls/{id}; POST /phone-checks/halls/{id}
	--a---  PUT /api/v1/phone-checks/form; GET /phone-checks/form; POST /phone-checks/form
	aaa--a  GET /api/v1/phone-checks/weekly; GET /phone-checks/weekly
	--a--a  GET /api/v1/settings; PUT /api/v1/settings; GET /settings; POST /settings
	--a--a  PUT /api/v1/settings/calendar; POST /settings/calendar
	--a---  GET /start
	aaaaaa  GET /api/v1/bulletins; GET /api/v1/bulletins/{id}; GET /api/v1/bulletins/{id}/bulletin
	aaaaaa  GET /api/v1/bulletins/{id}/bulletin.pdf; GET /api/v1/bulletins/{id}/bulletin.docx
	-aa--a  GET /api/v1/feedback; GET /feedback
	--a---  POST /api/v1/feedback/{id}/moderate; POST /feedback/{id}/moderate
	-h----  POST /api/v1/feedback/{id}/answer; POST /feedback/{id}/answer
	-ha--a  GET /api/v1/halls/{id}/feedback
	ahaaaa  GET /api/v1/halls/{id}/poster.pdf
	-aa--a  GET /api/v1/trainings; GET /training; GET /api/v1/training-topics
	-ha--a  GET /api/v1/trainings/{id}; GET /training/{id}
	--a---  POST /api/v1/trainings; PUT /api/v1/trainings/{id}; POST /training; POST /training/{id}
	-ha---  POST /api/v1/trainings/{id}/practice; POST /training/{id}/practice
	aaaaaa  GET /bulletins; GET /bulletins/{id}
	--a---  POST /bulletins; POST /bulletins/{id}
	--a---  POST /api/v1/bulletins; PATCH /api/v1/bulletins/{id}; DELETE /api/v1/bulletins/{id}
	--a---  POST /api/v1/bulletins/{id}/redraft; POST /api/v1/bulletins/{id}/issue
	aaaaaa  GET /api/v1/changes; GET /changes
	---a-a  GET /webhooks; POST /webhooks; POST /webhooks/{id}
	--a--a  GET /robots; POST /robots; GET /api/v1/robots; POST /api/v1/robots
	--g--g  DELETE /api/v1/robots/{id}; POST /api/v1/robots/{id}/test
	--a--a  PATCH /api/v1/robots/{id}; POST /robots/{id}
	-----a  GET /outbox
	-----g  POST /outbox/{id}
	---a-a  GET /api/v1/webhooks; POST /api/v1/webhooks; PATCH /api/v1/webhooks/{id}
	---g-g  DELETE /api/v1/webhooks/{id}; POST /api/v1/webhooks/{id}/test
	---g-g  POST /api/v1/webhooks/{id}/rotate
	-----a  GET /api/v1/outbox
	-----g  POST /api/v1/outbox/{id}/retry; POST /outbox/steps
	-----a  GET /api/v1/steps; POST /api/v1/steps/again
	-----a  PUT /api/v1/users/{id}/place; POST /users/{id}
	-----a  GET /api/v1/events; GET /api/v1/users; GET /events; GET /users
`

// public are the calls that need no account.
var public = []string{"GET /healthz", "GET /readyz", "GET /metrics", "GET /api/v1/openapi.json",
	"POST /api/v1/sessions", "GET /sign-in", "POST /sign-in", "POST /language", "GET /verify", "POST /verify",
	"POST /api/v1/verify", "GET /verify/{code}", "GET /f/{code}", "POST /f/{code}",
	"GET /tablet", "GET /sw.js", "GET /manifest.webmanifest", "GET /help", "GET /help/{name}"}

// rightsOf reads the table: call to the reach of each of the people.
func rightsOf(t *testing.T) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(rights), "\n") {
		reaches, calls, _ := strings.Cut(strings.TrimSpace(line), "  ")
		for _, call := range strings.Split(calls, "; ") {
			if m[call] != "" || len(reaches) != len(people) {
				t.Fatalf("row %q", line)
			}
			m[call] = reaches
		}
	}
	return m
}

// target is what a call is about: an audit of a hall, with a photograph.
type target struct {
	audit, hall, sha256 string
	inspector           string
}

// covers reports whether a target lies within a person's reach.
func (x target) covers(r reach, person string) bool {
	ofHall := x.hall == "GS-S03"
	switch r {
	case gone:
		return false
	case all:
		return true
	case own:
		return x.inspector == person
	default:
		return ofHall
	}
}

func (x target) fill(path string) string {
	id := x.audit
	if strings.Contains(path, "/halls/") {
		id = x.hall
	} else if strings.Contains(path, "/editions/") {
		id = "2017"
	} else if strings.Contains(path, "/amendments/") {
		id = "2017%2BXG1"
	} else if strings.Contains(path, "/rectifications/") || strings.Contains(path, "/appeals/") {
		id += "-HS001"
	} else if strings.Contains(path, "/drafts/") || strings.Contains(path, "/consultations/") {
		id = apitest.DraftID
	} else if strings.Contains(path, "/feedback/") {
		if id = apitest.FeedbackID; x.hall != "GS-S03" {
			id = apitest.OtherFeedbackID
		}
	} else if strings.Contains(path, "/trainings/") || strings.Contains(path, "/training/") {
		if id = apitest.TrainingID; x.hall != "GS-S03" {
			id = apitest.OtherTrainingID
		}
	} else if strings.Contains(path, "/bulletins/") {
		id = apitest.BulletinID
	} else if strings.Contains(path, "/users/") {
		id = "auditor2"
	} else if strings.Contains(path, "/proposals/") {
		id = apitest.ProposalID
	} else if strings.Contains(path, "/comments/") {
		id = apitest.CommentID
	}
	return strings.NewReplacer("{id}", id, "{other}", "2017", "{uid}", "HS001", "{number}", "1", "{sha256}", x.sha256,
		"{code}", "ABCD").Replace(path)
}

// targets are audits of two halls by four people, each with a photograph of its own.
func targets(k *apitest.Kit) []target {
	k.Proposed()
	k.Drafted(apitest.DraftID, "2017")
	consulted(k)
	issueBulletin(k)
	k.Trained()
	k.Rated()
	list := []target{{hall: "GS-S03", inspector: "auditor"}, {hall: "GS-D00", inspector: "auditor2"},
		{hall: "GS-S03", inspector: "head"}, {hall: "GS-D00", inspector: "supervisor"}}
	for i := range list {
		x := &list[i]
		if strings.HasPrefix(x.inspector, "auditor") { // people of the hall check it themselves
			k.Place(x.inspector, x.hall, "")
		}
		k.SignIn(x.inspector)
		x.sha256 = k.Upload(uint64(100 + i))
		var audit struct{ ID string }
		k.Want(http.StatusCreated, "POST", "/api/v1/audits",
			apitest.Object{"hall": x.hall, "kind": "self"}, &audit)
		x.audit = audit.ID
		k.Must(k.AddProceedings(context.Background(), x.audit))
		k.Record(x.audit, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": x.sha256}))
		if strings.HasPrefix(x.inspector, "auditor") {
			k.Place(x.inspector, "", "")
		}
	}
	return list
}

func isPagePath(path string) bool {
	return !strings.HasPrefix(path, "/api/") && path != "/healthz"
}

// TestPermissions walks every route with every role and with nobody, for audits and halls in and
// out of the person's scope.
func TestPermissions(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	rights, targets := rightsOf(t), targets(k)
	for _, call := range k.Server.Calls() {
		method, path, _ := strings.Cut(call, " ")
		reaches, ok := rights[call]
		if slices.Contains(public, call) {
			continue
		}
		if !ok {
			t.Errorf("%s: nobody wrote down who may call it", call)
			continue
		}
		delete(rights, call)
		some := targets[:1]
		switch scoped := strings.ContainsAny(reaches, "oh"); {
		case scoped && (strings.HasSuffix(path, ".pdf") || strings.HasSuffix(path, "-notice")):
			some = targets[:2] // printing takes its time
		case scoped && strings.Contains(path, "{"):
			some = targets
		}
		for _, x := range some {
			asNobody(k, t, method, x.fill(path))
			for i, person := range people {
				asPerson(k, t, person, call, reach(reaches[i]), x)
			}
		}
	}
	for call := range rights {
		t.Errorf("%s: no such route", call)
	}
}

func asNobody(k *apitest.Kit, t *testing.T, method, path string) {
	t.Helper()
	k.SignIn("")
	status, header, body := k.Call(method, path, nil)
	if isPagePath(path) && method == "GET" {
		if to := header.Get("Location"); status != 303 || !strings.HasPrefix(to, "/sign-in?next=") {
			t.Errorf("%s %s: nobody gets %d to %q", method, path, status, to)
		}
	} else if status != 401 {
		t.Errorf("%s %s: nobody gets %d %.200s", method, path, status, body)
	}
}

// glance makes a call and reads the answer only if it is a refusal, for some answers do not end.
func glance(k *apitest.Kit, r *http.Request) (int, []byte) {
	k.T.Helper()
	answer, err := k.Client.Do(r)
	k.Must(err)
	defer answer.Body.Close()
	if answer.StatusCode < 400 {
		return answer.StatusCode, nil
	}
	body, err := io.ReadAll(answer.Body)
	k.Must(err)
	return answer.StatusCode, body
}

// bodyOf is a body for calls that look at it before they look for the audit.
func bodyOf(path string) any {
	switch {
	case strings.HasSuffix(path, "/changes"):
		return apitest.Object{"changes": []apitest.Object{{}}}
	case strings.HasSuffix(path, "/verify"):
		return apitest.Object{"answer": apitest.Object{"level": 3}}
	case strings.HasSuffix(path, "/audits/{id}/appeals"):
		return apitest.Object{"clause": "HS001"}
	case strings.Contains(path, "/rectifications/"), strings.Contains(path, "/appeals/"),
		strings.Contains(path, "/campaigns/"), strings.Contains(path, "/trainings/"),
		strings.Contains(path, "/feedback/"), strings.Contains(path, "/users/"):
		return apitest.Object{}
	}
	return nil
}

func asPerson(k *apitest.Kit, t *testing.T, person, call string, r reach, x target) {
	t.Helper()
	method, path, _ := strings.Cut(call, " ")
	if strings.Contains(path, "/drafts/") {
		k.Drafted(apitest.DraftID, "2017") // a call before may have deleted it
	}
	if strings.Contains(path, "/archive") {
		one, _ := strings.CutPrefix(x.fill("/api/v1/campaigns/{id}"), "/api/v1/campaigns/")
		k.Must(k.PlantArchive(context.Background(), one, 5))
	}
	k.SignIn(person)
	if path == "/sign-out" || method == "DELETE" {
		k.Tokens[person] = "" // the session ends
	}
	sent := bodyOf(path)
	if r == none && method != "GET" {
		sent = []byte(`{"no": JSON`) // who may not call it learns nothing of what is wrong with a body
	}
	status, body := glance(k, k.Request(method, x.fill(path), sent))
	want, ok := 404, status == 404
	switch {
	case r == none:
		want, ok = 403, status == 403
	case x.covers(r, person):
		want = 200 // or refused because of what is sent, never because of the person
		ok = status != 401 && status != 404 && status < 500 &&
			(status != 403 || strings.Contains(string(body), "own-audit") ||
				strings.Contains(string(body), "参与"))
	}
	if !ok {
		t.Errorf("%s %s (%s, %s): %s gets %d, want %d: %.200s", method, path, x.hall, x.inspector,
			person, status, want, body)
	}
}

func TestPublicRoutes(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	for _, call := range public {
		method, path, _ := strings.Cut(call, " ")
		status, _, body := k.Call(method, target{}.fill(path), nil)
		if status == 401 || status == 403 || status >= 500 {
			t.Errorf("%s: %d %.200s", call, status, body)
		}
	}
}

// TestListsStayInScope looks for audits and halls in lists that a person may not see one by one.
func TestListsStayInScope(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	targets := targets(k)
	want := map[string]int{"auditor": 1, "auditor2": 1, "head": 2, "supervisor": 4, "admin": 4}
	for person, count := range want {
		k.SignIn(person)
		for _, query := range []string{"", "?hall=GS-D00", "?hall=GS-S03", "?status=in-progress",
			"?hall=GS-D00&status=in-progress", "?campaign=none"} {
			var reply struct{ Items []struct{ ID string } }
			k.Want(200, "GET", "/api/v1/audits"+query, nil, &reply)
			if query == "" && len(reply.Items) != count {
				t.Errorf("%s sees %d audits, want %d", person, len(reply.Items), count)
			}
			for _, item := range reply.Items {
				k.Want(200, "GET", "/api/v1/audits/"+item.ID, nil, nil)
			}
		}
	}
	k.SignIn("head")
	status, _, page := k.Call("GET", "/audits", nil)
	if status != 200 || strings.Contains(string(page), targets[1].audit) {
		t.Errorf("the head's page: %d, or an audit of another hall", status)
	}
}

func TestHallHeadStartsOnlyOwnSelfCheck(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("head")
	for _, c := range []struct {
		hall, kind, code string
		status           int
	}{
		{"GS-S03", "self", "", 201},
		{"GS-S03", "comprehensive", "self-only", 403},
		{"GS-S03", "recheck", "self-only", 403},
		{"GS-D00", "self", "invalid", 422},
		{"GS-X99", "self", "invalid", 422},
	} {
		status, _, body := k.Call("POST", "/api/v1/audits", apitest.Object{"hall": c.hall, "kind": c.kind})
		if status != c.status || c.code != "" && apitest.CodeOf(t, body) != c.code {
			t.Errorf("%s %s: %d %s", c.kind, c.hall, status, body)
		}
	}
	// a hall that is not theirs and one that does not exist get the same answer
	_, _, a := k.Call("POST", "/api/v1/audits", apitest.Object{"hall": "GS-D00", "kind": "self"})
	_, _, b := k.Call("POST", "/api/v1/audits", apitest.Object{"hall": "GS-X99", "kind": "self"})
	mask := func(s []byte) string {
		text := strings.ReplaceAll(string(s), "GS-D00", "GS-X99")
		before, _, _ := strings.Cut(text, `"requestId"`)
		return before
	}
	if mask(a) != mask(b) {
		t.Errorf("tells halls apart:\n%s\n%s", a, b)
	}
}

func TestNobodyReviewsOwnWork(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	var audit struct{ ID string }
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"supervisor"}}, &audit)
	k.Record(audit.ID, k.Answers("subdistrict")...)
	k.Want(200, "POST", "/api/v1/audits/"+audit.ID+"/submit", nil, nil)
	k.SignIn("supervisor")
	status, _, body := k.Call("POST", "/api/v1/audits/"+audit.ID+"/approve", nil)
	if status != 403 || apitest.CodeOf(t, body) != "own-audit" {
		t.Errorf("approved own work: %d %s", status, body)
	}
	status, _, page := k.Call("GET", "/audits/"+audit.ID+"/approve", nil)
	if status != 200 || strings.Contains(string(page), `name="comment"`) {
		t.Errorf("page offers to approve own work: %d", status)
	}
}

func TestEvidenceIsSeenThroughAuditsAlone(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	d := k.Upload(7)
	see := func(want map[string]int) {
		t.Helper()
		for person, status := range want {
			k.SignIn(person)
			if got, _, _ := k.Call("GET", "/api/v1/evidence/"+d, nil); got != status {
				t.Errorf("%s gets %d, want %d", person, got, status)
			}
		}
	}
	see(map[string]int{"auditor": 200, "auditor2": 404, "head": 404, "supervisor": 404,
		"editor": 403, "admin": 404})

	// the digest alone does not give access to the photograph
	k.SignIn("auditor2")
	other := k.StartAudit("GS-D00")
	results := k.Record(other, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d}),
		k.Change("HS006", apitest.Object{"verdict": "pass"}))
	if results[0].Status != "applied" || results[1].Status != "applied" {
		t.Errorf("a photograph that the person has yet to send: %+v", results)
	}
	see(map[string]int{"auditor2": 404})

	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	k.Record(id, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d}))
	see(map[string]int{"auditor": 200, "auditor2": 404, "head": 404, "supervisor": 200,
		"editor": 403, "approver": 403, "admin": 200})

	// a person who has the bytes may use the photograph
	k.SignIn("auditor2")
	k.Upload(7)
	results = k.Record(other, k.Operation("HS009", "evidence.add", apitest.Object{"sha256": d}))
	if results[0].Status != "applied" {
		t.Errorf("own upload: %+v", results)
	}
	see(map[string]int{"auditor2": 200})
}

func TestAccessEndsAtOnce(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	k.Want(200, "GET", "/api/v1/halls", nil, nil)
	k.Must(k.Server.Accounts.DisableUser(context.Background(), "admin", "auditor"))
	k.Want(401, "GET", "/api/v1/halls", nil, nil)
	status, _, body := k.Call("POST", "/api/v1/sessions",
		apitest.Object{"username": "auditor", "password": apitest.Password})
	if status != 401 || apitest.CodeOf(t, body) != "wrong-password" {
		t.Errorf("a disabled account signs in: %d %s", status, body)
	}

	k.SignIn("head")
	k.Clock.Advance(14*24*time.Hour - time.Second)
	k.Want(200, "GET", "/api/v1/halls", nil, nil)
	k.Clock.Advance(time.Second)
	k.Want(401, "GET", "/api/v1/halls", nil, nil)

	k.SignIn("editor")
	k.Want(204, "DELETE", "/api/v1/sessions/current", nil, nil)
	k.Want(401, "GET", "/api/v1/halls", nil, nil)
	for _, token := range []string{"x", strings.Repeat("A", 43), k.Tokens["editor"] + " ", "\x01"} {
		k.Token = token
		if strings.ContainsRune(token, 1) {
			continue // no header can carry it
		}
		k.Want(401, "GET", "/api/v1/halls", nil, nil)
	}
}

// TestHallSeesResultsFromApproval: until an inspection is approved its hall sees that it takes
// place, and nothing of what it has found.
func TestHallSeesResultsFromApproval(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ReadyAudit()
	one := "/api/v1/audits/" + id
	line := func() (of struct {
		ID, State string
		Answered  int
		Result    *struct{ Total float64 }
	}) {
		var reply struct{ Items []json.RawMessage }
		k.Want(200, "GET", "/api/v1/audits?hall=GS-S03", nil, &reply)
		if len(reply.Items) != 1 {
			t.Fatalf("%d audits", len(reply.Items))
		}
		k.Must(json.Unmarshal(reply.Items[0], &of))
		return of
	}
	closed := func(state string) {
		t.Helper()
		k.SignIn("head")
		if of := line(); of.State != state || of.Answered != 0 || of.Result != nil {
			t.Errorf("%s: the line tells %+v", state, of)
		}
		for _, path := range []string{one, one + "/score", one + "/previous", one + "/report.pdf", one + "/record.pdf",
			one + "/export?format=oscal-assessment-results", "/audits/" + id, "/audits/" + id + "/score",
			"/audits/" + id + "/appeals?clause=HS001"} {
			if status, _, body := k.Call("GET", path, nil); status != 403 ||
				!strings.Contains(string(body), "检查结果审定后才对大厅公开") {
				t.Errorf("%s %s: %d %.300s", state, path, status, body)
			}
		}
		for _, path := range []string{"/halls/GS-S03", "/audits"} {
			if _, _, page := k.Call("GET", path, nil); strings.Contains(string(page), "/audits/"+id) ||
				!strings.Contains(string(page), "审定后公开") {
				t.Errorf("%s %s: %s", state, path, page)
			}
		}
	}
	closed("in-progress")
	k.SignIn("auditor")
	k.Want(200, "POST", one+"/submit", apitest.Object{}, nil)
	closed("submitted")
	k.SignIn("supervisor")
	k.Want(200, "POST", one+"/return", apitest.Object{"comment": "请补拍照片"}, nil)
	closed("returned")
	k.SignIn("auditor")
	k.Want(200, "POST", one+"/submit", apitest.Object{}, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", one+"/approve", apitest.Object{}, nil)
	k.SignIn("head")
	if of := line(); of.Result == nil || of.Answered == 0 {
		t.Errorf("approved: %+v", of)
	}
	for _, path := range []string{one, one + "/score", "/audits/" + id, "/audits/" + id + "/score"} {
		k.Want(200, "GET", path, nil, nil)
	}
}
