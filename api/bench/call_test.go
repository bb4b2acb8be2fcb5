package bench_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// transport keeps a connection for each client.
var transport = &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}

// call sends a request and returns the body of an answer of success. Any goroutine may call it.
func call(t *testing.T, method, url, token string, body []byte) []byte {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		t.Errorf("%s %s: %d %v %s", method, url, answer.StatusCode, err, b)
	}
	return b
}
