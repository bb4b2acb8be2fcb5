package api_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/api/apitest"
)

// Refusals and exports of personal data are events, one for each person, address and minute.
func TestRefusalsAndExportsAreEvents(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	for range 3 {
		k.Want(403, "GET", "/api/v1/users", nil, nil)
	}
	k.SignIn("admin")
	k.Call("GET", "/api/v1/users?format=csv", nil)
	var events struct {
		Items []struct{ ID, Actor, Action, Label string }
	}
	k.Want(200, "GET", "/api/v1/events", nil, &events)
	found := map[string]int{}
	for _, e := range events.Items {
		found[e.Actor+" "+e.Action+" "+e.Label]++
		if e.Action == "refused" {
			if p, err := k.Server.Journal.ParticularsOf(t.Context(), e.ID); err != nil || p.Count != 3 {
				t.Errorf("%+v %v", p, err)
			}
		}
	}
	for _, want := range []string{"auditor refused GET /api/v1/users", "admin exported GET /api/v1/users"} {
		if found[want] != 1 {
			t.Errorf("%d times %q in %v", found[want], want, found)
		}
	}
}

// TestParticularsAreShown: whoever is refused without being signed in is one event of the address and
// minute; the page of events says for the administrator who it was, from where and how often; an answer
// with one visitor's contact is an event as the lists are.
func TestParticularsAreShown(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Rated()
	for _, path := range []string{"/api/v1/users", "/api/v1/audits", "/api/v1/users"} {
		k.Want(401, "GET", path, nil, nil)
	}
	k.Want(401, "POST", "/api/v1/sessions", apitest.Object{"username": "auditor", "password": "wrong-password-1"}, nil)
	k.SignIn("auditor")
	k.Want(403, "GET", "/api/v1/users", nil, nil)
	page := k.Browse("admin").Get("/events").Body
	for _, want := range []string{"未登录者，地址 127.0.0.1", "1分钟内 3 次", "(auditor)，地址 127.0.0.1"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page: %s", want, page)
		}
	}
	k.SignIn("admin")
	var seen struct {
		Items []struct {
			Action      string
			Particulars *struct {
				Name, Address string
				Count         int
			}
		}
	}
	k.Want(200, "GET", "/api/v1/events", nil, &seen)
	most, named := 0, false
	for _, e := range seen.Items {
		if p := e.Particulars; p != nil && p.Address == "127.0.0.1" {
			most, named = max(most, p.Count), named || p.Name == "auditor"
		}
	}
	if most != 3 || !named {
		t.Errorf("the API does not answer who was refused: %+v", seen.Items)
	}
	if _, _, table := k.Call("GET", "/api/v1/events?format=csv", nil); !strings.Contains(string(table),
		"1分钟内 3 次") {
		t.Errorf("the table does not: %.900s", table)
	}
	k.SignIn("head")
	k.Want(200, "POST", "/api/v1/feedback/"+apitest.FeedbackID+"/answer",
		apitest.Object{"text": "已增开窗口。"}, nil)
	k.SignIn("admin")
	var events struct {
		Items []struct{ Action, Label string }
	}
	k.Want(200, "GET", "/api/v1/events", nil, &events)
	if !slices.ContainsFunc(events.Items, func(e struct{ Action, Label string }) bool {
		return e.Action == "contacts-read" && strings.HasSuffix(e.Label, "/answer")
	}) {
		t.Errorf("reading one contact is no event: %+v", events.Items)
	}
}

// A proxy that nobody has named is said in the log, once.
func TestForeignProxyIsSaid(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	var log bytes.Buffer
	config := k.Config
	config.Log, config.Proxies = slog.New(slog.NewTextHandler(&log, nil)), []string{"192.0.2.1"}
	server, err := api.New(t.Context(), config)
	k.Must(err)
	for _, way := range []struct{ address, client string }{{"192.0.2.1", "203.0.113.7"},
		{"192.0.2.1", "192.0.2.1"}, {"192.0.2.2", "203.0.113.7"}, {"192.0.2.2", "203.0.113.7"}} {
		r := httptest.NewRequest("GET", "/sign-in", nil)
		r.RemoteAddr = way.address + ":4000"
		r.Header.Set("X-Forwarded-For", way.client)
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := strings.Count(log.String(), "--trusted-proxies does not name"); got != 1 ||
		!strings.Contains(log.String(), "address=192.0.2.2") {
		t.Errorf("said %d times:\n%s", got, log.String())
	}
}
