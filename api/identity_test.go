package api_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/programtest"
	"hallmark/api/store/blob"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
)

// Who is out is out at once in the process that did it, and within two seconds in another one.
func TestEndOfSessions(t *testing.T) {
	k := newKit(t)
	key, err := programtest.Key()
	k.must(err)
	set, err := fonts.Embedded()
	k.must(err)
	calendar, err := workdays.Calendar()
	k.must(err)
	other, err := api.New(context.Background(), api.Config{Engine: k.engine, Key: key, Fonts: set,
		Blobs: blob.Dir(t.TempDir()), Calendar: calendar, Log: slog.New(slog.DiscardHandler),
		Now: k.clock.read, Version: "test"})
	k.must(err)
	elsewhere := httptest.NewServer(other)
	t.Cleanup(elsewhere.Close)
	status := func(url, user string) int {
		t.Helper()
		k.signIn(user)
		r := k.request("GET", "/api/v1/sessions/current", nil)
		r.RequestURI = ""
		r.URL.Host = url[len("http://"):]
		answer, err := http.DefaultClient.Do(r)
		k.must(err)
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		k.must(err)
		return answer.StatusCode
	}
	ends := map[string]func(){
		"auditor": func() { k.want(204, "DELETE", "/api/v1/sessions/current", nil, nil) },
		"auditor2": func() {
			k.must(k.server.SetPassword(context.Background(), "admin", "auditor2", password+"!", ""))
		},
		"head": func() { k.must(k.server.DisableUser(context.Background(), "admin", "head")) },
	}
	for user, end := range ends {
		for _, url := range []string{k.url, elsewhere.URL} {
			if n := status(url, user); n != http.StatusOK {
				t.Fatalf("%s: status %d before the end", user, n)
			}
		}
		end()
		if n := status(k.url, user); n != http.StatusUnauthorized {
			t.Errorf("%s: status %d at once", user, n)
		}
		k.clock.advance(2 * time.Second)
		if n := status(elsewhere.URL, user); n != http.StatusUnauthorized {
			t.Errorf("%s: status %d elsewhere after two seconds", user, n)
		}
	}
}
