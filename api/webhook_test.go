package api_test

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
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/fixtures"
	"hallmark/standard"
)

// receiver is a real HTTP server that keeps what it is sent.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []message
	status int
	hold   chan struct{} // closed to let the answer go; nil answers at once
	hit    chan struct{}
}

type message struct {
	id, timestamp, signature, body string
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent, hit: make(chan struct{}, 100)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		r.got = append(r.got, message{q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp"),
			q.Header.Get("webhook-signature"), string(body)})
		status, hold := r.status, r.hold
		r.mu.Unlock()
		r.hit <- struct{}{}
		if hold != nil {
			select {
			case <-hold:
			case <-q.Context().Done():
			}
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) messages() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]message{}, r.got...)
}

// signed is the check of the specification, written a second time.
func signedBy(t *testing.T, m message, secret string) bool {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) != 24 {
		t.Fatalf("secret %q", secret)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", m.id, m.timestamp, m.body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, s := range strings.Fields(m.signature) {
		if s == want {
			return true
		}
	}
	return false
}

type hook struct {
	ID, URL, Secret string
	Enabled, Gone   bool
	Revision        int
}

// subscribe makes a subscription in the name of the editor.
func (k *kit) subscribe(url string, types ...string) hook {
	k.t.Helper()
	var w hook
	k.signIn("editor")
	k.want(http.StatusCreated, "POST", "/api/v1/webhooks", object{"url": url, "types": types}, &w)
	return w
}

// publish publishes the reference amendment's edition.
func (k *kit) publish() *standard.Edition {
	k.t.Helper()
	base, err := fixtures.Edition2017()
	k.must(err)
	sheet, err := fixtures.AmendmentXG1()
	k.must(err)
	next, err := standard.Apply(base, sheet)
	k.must(err)
	k.must(k.server.PublishEdition(context.Background(), "editor", next))
	return next
}

func (k *kit) pass() {
	k.t.Helper()
	k.must(k.server.Deliver(context.Background()))
}

type delivery struct {
	ID, State, LastError, Detail string
	Attempts                     int
}

func (k *kit) deliveries() []delivery {
	k.t.Helper()
	k.signIn("admin")
	var page struct{ Items []delivery }
	k.want(200, "GET", "/api/v1/outbox", nil, &page)
	return page.Items
}

func TestWebhookDelivers(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	w := k.subscribe(r.URL, "amendment.published")
	k.subscribe(r.URL+"/others", "edition.published")
	next := k.publish()
	k.must(k.server.PublishEdition(context.Background(), "editor", next)) // again: nothing more
	k.pass()
	k.pass()
	got := r.messages()
	if len(got) != 1 || !signedBy(t, got[0], w.Secret) {
		t.Fatalf("%d messages: %+v", len(got), got)
	}
	if got[0].timestamp != fmt.Sprint(k.clock.read().Unix()) {
		t.Errorf("timestamp %s", got[0].timestamp)
	}
	var body struct {
		Type string
		Data struct {
			Edition, Digest, Amendment, Effective string
			Changes                               []struct{ Op, UID, CodeBefore, CodeAfter, Grade string }
		}
	}
	k.must(json.Unmarshal([]byte(got[0].body), &body))
	if d := body.Data; body.Type != "amendment.published" || d.Edition != "2017+XG1" ||
		d.Digest != string(next.Digest()) || d.Amendment != "XG1" || d.Effective != "2022-07-01" ||
		len(d.Changes) < 10 {
		t.Errorf("%+v", body)
	}
	forged := got[0]
	forged.body += " "
	if signedBy(t, forged, w.Secret) {
		t.Error("the check takes another body")
	}

	var rotated hook
	k.want(200, "POST", "/api/v1/webhooks/"+w.ID+"/rotate", nil, &rotated)
	test := func() message {
		var d delivery
		k.want(200, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, &d)
		if d.State != "delivered" {
			t.Errorf("%+v", d)
		}
		got := r.messages()
		return got[len(got)-1]
	}
	if m := test(); !signedBy(t, m, w.Secret) || !signedBy(t, m, rotated.Secret) ||
		w.Secret == rotated.Secret {
		t.Errorf("both secrets sign for a day: %+v", m)
	}
	k.clock.advance(24 * time.Hour)
	if m := test(); signedBy(t, m, w.Secret) || !signedBy(t, m, rotated.Secret) {
		t.Error("the old secret still signs")
	}
}

