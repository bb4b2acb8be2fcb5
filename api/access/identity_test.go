package access_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/programtest"
	"hallmark/api/store/blob"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
)

// TestEndOfSessions ends sessions in three ways: the process that does it refuses them at once,
// another process within two seconds.
func TestEndOfSessions(t *testing.T) {
	k := apitest.New(t)
	key, err := programtest.Key()
	k.Must(err)
	set, err := fonts.Embedded()
	k.Must(err)
	calendar, err := workdays.Calendar()
	k.Must(err)
	other, err := api.New(context.Background(), api.Config{Engine: k.Engine, Key: key,
		Secret: k.Server.Secret, Fonts: set,
		Blobs: blob.Dir(t.TempDir()), Calendar: calendar, Log: slog.New(slog.DiscardHandler),
		Now: k.Clock.Read, Version: "test"})
	k.Must(err)
	elsewhere := httptest.NewServer(other)
	t.Cleanup(elsewhere.Close)
	status := func(url, user string) int {
		t.Helper()
		k.SignIn(user)
		r := k.Request("GET", "/api/v1/sessions/current", nil)
		r.RequestURI = ""
		r.URL.Host = url[len("http://"):]
		answer, err := http.DefaultClient.Do(r)
		k.Must(err)
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		k.Must(err)
		return answer.StatusCode
	}
	ends := map[string]func(){
		"auditor": func() { k.Want(204, "DELETE", "/api/v1/sessions/current", nil, nil) },
		"auditor2": func() {
			k.Must(k.Server.Accounts.SetPassword(context.Background(), "admin", "auditor2", "vermilion otter ladder", ""))
		},
		"head": func() { k.Must(k.Server.Accounts.DisableUser(context.Background(), "admin", "head")) },
	}
	for user, end := range ends {
		for _, url := range []string{k.URL, elsewhere.URL} {
			if n := status(url, user); n != http.StatusOK {
				t.Fatalf("%s: status %d before the end", user, n)
			}
		}
		end()
		if n := status(k.URL, user); n != http.StatusUnauthorized {
			t.Errorf("%s: status %d at once", user, n)
		}
		k.Clock.Advance(2 * time.Second)
		if n := status(elsewhere.URL, user); n != http.StatusUnauthorized {
			t.Errorf("%s: status %d elsewhere after two seconds", user, n)
		}
	}
}
