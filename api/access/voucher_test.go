package access_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

const nonce = "q5bV3hJ0xkS2u7aR9tZc1d4f"

// vouched reports whether an answer carries the voucher of a key for the nonce.
func vouched(key []byte, w *httptest.ResponseRecorder, content string) bool {
	at, code, _ := strings.Cut(w.Header().Get("Hallmark-Voucher"), " ")
	sum := hmac.New(sha256.New, key)
	fmt.Fprintf(sum, "hallmark answer 1\n%s\n%s\n%d\n%s", nonce, at, w.Code, content)
	return at != "" && code == hex.EncodeToString(sum.Sum(nil))
}

// Every answer to a request with a nonce carries the voucher of its sign-in, whatever its status;
// that of the sign-in itself the public one.
func TestVouchers(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	send := func(method, path, token, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Hallmark-Nonce", nonce)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		k.Server.ServeHTTP(w, r)
		return w
	}
	check := func(key []byte, w *httptest.ResponseRecorder, status int) {
		t.Helper()
		if w.Code != status {
			t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
		}
		if !vouched(key, w, apitest.DigestOf(w.Body.Bytes())) {
			t.Errorf("status %d has the voucher %q", status, w.Header().Get("Hallmark-Voucher"))
		}
	}
	public := []byte("hallmark sign-in")
	signIn := func(password string) *httptest.ResponseRecorder {
		return send("POST", "/api/v1/sessions", "", fmt.Sprintf(`{"username":"auditor","password":%q}`,
			password))
	}
	check(public, signIn("wrong"), http.StatusUnauthorized)
	w := signIn(apitest.Password)
	check(public, w, http.StatusCreated)
	var session struct{ Token, AnswerKey string }
	k.Must(json.Unmarshal(w.Body.Bytes(), &session))
	key, err := base64.RawURLEncoding.DecodeString(session.AnswerKey)
	k.Must(err)

	const audits = "/api/v1/audits"
	check(key, send("GET", audits, session.Token, ""), http.StatusOK)
	k.SignIn("auditor")
	r := httptest.NewRequest("GET", audits+"/"+k.StartAudit("GS-S03"), nil)
	r.Header.Set("Hallmark-Nonce", nonce)
	r.Header.Set("Authorization", "Bearer "+session.Token)
	first := httptest.NewRecorder()
	k.Server.ServeHTTP(first, r)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	same := httptest.NewRecorder()
	k.Server.ServeHTTP(same, r)
	check(key, same, http.StatusNotModified)
	check(key, send("GET", audits+"/no-such", session.Token, ""), http.StatusNotFound)
	check(key, send("GET", "/api/v1/nowhere", session.Token, ""), http.StatusNotFound)
	check(key, send("PUT", audits, session.Token, ""), http.StatusMethodNotAllowed)
	check(key, send("POST", audits, session.Token, "{"), http.StatusBadRequest)
	check(key, send("DELETE", "/api/v1/sessions/current", session.Token, ""), http.StatusNoContent)
	check(key, send("GET", audits, session.Token, ""), http.StatusUnauthorized) // it is over
	if other := send("GET", audits, "another", ""); vouched(key, other,
		apitest.DigestOf(other.Body.Bytes())) {
		t.Error("the key of one sign-in vouches for answers to another")
	}
	k.SignIn("supervisor")
	if _, header, _ := k.Call("GET", audits, nil); header.Get("Hallmark-Voucher") != "" {
		t.Error("an answer is vouched for that nobody asked to be")
	}
}

// A stream is vouched for by its head, before its end.
func TestVoucherOfStream(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	k.SignIn("auditor")
	status, _, body := k.Call("POST", "/api/v1/sessions", apitest.Object{"username": "auditor",
		"password": apitest.Password})
	var session struct{ Token, AnswerKey string }
	k.Must(json.Unmarshal(body, &session))
	_, _, body = k.Call("GET", "/api/v1/audits", nil)
	var list struct{ Items []struct{ ID string } }
	k.Must(json.Unmarshal(body, &list))
	if status != http.StatusCreated || len(list.Items) == 0 {
		t.Fatalf("status %d, %d audits", status, len(list.Items))
	}
	r := httptest.NewRequest("GET", "/api/v1/audits/"+list.Items[0].ID+"/events?seconds=1", nil)
	r.Header.Set("Hallmark-Nonce", nonce)
	r.Header.Set("Authorization", "Bearer "+session.Token)
	w := httptest.NewRecorder()
	k.Server.ServeHTTP(w, r)
	key, err := base64.RawURLEncoding.DecodeString(session.AnswerKey)
	k.Must(err)
	if !vouched(key, w, "stream") || !strings.Contains(w.Body.String(), "event: presence") {
		t.Errorf("status %d, voucher %q: %.200s", w.Code, w.Header().Get("Hallmark-Voucher"), w.Body)
	}
}