// TestSecretsAreSealed: neither a list nor a backup nor the stored document shows a secret.
func TestSecretsAreSealed(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	w := k.subscribe("https://example.org/hook", "edition.published")
	_, _, shown := k.call("GET", "/api/v1/webhooks", nil)
	var packed bytes.Buffer
	_, err := api.Backup(context.Background(), api.Installation{Engine: k.config.Engine,
		Blobs: k.config.Blobs}, &packed)
	k.must(err)
	files, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	k.must(err)
	file, err := files.Open("webhooks.jsonl")
	k.must(err)
	backup, err := io.ReadAll(file)
	k.must(err)
	raw := strings.TrimPrefix(w.Secret, "whsec_")
	if !strings.Contains(string(backup), w.ID) || strings.Contains(string(backup), raw) ||
		strings.Contains(string(shown), raw) {
		t.Error("the secret is shown")
	}
}

func TestWebhookIsTriedAgain(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	k.subscribe(r.URL, "amendment.published")
	k.publish()
	r.answer(http.StatusFound) // a redirection is a failure and is not followed
	waits := []time.Duration{0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour,
		5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
	for i, wait := range waits {
		if wait > 0 {
			k.clock.advance(wait - time.Second)
			k.pass()
			if n := len(r.messages()); n != i {
				t.Fatalf("%d attempts before the wait of %s is over", n, wait)
			}
			k.clock.advance(time.Second)
		}
		k.pass()
		if n := len(r.messages()); n != i+1 {
			t.Fatalf("%d attempts after %s", n, wait)
		}
	}
	k.clock.advance(48 * time.Hour)
	k.pass()
	for name, id := range map[string]string{"first": r.messages()[0].id,
		"last": r.messages()[9].id} {
		if d := k.deliveries()[0]; len(r.messages()) != 10 || d.ID != id || d.State != "failed" ||
			d.LastError != "status" || !strings.Contains(d.Detail, "302") {
			t.Errorf("%s: %+v", name, d)
		}
	}
	r.answer(http.StatusOK)
	k.want(200, "POST", "/api/v1/outbox/"+k.deliveries()[0].ID+"/retry", nil, nil)
	k.pass()
	if d := k.deliveries()[0]; d.State != "delivered" || len(r.messages()) != 11 {
		t.Errorf("after retry: %+v", d)
	}
	k.want(409, "POST", "/api/v1/outbox/"+k.deliveries()[0].ID+"/retry", nil, nil)
}

func TestReceiverGone(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	w := k.subscribe(r.URL, "amendment.published")
	r.answer(http.StatusGone)
	k.publish()
	k.pass()
	var page struct{ Items []hook }
	k.want(200, "GET", "/api/v1/webhooks", nil, &page)
	if page.Items[0].Enabled || !page.Items[0].Gone {
		t.Errorf("%+v", page.Items[0])
	}
	if d := k.deliveries()[0]; d.State != "cancelled" {
		t.Errorf("%+v", d)
	}
	k.want(409, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, nil)
	k.clock.advance(time.Hour)
	k.pass()
	if n := len(r.messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestWebhookAfterCrash ends a server in the middle of an attempt. Another one over the same storage
// sends again, under the same ID.
func TestWebhookAfterCrash(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	w := k.subscribe(r.URL, "amendment.published")
	k.publish()
	r.hold = make(chan struct{})
	dying, kill := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = k.server.Deliver(dying)
	}()
	<-r.hit
	kill()
	<-ended
	r.mu.Lock()
	r.hold = nil
	r.mu.Unlock()

	again, err := api.New(context.Background(), k.config)
	k.must(err)
	k.must(again.Deliver(context.Background()))
	if n := len(r.messages()); n != 1 {
		t.Errorf("sent during the lease of the one before: %d", n)
	}
	k.clock.advance(31 * time.Second)
	k.must(again.Deliver(context.Background()))
	got := r.messages()
	if len(got) != 2 || got[0].id != got[1].id || got[0].body != got[1].body ||
		!signedBy(t, got[1], w.Secret) {
		t.Errorf("%+v", got)
	}
	if d := k.deliveries()[0]; d.State != "delivered" || d.Attempts != 2 {
		t.Errorf("%+v", d)
	}
}

// TestTwoProcesses share a storage; each message is sent by one of them.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	for range 6 {
		k.subscribe(r.URL, "amendment.published")
	}
	k.publish()
	other, err := api.New(context.Background(), k.config)
	k.must(err)
	var wg sync.WaitGroup
	for _, s := range []*api.Server{k.server, other, k.server, other} {
		wg.Go(func() { _ = s.Deliver(context.Background()) })
	}
	wg.Wait()
	k.pass()
	ids := map[string]int{}
	for _, m := range r.messages() {
		ids[m.id]++
	}
	if len(ids) != 6 || len(r.messages()) != 6 {
		t.Errorf("%v", ids)
	}
}

