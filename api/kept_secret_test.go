package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hallmark/api/access"
	"hallmark/api/apitest"
	"hallmark/api/store"
	"hallmark/fixtures"
	"hallmark/standard"
)

// storedIn reads the documents of a collection as they are stored.
func storedIn(t *testing.T, k *apitest.Kit, collection string) (docs [][]byte) {
	t.Helper()
	for doc, err := range store.Stored(t.Context(), k.Engine,
		store.Schema[json.RawMessage]{Name: collection}) {
		k.Must(err)
		docs = append(docs, doc)
	}
	return docs
}

// The answer with a webhook's secret is given once and stored nowhere; the webhook is made once.
func TestSecretAnswersAreNotKept(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("admin")
	send := func() (int, []byte) {
		r := k.Request("POST", "/api/v1/webhooks", apitest.Object{"url": "http://127.0.0.1:1/hook",
			"types": []string{"edition.published"}})
		r.Header.Set("Idempotency-Key", "one")
		status, _, body := k.Do(r)
		return status, body
	}
	status, body := send()
	if status != 201 || !bytes.Contains(body, []byte(`"secret"`)) {
		t.Fatalf("%d %s", status, body)
	}
	secret, _, _ := strings.Cut(strings.SplitN(string(body), `"secret":"`, 2)[1], `"`)
	for _, doc := range storedIn(t, k, "replies") {
		if bytes.Contains(doc, []byte(secret)) {
			t.Errorf("the secret is stored: %s", doc)
		}
	}
	if status, body := send(); status != 409 || !bytes.Contains(body, []byte(`"key-secret"`)) {
		t.Errorf("once more: %d %s", status, body)
	}
	var list struct{ Items []struct{ ID string } }
	if k.Want(200, "GET", "/api/v1/webhooks", nil, &list); len(list.Items) != 1 {
		t.Errorf("%d webhooks, want 1", len(list.Items))
	}
}

// What has expired is removed by the worker.
func TestExpiredIsSwept(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("admin")
	r := k.Request("POST", "/api/v1/webhooks", apitest.Object{"url": "http://127.0.0.1:1/hook",
		"types": []string{"edition.published"}})
	r.Header.Set("Idempotency-Key", "one")
	k.Do(r)
	if len(storedIn(t, k, "sessions")) != 1 || len(storedIn(t, k, "replies")) != 1 {
		t.Fatal("nothing is stored")
	}
	k.Must(k.Server.DueByTime(t.Context()))
	k.Clock.Advance(access.SessionLife + time.Hour)
	k.Must(k.Server.DueByTime(t.Context()))
	for _, name := range []string{"sessions", "replies"} {
		if left := storedIn(t, k, name); len(left) > 0 {
			t.Errorf("%d of %s are still stored", len(left), name)
		}
	}
}

// Personal data stay in no cache, and what a proxy on this machine passes on is not local.
func TestAnswersAreNotCached(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	k.SignIn("admin")
	for path, want := range map[string]string{"/api/v1/users": "no-store", "/api/v1/halls": "no-store",
		"/api/v1/users?format=csv": "no-store", "/api/v1/sessions/current": "no-store"} {
		if _, header, _ := k.Call("GET", path, nil); header.Get("Cache-Control") != want &&
			header.Get("ETag") == "" {
			t.Errorf("%s: %q, want %q", path, header.Get("Cache-Control"), want)
		}
	}
	for _, name := range []string{"", "X-Forwarded-For", "Forwarded", "X-Real-Ip"} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = "127.0.0.1:4000"
		want := http.StatusOK
		if name != "" {
			r.Header.Set(name, "for=203.0.113.7")
			want = http.StatusNotFound
		}
		w := httptest.NewRecorder()
		if k.Server.ServeHTTP(w, r); w.Code != want {
			t.Errorf("/metrics with %q: %d, want %d", name, w.Code, want)
		}
	}
}

// A link that was made before a photograph arrived lets its maker see it only if they have the bytes.
func TestDigestAloneShowsNoPhotograph(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor2")
	id := k.StartAudit("GS-S03", "auditor2")
	photo, err := fixtures.Photo(fixtures.Scenes()[0], 1)
	k.Must(err)
	d := string(standard.DigestBytes(photo))
	k.Want(200, "POST", "/api/v1/audits/"+id+"/changes", apitest.Object{"changes": []any{
		k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d})}}, nil)
	k.Clock.Advance(time.Minute)
	put := func(user string) {
		k.SignIn(user)
		r := k.Request("PUT", "/api/v1/evidence/"+d, photo)
		r.Header.Set("Content-Type", "image/jpeg")
		if status, _, body := k.Do(r); status >= 300 {
			t.Fatalf("%d %s", status, body)
		}
	}
	see := func(want int) {
		t.Helper()
		k.SignIn("auditor2")
		if status, _, _ := k.Call("GET", "/api/v1/evidence/"+d, nil); status != want {
			t.Errorf("status %d, want %d", status, want)
		}
	}
	put("auditor")
	see(404)
	put("auditor2")
	see(200)
}

// TestWhoShowsAPhotograph: a photograph counts in an audit once somebody who showed it there has sent
// it. That they may see it in another audit is not enough, and who showed it there first by its digest
// alone takes nothing from those who have it.
func TestWhoShowsAPhotograph(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	cite := func(audit, d string) {
		t.Helper()
		if r := k.Record(audit, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d})); r[0].Status != "applied" {
			t.Errorf("cited: %+v", r)
		}
	}
	see := func(who, d string, want int) {
		t.Helper()
		k.SignIn(who)
		if status, _, _ := k.Call("GET", "/api/v1/evidence/"+d, nil); status != want {
			t.Errorf("%s gets %d, want %d", who, status, want)
		}
	}
	approve := func(audit string) {
		k.SignIn("auditor")
		k.Record(audit, k.Answers("subdistrict")...)
		k.Want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
		k.SignIn("supervisor")
		k.Want(200, "POST", "/api/v1/audits/"+audit+"/approve", nil, nil)
	}
	k.SignIn("auditor2") // of another hall, shown there to nobody of GS-S03
	first, second := k.Upload(7), k.Upload(8)
	elsewhere := k.StartAudit("GS-D00", "auditor")
	cite(elsewhere, first)
	see("auditor", first, 200)

	id := k.StartAudit("GS-S03", "auditor2") // an inspector may see the photograph of the other audit
	cite(id, first)
	cite(id, second) // and knows the digest of another one
	k.SignIn("auditor2")
	cite(id, second) // which its owner shows there, too
	approve(id)
	see("head", first, 404)
	see("head", second, 200)
	k.SignIn("auditor")
	k.Upload(7)
	see("head", first, 200)
}

// TestWalkOfPhotographs breaks off a change with a photograph. The link may stand without the change: it
// lets nobody see what its maker has not sent.
func TestWalkOfPhotographs(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	audit, d := k.StartAudit("GS-S03"), k.Upload(7)
	change := apitest.Object{"changes": []any{k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d})}}
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) {
		return k.Ask("POST /api/v1/audits/"+audit+"/changes", change)
	})
	w.Fresh, w.Ahead = true, []string{"evidence"}
	w.Run(t)
}
