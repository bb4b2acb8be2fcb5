package api_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
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

// A proxy that nobody has named is said in the log, once.
func TestForeignProxyIsSaid(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	var log bytes.Buffer
	config := k.Config
	config.Log, config.Proxies = slog.New(slog.NewTextHandler(&log, nil)), []string{"192.0.2.1"}
	server, err := api.New(t.Context(), config)
	k.Must(err)
	for _, address := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.2"} {
		r := httptest.NewRequest("GET", "/sign-in", nil)
		r.RemoteAddr = address + ":4000"
		r.Header.Set("X-Forwarded-For", "203.0.113.7")
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := strings.Count(log.String(), "--trusted-proxies does not name"); got != 1 ||
		!strings.Contains(log.String(), "address=192.0.2.2") {
		t.Errorf("said %d times:\n%s", got, log.String())
	}
}
