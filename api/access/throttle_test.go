package access_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
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
	if n := k.Server.Access.ThrottledNamesForTest(); n > 100 {
		t.Errorf("%d names remembered after 61 failures", n)
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
