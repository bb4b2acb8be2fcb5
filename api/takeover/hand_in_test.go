package takeover_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/standard"
)

// handInSeen is a hand-in as the API shows it.
type handInSeen struct {
	ID, Audit, Why, State, By, DecidedBy, Comment, Begun, Corrected string
	Left, Holds                                                     []string
	Revision                                                        int
}

// workOf is the work of an auditor in a hall whose audit may not begin by itself.
func workOf(k *apitest.Kit, start apitest.Object) []byte {
	k.T.Helper()
	return apitest.QueueFile("auditor", start, k.Change("HS001", apitest.Object{"value": 187.5}),
		k.Change("HS002", apitest.Object{"level": 1}))
}

// auditSeen is what the audit of a hand-in became.
type auditSeen struct {
	Hall, Campaign, State, StartedAt string
	Inspectors                       []string
	Answered                         int
	Transitions                      []struct {
		By     string
		Handed struct{ File, Of, By string }
	}
}

// wantTaken holds that an audit begun on a day stands in the auditor's name, with both answers, and
// says that the supervisor took it over from which file.
func wantTaken(k *apitest.Kit, day string, file []byte) auditSeen {
	k.T.Helper()
	var a auditSeen
	k.Want(200, "GET", "/api/v1/audits/"+queueAudit, nil, &a)
	if !slices.Equal(a.Inspectors, []string{"auditor"}) || !strings.HasPrefix(a.StartedAt, day) ||
		a.Answered != 2 || a.State != "in-progress" || len(a.Transitions) != 1 {
		k.T.Fatalf("%+v", a)
	}
	first := a.Transitions[0]
	if h := first.Handed; first.By != "auditor" || h.Of != "auditor" || h.By != "supervisor" ||
		h.File != string(standard.DigestBytes(file)) {
		k.T.Errorf("%+v", first)
	}
	return a
}

// A tablet whose clock is two months behind: its audit may not begin, is handed in, shown to the
// supervisor, and taken over with the time at which it really began; the reviewer sees both times.
func TestHandInWrongClock(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	file := workOf(k, apitest.Object{"id": queueAudit, "hall": "GS-S03", "kind": "announced",
		"startedAt": "2018-01-01T01:00:00Z"})
	var h, again handInSeen
	k.Want(201, "POST", "/api/v1/hand-ins", file, &h)
	k.Want(200, "POST", "/api/v1/hand-ins", file, &again)
	if h.ID != again.ID || h.State != "waiting" || h.Why != "开始时间：早于现在超过30天。" || len(h.Holds) != 4 {
		t.Errorf("%+v", h)
	}
	k.Want(404, "GET", "/api/v1/audits/"+queueAudit, nil, nil)
	k.Want(403, "POST", "/api/v1/hand-ins/"+h.ID+"/take", apitest.Object{"revision": 1}, nil)
	k.SignIn("auditor2")
	k.Want(404, "GET", "/api/v1/hand-ins/"+h.ID, nil, nil)
	var list struct{ Items []handInSeen }
	if k.Want(200, "GET", "/api/v1/hand-ins", nil, &list); len(list.Items) != 0 {
		t.Errorf("another auditor sees %+v", list.Items)
	}
	k.Pass()
	if told := k.Told("supervisor"); len(told) != 1 || told[0].URL != "/hand-ins/"+h.ID {
		t.Errorf("the supervisor is told %+v", told)
	}
	k.SignIn("supervisor")
	take := "/api/v1/hand-ins/" + h.ID + "/take"
	status, _, body := k.Call("POST", take, apitest.Object{"revision": 1})
	if status != 422 || !strings.Contains(string(body), `"name":"begun"`) {
		t.Errorf("with the tablet's time: %d %s", status, body)
	}
	begun := apitest.Object{"revision": 1, "begun": "2018-02-20T01:00:00Z"}
	for range 2 { // again is harmless
		k.Want(200, "POST", take, begun, &h)
	}
	if h.State != "taken" || h.DecidedBy != "supervisor" || len(h.Left) != 0 || h.Corrected == "" {
		t.Errorf("%+v", h)
	}
	wantTaken(k, "2018-02-20", file)
	k.Want(409, "POST", "/api/v1/hand-ins/"+h.ID+"/refuse",
		apitest.Object{"revision": h.Revision, "comment": "不收"}, nil)
	var review struct {
		Heard struct {
			Begun, First, Oldest string
			Records              int
		}
	}
	k.Want(200, "GET", "/api/v1/audits/"+queueAudit+"/review", nil, &review)
	if r := review.Heard; !strings.HasPrefix(r.Begun, "2018-02-20") ||
		!strings.HasPrefix(r.First, "2018-03-01") {
		t.Errorf("%+v", r)
	}
	k.Pass()
	if told := k.Told("auditor"); len(told) != 1 || told[0].Kind != "hand-in-taken" {
		t.Errorf("the auditor is told %+v", told)
	}
}

