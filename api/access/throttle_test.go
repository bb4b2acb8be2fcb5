package access_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/journal"
	"hallmark/api/store"
)

// tryPassword signs in from an address and returns the status and the answer without what differs
// in every answer.
func tryPassword(k *apitest.Kit, address, user, secret string) (int, http.Header, string) {
	k.T.Helper()
	content, err := json.Marshal(apitest.Object{"username": user, "password": secret})
	k.Must(err)
	r := httptest.NewRequest("POST", "/api/v1/sessions", bytes.NewReader(content))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = address + ":5000"
	w := httptest.NewRecorder()
	k.Server.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	k.Must(err)
	text, _, _ := strings.Cut(string(body), `"requestId"`)
	return w.Code, w.Header(), text
}

func TestSignInThrottledByAccount(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for i := range 10 {
		address := fmt.Sprintf("192.0.2.%d", i) // from everywhere
		if status, _, _ := tryPassword(k, address, "auditor", "wrong"); status != 401 {
			t.Fatalf("failure %d: %d", i+1, status)
		}
	}
	for _, name := range []string{"auditor", "AUDITOR", " auditor "} {
		status, header, body := tryPassword(k, "192.0.2.99", name, apitest.Password)
		if status != 429 || header.Get("Retry-After") == "" || !strings.Contains(body, `"too-many"`) {
			t.Errorf("%q after ten failures: %d %s", name, status, body)
		}
	}
	if status, _, _ := tryPassword(k, "192.0.2.99", "auditor2", apitest.Password); status != 201 {
		t.Errorf("another account: %d", status)
	}
	k.Clock.Advance(29 * time.Second)
	if status, _, _ := tryPassword(k, "192.0.2.99", "auditor", apitest.Password); status != 429 {
		t.Errorf("29 s later: %d", status)
	}
	k.Clock.Advance(time.Second)
	if status, _, _ := tryPassword(k, "192.0.2.99", "auditor", apitest.Password); status != 201 {
		t.Errorf("half a minute later: %d", status)
	}
	for i := range 10 { // success forgave all
		if status, _, _ := tryPassword(k, "192.0.2.99", "auditor", "wrong"); status != 401 {
			t.Fatalf("failure %d after success: %d", i+1, status)
		}
	}
}

// TestGuessesSideBySide sends guesses all at once: they get no further than one after the other,
// but for those that are compared at the same moment.
func TestGuessesSideBySide(t *testing.T) {
	t.Parallel()
	k := apitest.NewCostlyKit(t)
	const guesses = 60
	statuses := make(chan int, guesses)
	for i := range guesses {
		go func() {
			status, _, _ := tryPassword(k, fmt.Sprintf("192.0.2.%d", i), "auditor", "wrong")
			statuses <- status
		}()
	}
	count := map[int]int{}
	for range guesses {
		count[<-statuses]++
	}
	if count[401] < 10 || count[401] > 11 || count[401]+count[429] != guesses {
		t.Errorf("answers by status: %v, want 10 or 11 failures, the others refused", count)
	}
}

// TestNamesDoNotPushOutOthers asks for more names than the throttle remembers, from an address that
// may not try any more: the account that somebody guesses at stays throttled.
func TestNamesDoNotPushOutOthers(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for i := range 10 {
		tryPassword(k, fmt.Sprintf("192.0.2.%d", i), "auditor", "wrong")
	}
	for i := range 60 {
		tryPassword(k, "198.51.100.1", fmt.Sprintf("guess%d", i), "wrong")
	}
	for i := range 1900 { // below the limit of requests
		tryPassword(k, "198.51.100.1", fmt.Sprintf("name%d", i), "wrong")
	}
	if n, err := throttledNames(t.Context(), k); n > 100 || err != nil {
		t.Errorf("%d names remembered after 61 failures (%v)", n, err)
	}
	if status, _, _ := tryPassword(k, "192.0.2.99", "auditor", apitest.Password); status != 429 {
		t.Errorf("the account is free again: %d", status)
	}
}

