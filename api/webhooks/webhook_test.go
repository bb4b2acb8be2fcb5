package webhooks_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/feed"
	"hallmark/fixtures"
)

// signed checks a signature by the specification; it shares no code with the program.
func signedBy(t *testing.T, m apitest.Message, secret string) bool {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) != 24 {
		t.Fatalf("secret %q", secret)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", m.ID, m.Timestamp, m.Body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, s := range strings.Fields(m.Signature) {
		if s == want {
			return true
		}
	}
	return false
}

func TestWebhookDelivers(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	w := k.Subscribe(r.URL, "amendment.published")
	k.Subscribe(r.URL+"/others", "edition.published")
	next := k.Publish()
	k.Must(k.Server.Feed.PublishEdition(context.Background(), "editor", next)) // again: nothing more
	k.Pass()
	k.Pass()
	got := r.Messages()
	if len(got) != 1 || !signedBy(t, got[0], w.Secret) {
		t.Fatalf("%d messages: %+v", len(got), got)
	}
	if got[0].Timestamp != fmt.Sprint(k.Clock.Read().Unix()) {
		t.Errorf("timestamp %s", got[0].Timestamp)
	}
	var body struct {
		Type string
		Data struct {
			Edition, Digest, Amendment, Effective string
			Changes                               []struct{ Op, UID, CodeBefore, CodeAfter, Grade string }
		}
	}
	k.Must(json.Unmarshal([]byte(got[0].Body), &body))
	if d := body.Data; body.Type != "amendment.published" || d.Edition != "2017+XG1" ||
		d.Digest != string(next.Digest()) || d.Amendment != "XG1" || d.Effective != "2022-07-01" ||
		len(d.Changes) < 10 {
		t.Errorf("%+v", body)
	}
	forged := got[0]
	forged.Body += " "
	if signedBy(t, forged, w.Secret) {
		t.Error("the check takes another body")
	}

	var rotated apitest.Hook
	k.Want(200, "POST", "/api/v1/webhooks/"+w.ID+"/rotate", nil, &rotated)
	test := func() apitest.Message {
		var d apitest.Delivery
		k.Want(200, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, &d)
		if d.State != "delivered" {
			t.Errorf("%+v", d)
		}
		got := r.Messages()
		return got[len(got)-1]
	}
	if m := test(); !signedBy(t, m, w.Secret) || !signedBy(t, m, rotated.Secret) ||
		w.Secret == rotated.Secret {
		t.Errorf("both secrets sign for a day: %+v", m)
	}
	k.Clock.Advance(24 * time.Hour)
	if m := test(); signedBy(t, m, w.Secret) || !signedBy(t, m, rotated.Secret) {
		t.Error("the old secret still signs")
	}
}

// TestSecretsAreSealed: neither a list nor a backup nor the stored document shows a secret.
func TestSecretsAreSealed(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	w := k.Subscribe("https://example.org/hook", "edition.published")
	_, _, shown := k.Call("GET", "/api/v1/webhooks", nil)
	var packed bytes.Buffer
	_, err := api.Backup(context.Background(), api.Installation{Engine: k.Config.Engine,
		Blobs: k.Config.Blobs}, &packed)
	k.Must(err)
	files, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	k.Must(err)
	file, err := files.Open("webhooks.jsonl")
	k.Must(err)
	backup, err := io.ReadAll(file)
	k.Must(err)
	raw := strings.TrimPrefix(w.Secret, "whsec_")
	if !strings.Contains(string(backup), w.ID) || strings.Contains(string(backup), raw) ||
		strings.Contains(string(shown), raw) {
		t.Error("the secret is shown")
	}
}

func TestWebhookIsTriedAgain(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	k.Subscribe(r.URL, "amendment.published")
	k.Publish()
	r.Answer(http.StatusFound) // a redirection is a failure and is not followed
	waits := []time.Duration{0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
	for i, wait := range waits {
		if wait > 0 {
			k.Clock.Advance(wait - time.Second)
			k.Pass()
			if n := len(r.Messages()); n != i {
				t.Fatalf("%d attempts before the wait of %s is over", n, wait)
			}
			k.Clock.Advance(time.Second)
		}
		k.Pass()
		if n := len(r.Messages()); n != i+1 {
			t.Fatalf("%d attempts after %s", n, wait)
		}
	}
	k.Clock.Advance(48 * time.Hour)
	k.Pass()
	for name, id := range map[string]string{"first": r.Messages()[0].ID,
		"last": r.Messages()[9].ID} {
		if d := k.Deliveries()[0]; len(r.Messages()) != 10 || d.ID != id || d.State != "failed" ||
			d.LastError != "status" || !strings.Contains(d.Detail, "302") {
			t.Errorf("%s: %+v", name, d)
		}
	}
	r.Answer(http.StatusOK)
	k.Want(200, "POST", "/api/v1/outbox/"+k.Deliveries()[0].ID+"/retry", nil, nil)
	k.Pass()
	if d := k.Deliveries()[0]; d.State != "delivered" || len(r.Messages()) != 11 {
		t.Errorf("after retry: %+v", d)
	}
	k.Want(409, "POST", "/api/v1/outbox/"+k.Deliveries()[0].ID+"/retry", nil, nil)
}

func TestReceiverGone(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	w := k.Subscribe(r.URL, "amendment.published")
	r.Answer(http.StatusGone)
	k.Publish()
	k.Pass()
	var page struct{ Items []apitest.Hook }
	k.Want(200, "GET", "/api/v1/webhooks", nil, &page)
	if page.Items[0].Enabled || !page.Items[0].Gone {
		t.Errorf("%+v", page.Items[0])
	}
	if d := k.Deliveries()[0]; d.State != "cancelled" {
		t.Errorf("%+v", d)
	}
	k.Want(409, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, nil)
	k.Clock.Advance(time.Hour)
	k.Pass()
	if n := len(r.Messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestWebhookAfterCrash ends a server in the middle of an attempt. Another one over the same
// storage sends again, under the same ID.
func TestWebhookAfterCrash(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	w := k.Subscribe(r.URL, "amendment.published")
	k.Publish()
	r.Hold = make(chan struct{})
	dying, kill := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = k.Server.Deliver(dying)
	}()
	<-r.Hit
	kill()
	<-ended
	r.Mu.Lock()
	r.Hold = nil
	r.Mu.Unlock()

	again, err := api.New(context.Background(), k.Config)
	k.Must(err)
	k.Must(again.Deliver(context.Background()))
	if n := len(r.Messages()); n != 1 {
		t.Errorf("sent during the lease of the one before: %d", n)
	}
	k.Clock.Advance(31 * time.Second)
	k.Must(again.Deliver(context.Background()))
	got := r.Messages()
	if len(got) != 2 || got[0].ID != got[1].ID || got[0].Body != got[1].Body ||
		!signedBy(t, got[1], w.Secret) {
		t.Errorf("%+v", got)
	}
	if d := k.Deliveries()[0]; d.State != "delivered" || d.Attempts != 2 {
		t.Errorf("%+v", d)
	}
}

// TestTwoProcesses share a storage; each message is sent by one of them.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	for range 6 {
		k.Subscribe(r.URL, "amendment.published")
	}
	k.Publish()
	other, err := api.New(context.Background(), k.Config)
	k.Must(err)
	var wg sync.WaitGroup
	for _, s := range []*api.Server{k.Server, other, k.Server, other} {
		wg.Go(func() { _ = s.Deliver(context.Background()) })
	}
	wg.Wait()
	k.Pass()
	ids := map[string]int{}
	for _, m := range r.Messages() {
		ids[m.ID]++
	}
	if len(ids) != 6 || len(r.Messages()) != 6 {
		t.Errorf("%v", ids)
	}
}