// The hall was closed while the auditor was there without a network.
func TestHandInClosedHall(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var hall struct{ Revision int }
	k.Want(200, "GET", "/api/v1/halls/GS-S03", nil, &hall)
	k.Want(200, "PATCH", "/api/v1/halls/GS-S03",
		apitest.Object{"revision": hall.Revision, "status": "closed"}, nil)
	k.SignIn("auditor")
	file := workOf(k, apitest.Object{"id": queueAudit, "hall": "GS-S03", "kind": "announced",
		"startedAt": "2018-02-28T01:00:00Z"})
	k.Want(422, "POST", "/api/v1/audits", apitest.Object{"id": queueAudit, "hall": "GS-S03",
		"kind": "announced", "startedAt": "2018-02-28T01:00:00Z"}, nil)
	var h handInSeen
	k.Want(201, "POST", "/api/v1/hand-ins", file, &h)
	b := k.Browse("supervisor")
	if page := b.Get("/hand-ins/" + h.ID); !strings.Contains(page.Body, "187.5") ||
		!strings.Contains(page.Body, h.Why) {
		t.Errorf("the page does not say what was handed in and why:\n%s", page.Body)
	}
	k.SignIn("supervisor")
	form := url.Values{"revision": {"1"}, "do": {"take"}}
	if status, _, body := k.SendForm("/hand-ins/"+h.ID, form); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	wantTaken(k, "2018-02-28", file)
}

// The campaign was over before the tablet came back: the audit belongs to none, and asks what the
// campaign asked.
func TestHandInAfterCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall       string
			Inspectors []string
		}
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(nil), &m)
	for _, step := range []string{"seal", "draw", "open", "close"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{"confirmed": true}, &m)
	}
	i := slices.IndexFunc(m.Visits, func(v struct {
		Hall       string
		Inspectors []string
	}) bool {
		return slices.Contains(v.Inspectors, "auditor")
	})
	if i < 0 {
		t.Fatalf("the auditor is sent nowhere: %+v", m)
	}
	k.Clock.Advance(2 * time.Hour)
	start := apitest.Object{"id": queueAudit, "hall": m.Visits[i].Hall, "campaign": m.ID,
		"kind": "unannounced", "startedAt": k.Clock.Read().Add(-time.Hour).Format(time.RFC3339)}
	k.SignIn("auditor")
	status, _, body := k.Call("POST", "/api/v1/audits", start)
	if status != 422 || !strings.Contains(string(body), "campaign-state") {
		t.Fatalf("%d %s", status, body)
	}
	var h handInSeen
	k.Want(201, "POST", "/api/v1/hand-ins", workOf(k, start), &h)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/hand-ins/"+h.ID+"/take", apitest.Object{"revision": 1}, &h)
	var a auditSeen
	k.Want(200, "GET", "/api/v1/audits/"+queueAudit, nil, &a)
	if a.Campaign != "" || a.Hall != m.Visits[i].Hall || h.State != "taken" {
		t.Errorf("%+v of %+v", a, h)
	}
}

// What may begin begins: nothing is handed in.
func TestHandInMayBegin(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	file := workOf(k, apitest.Object{"id": queueAudit, "hall": "GS-S03", "kind": "announced"})
	status, _, body := k.Call("POST", "/api/v1/hand-ins", file)
	if status != 409 || apitest.CodeOf(t, body) != "hand-in-begun" {
		t.Errorf("%d %s", status, body)
	}
	k.Want(200, "GET", "/api/v1/audits/"+queueAudit, nil, nil)
	var list struct{ Items []handInSeen }
	if k.Want(200, "GET", "/api/v1/hand-ins", nil, &list); len(list.Items) != 0 {
		t.Errorf("%+v", list.Items)
	}
}

// A supervisor refuses it and says why; the auditor reads that and may hand in again.
func TestHandInRefused(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := apitest.HandIn(k, "auditor", "GS-S03", queueAudit)
	k.SignIn("supervisor")
	k.Want(422, "POST", "/api/v1/hand-ins/"+id+"/refuse", apitest.Object{"revision": 1, "comment": "\u200b"}, nil)
	k.Want(200, "POST", "/api/v1/hand-ins/"+id+"/refuse",
		apitest.Object{"revision": 1, "comment": "当天没有安排检查"}, nil)
	k.Want(409, "POST", "/api/v1/hand-ins/"+id+"/take", apitest.Object{"revision": 2}, nil)
	k.SignIn("auditor")
	var h handInSeen
	k.Want(200, "GET", "/api/v1/hand-ins/"+id, nil, &h)
	if h.State != "refused" || h.Comment != "当天没有安排检查" {
		t.Errorf("%+v", h)
	}
	k.Want(404, "GET", "/api/v1/audits/"+queueAudit, nil, nil)
}

// Nobody hands in for somebody else, more than one audit, or a file that was cut off.
func TestHandInFileOfOthers(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	start := apitest.Object{"id": queueAudit, "hall": "GS-S03", "kind": "announced",
		"startedAt": "2018-01-01T01:00:00Z"}
	other := k.Change("HS001", apitest.Object{"value": 1})
	strange := strings.Replace(string(workOf(k, start)), `"audit":"`+queueAudit,
		`"audit":"01890a5d-ac96-774b-bcce-b302099a8099`, 1)
	content := strange[strings.Index(strange, `"content":`)+len(`"content":`) : strings.Index(strange, `,"photographs":{}}`)]
	strange = string(unsigned(content))
	for want, file := range map[string]string{
		"hand-in-own":  string(apitest.QueueFile("auditor2", start, other)),
		"hand-in-one":  strange,
		"hand-in-file": strings.Replace(string(workOf(k, start)), "187.5", "250", 1),
	} {
		status, _, body := k.Call("POST", "/api/v1/hand-ins", []byte(file))
		if status != 422 || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %s", want, status, body)
		}
	}
}