func TestSignInThrottledByAddress(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for i := range 60 {
		name := fmt.Sprintf("guess%d", i)
		if status, _, _ := tryPassword(k, "192.0.2.1", name, "wrong"); status != 401 {
			t.Fatalf("failure %d: %d", i+1, status)
		}
	}
	if status, _, _ := tryPassword(k, "192.0.2.1", "auditor", apitest.Password); status != 429 {
		t.Errorf("after sixty failures from one address: %d", status)
	}
	if status, _, _ := tryPassword(k, "192.0.2.2", "auditor", apitest.Password); status != 201 {
		t.Errorf("from elsewhere: %d", status)
	}
}

// TestAccountsAreNotEnumerated compares what strangers are told of accounts that exist, that do
// not, and that are disabled, including when they are throttled.
func TestAccountsAreNotEnumerated(t *testing.T) {
	t.Parallel()
	k := apitest.NewCostlyKit(t)
	k.Must(k.Server.Accounts.DisableUser(t.Context(), "admin", "editor"))
	for i := range 11 {
		address := fmt.Sprintf("192.0.2.%d", i)
		status, _, body := tryPassword(k, address, "auditor", "wrong")
		names := []string{"nobody", "editor"}
		if i == 0 {
			names = append(names, "用户", "a b", "../auditor", "x\x00")
		}
		for _, name := range names {
			if s, _, b := tryPassword(k, address, name, "wrong"); s != status || b != body {
				t.Errorf("attempt %d: %q gets %d %s, an account %d %s", i+1, name, s, b, status, body)
			}
		}
	}
	if status, _, _ := tryPassword(k, "192.0.2.50", "editor", apitest.Password); status != 401 &&
		status != 429 {
		t.Errorf("disabled, with the right password: %d", status)
	}
}

// TestRateLimit sends more requests at once than one address may.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	get := func(address string) (int, http.Header) {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.RemoteAddr = address + ":5000"
		w := httptest.NewRecorder()
		k.Server.ServeHTTP(w, r)
		return w.Code, w.Header()
	}
	for i := range 100_000 {
		status, header := get("192.0.2.1")
		if status == 200 {
			continue
		}
		if status != 429 || header.Get("Retry-After") == "" || i < 2000 {
			t.Errorf("request %d: %d %v; a burst of 2,000 is allowed", i, status, header)
		}
		if status, _ := get("192.0.2.2"); status != 200 {
			t.Errorf("from elsewhere: %d", status)
		}
		return
	}
	t.Error("never refused")
}

// signInAs signs in from an address with the cookies of a browser, and returns the status and the
// cookies after it.
func signInAs(k *apitest.Kit, address, user, secret string, cookies []*http.Cookie) (int, []*http.Cookie) {
	k.T.Helper()
	content, err := json.Marshal(apitest.Object{"username": user, "password": secret})
	k.Must(err)
	r := httptest.NewRequest("POST", "/api/v1/sessions", bytes.NewReader(content))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Tablet\x1b[31m")
	r.RemoteAddr = net.JoinHostPort(address, "5000")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	k.Server.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "hallmark_known" {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				k.T.Errorf("the mark of a browser is %+v", c)
			}
			cookies = []*http.Cookie{c}
		}
	}
	return w.Code, cookies
}

// Nobody can lock out the owner of a name who has signed in with that browser before: neither by
// guesses at the name from everywhere, nor from the office's own address, nor across a restart.
func TestOwnersAreNotLockedOut(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	status, owner := signInAs(k, "203.0.113.5", "auditor", apitest.Password, nil)
	if status != 201 || len(owner) != 1 {
		t.Fatalf("%d %v", status, owner)
	}
	for i := range 12 {
		signInAs(k, fmt.Sprintf("192.0.2.%d", i), "auditor", "wrong", nil)
	}
	for i := range 70 {
		signInAs(k, "203.0.113.5", fmt.Sprintf("guess%d", i), "wrong", nil)
	}
	again, err := api.New(t.Context(), k.Config)
	k.Must(err)
	k.Server = again
	if status, _ := signInAs(k, "203.0.113.9", "auditor", apitest.Password, nil); status != 429 {
		t.Errorf("the name after a restart: %d, want 429", status)
	}
	if status, _ := signInAs(k, "203.0.113.5", "auditor2", apitest.Password, nil); status != 429 {
		t.Errorf("the address after a restart: %d, want 429", status)
	}
	if status, _ := signInAs(k, "203.0.113.5", "auditor", apitest.Password, owner); status != 201 {
		t.Errorf("the owner: %d, want 201", status)
	}
	// The mark opens no other name, and has a count of its own.
	if status, _ := signInAs(k, "203.0.113.5", "auditor2", apitest.Password, owner); status != 429 {
		t.Errorf("another name with the mark: %d, want 429", status)
	}
	for range 10 {
		signInAs(k, "203.0.113.7", "auditor", "wrong", owner)
	}
	if status, _ := signInAs(k, "203.0.113.7", "auditor", apitest.Password, owner); status != 429 {
		t.Errorf("a known browser that guesses: %d, want 429", status)
	}
}