// TestWork runs the worker itself: it announces what a process did not announce, and
// stops when its context ends.
func TestWork(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	k.Subscribe(r.URL, "amendment.published")
	k.Publish()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	k.Must(k.Server.Feed.Docs.Feed.Delete(ctx, feed.Entry{Seq: 2}.ID()))
	go func() {
		defer close(ended)
		k.Server.Work(ctx)
	}()
	select {
	case <-r.Hit:
	case <-time.After(20 * time.Second):
		t.Error("nothing was sent")
	}
	stop()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the worker does not stop")
	}
}

// TestNamesAreLookedAtWhenDialled: a name that resolves to this machine passes every check of its
// text and is refused by the dialler.
func TestNamesAreLookedAtWhenDialled(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	config := k.Config
	config.LocalWebhooks = false
	strict, err := api.New(context.Background(), config)
	k.Must(err)
	k.Server = strict
	web := httptest.NewServer(strict)
	t.Cleanup(web.Close)
	k.URL = web.URL
	w := k.Subscribe("https://localhost:1/hook", "amendment.published")
	var d apitest.Delivery
	k.Want(200, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, &d)
	if d.State != "pending" || d.LastError != "address" {
		t.Errorf("%+v", d)
	}
	k.Want(422, "POST", "/api/v1/webhooks", apitest.Object{"url": "http://127.0.0.1/", "types": []string{
		"amendment.published"}}, nil)
}

func TestFeed(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Publish()
	type page struct {
		Items []struct {
			Seq        int
			Name, Type string
			Base       *struct{ Edition string }
			Changes    []struct {
				UID, Op, Grade string
				Fields         []string
			}
		}
		Next, Cursor string
	}
	get := func(query string) (p page, tag string) {
		t.Helper()
		status, header, body := k.Call("GET", "/api/v1/changes"+query, nil)
		if status != 200 {
			t.Fatalf("%s: %d %s", query, status, body)
		}
		k.Must(json.Unmarshal(body, &p))
		return p, header.Get("ETag")
	}
	k.SignIn("head")
	first, _ := get("?limit=1")
	if len(first.Items) != 1 || first.Items[0].Name != "edition/2017" || first.Next != "1" {
		t.Errorf("%+v", first)
	}
	second, tag := get("?since=" + first.Cursor)
	if len(second.Items) != 1 || second.Next != "" || second.Cursor != "2" ||
		second.Items[0].Type != "amendment.published" || second.Items[0].Base.Edition != "2017" {
		t.Errorf("%+v", second)
	}
	// the changes are those of the sheet
	sheet, err := fixtures.AmendmentXG1()
	k.Must(err)
	want, have := map[string]bool{}, map[string]bool{}
	for _, item := range sheet.Items {
		if item.UID != "" {
			want[string(item.UID)] = true
		}
		for _, move := range item.Renumber {
			want[string(move.UID)] = true
		}
	}
	for _, c := range second.Items[0].Changes {
		have[c.UID] = true
	}
	for uid := range want {
		if !have[uid] {
			t.Errorf("%s is not told: %s", uid, cmp.Diff(want, have))
		}
	}
	end, _ := get("?since=2")
	if len(end.Items) != 0 || end.Cursor != "2" || end.Next != "" {
		t.Errorf("%+v", end)
	}
	r := k.Request("GET", "/api/v1/changes?since=1", nil)
	r.Header.Set("If-None-Match", tag)
	if status, _, _ := k.Do(r); status != http.StatusNotModified {
		t.Errorf("status %d", status)
	}
	for _, since := range []string{"x", "-1", "01", "1.5", "99999999999999999999"} {
		k.Want(400, "GET", "/api/v1/changes?since="+since, nil, nil)
	}
}