// TestWork runs the worker itself: it announces what a process left unsaid, and stops when told to.
func TestWork(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	k.subscribe(r.URL, "amendment.published")
	k.publish()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	k.must(k.server.ForgetFeedForTest(ctx, 2))
	go func() {
		defer close(ended)
		k.server.Work(ctx)
	}()
	select {
	case <-r.hit:
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

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"93.184.216.34": "both", "2606:4700::1": "both",
		"127.0.0.1": "local", "::1": "local", "10.0.0.1": "local", "192.168.1.1": "local",
		"172.16.0.1": "local", "fd00::1": "local", "::ffff:10.0.0.1": "local",
		"169.254.169.254": "", "fe80::1": "", "::ffff:169.254.169.254": "", "0.0.0.0": "", "::": "",
		"224.0.0.1": "", "100.64.0.1": "", "64:ff9b::a00:1": "", "255.255.255.255": "",
		"2002:a00:1::": "",
	} {
		a := netip.MustParseAddr(address)
		got := map[[2]bool]string{{true, true}: "both", {false, true}: "local"}[[2]bool{
			api.ReachableForTest(a, false), api.ReachableForTest(a, true)}]
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	for url, want := range map[string]bool{"https://example.org/x": true, "http://example.org": false,
		"https://127.0.0.1/": false, "https://[::1]/": false, "https://u:p@example.org/": false,
		"ftp://example.org": false, "https://": false, "x": false, "https://example.org/#a": false,
		"file:///etc/passwd": false} {
		if got := api.WebhookURLForTest(url, false); got != want {
			t.Errorf("%s: %v", url, got)
		}
	}
}

// TestNamesAreLookedAtWhenDialled: a name that resolves to this machine passes every check of its
// text and is refused by the dialler.
func TestNamesAreLookedAtWhenDialled(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	config := k.config
	config.LocalWebhooks = false
	strict, err := api.New(context.Background(), config)
	k.must(err)
	k.server = strict
	web := httptest.NewServer(strict)
	t.Cleanup(web.Close)
	k.url = web.URL
	w := k.subscribe("https://localhost:1/hook", "amendment.published")
	var d delivery
	k.want(200, "POST", "/api/v1/webhooks/"+w.ID+"/test", nil, &d)
	if d.State != "pending" || d.LastError != "address" {
		t.Errorf("%+v", d)
	}
	k.want(422, "POST", "/api/v1/webhooks", object{"url": "http://127.0.0.1/", "types": []string{
		"amendment.published"}}, nil)
}

func TestFeed(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.publish()
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
		status, header, body := k.call("GET", "/api/v1/changes"+query, nil)
		if status != 200 {
			t.Fatalf("%s: %d %s", query, status, body)
		}
		k.must(json.Unmarshal(body, &p))
		return p, header.Get("ETag")
	}
	k.signIn("head")
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
	k.must(err)
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
	r := k.request("GET", "/api/v1/changes?since=1", nil)
	r.Header.Set("If-None-Match", tag)
	if status, _, _ := k.do(r); status != http.StatusNotModified {
		t.Errorf("status %d", status)
	}
	for _, since := range []string{"x", "-1", "01", "1.5", "99999999999999999999"} {
		k.want(400, "GET", "/api/v1/changes?since="+since, nil, nil)
	}
}