// One address alone locks a name for itself, not for others; one IPv6 network is one address.
func TestOneAddressLocksItself(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for i := range 10 {
		address := fmt.Sprintf("2001:db8:1:2::%d", i+1)
		if status, _ := signInAs(k, address, "auditor", "wrong", nil); status != 401 {
			t.Fatalf("failure %d: %d", i+1, status)
		}
	}
	if status, _ := signInAs(k, "2001:db8:1:2:ffff::1", "auditor", apitest.Password, nil); status != 429 {
		t.Errorf("from the same network: %d, want 429", status)
	}
	if status, _ := signInAs(k, "2001:db8:1:3::1", "auditor", apitest.Password, nil); status != 201 {
		t.Errorf("from another network: %d, want 201", status)
	}
}

// A failed sign-in is an event without personal data, one for each name, address and minute; what is
// personal stands beside it for 180 days.
func TestFailedSignInsAreEvents(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for range 3 {
		signInAs(k, "203.0.113.5", "auditor", "wrong", nil)
		signInAs(k, "203.0.113.5", "kingfisher-lantern-47", "wrong", nil)
	}
	k.Clock.Advance(time.Minute)
	signInAs(k, "203.0.113.5", "auditor", "wrong", nil)
	type line struct{ ID, Actor, Action, Subject, Label string }
	failed := func() (list []line) {
		k.SignIn("admin")
		var events struct{ Items []line }
		k.Want(200, "GET", "/api/v1/events", nil, &events)
		for _, e := range events.Items {
			if e.Action == "sign-in-failed" {
				list = append(list, e)
			}
		}
		return list
	}
	list := failed()
	if len(list) != 3 {
		t.Fatalf("%d events, want 3: %+v", len(list), list)
	}
	names, tried, count := 0, 0, 0
	for _, e := range list {
		if e.Actor != "visitor" || strings.Contains(e.Label+e.Subject, "auditor") {
			t.Errorf("personal data in %+v", e)
		}
		p, err := k.Server.Journal.ParticularsOf(t.Context(), e.ID)
		k.Must(err)
		if p == nil || p.Address != "203.0.113.5" || p.Agent != "Tablet[31m" {
			t.Fatalf("%+v", p)
		}
		if p.Name == "auditor" {
			names++
		}
		if p.Name == "" && len(p.Tried) == 64 {
			tried++
		}
		count += p.Count
	}
	if names != 2 || tried != 1 || count != 7 {
		t.Errorf("%d with the account, %d with a digest, %d tries; want 2, 1, 7", names, tried, count)
	}
	if strings.Contains(strings.Join(k.Dump(), "\n"), "kingfisher") {
		t.Error("a name that is no account is stored in the clear")
	}
	k.Clock.Advance(journal.ParticularLife + time.Hour)
	k.Must(k.Server.DueByTime(t.Context()))
	if p, err := k.Server.Journal.ParticularsOf(t.Context(), list[0].ID); p != nil || err != nil {
		t.Errorf("after 180 days: %+v %v", p, err)
	}
	k.Tokens = map[string]string{}
	if n := len(failed()); n != 3 {
		t.Errorf("%d events are left, want 3", n)
	}
}

// throttledNames is for how many account names failures are counted.
func throttledNames(ctx context.Context, k *apitest.Kit) (n int, err error) {
	for g, err := range k.Server.Access.Docs.Guesses.Find(ctx, store.Query{Order: "until"}) {
		if err != nil {
			return 0, err
		}
		if strings.HasPrefix(g.ID, "name/") {
			n++
		}
	}
	return n, nil
}
