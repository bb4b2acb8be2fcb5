package api_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestFigures reads what a collector reads: each answer is counted once under the pattern of its
// route, and what a stranger invents makes no series of its own.
func TestFigures(t *testing.T) {
	k := newKit(t)
	k.signIn("auditor")
	k.want(200, "GET", "/api/v1/halls", nil, nil)
	k.want(200, "GET", "/api/v1/halls", nil, nil)
	for _, method := range []string{"BREW", "WHEN"} {
		k.server.ServeHTTP(httptest.NewRecorder(), k.request(method, "/nowhere", nil))
	}
	k.signIn("admin")
	w := httptest.NewRecorder()
	k.server.ServeHTTP(w, k.request("GET", "/metrics", nil))
	lines := strings.Split(w.Body.String(), "\n")
	for _, want := range []string{
		`# TYPE hallmark_requests_total counter`,
		`hallmark_requests_total{route="/api/v1/halls",method="GET",status="200"} 2`,
		`hallmark_requests_total{route="none",method="none",status="404"} 2`,
		`# TYPE hallmark_request_seconds histogram`,
		`hallmark_request_seconds_count{route="/api/v1/halls",method="GET"} 2`,
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %s in\n%s", want, w.Body)
		}
	}
}
