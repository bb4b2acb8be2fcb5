package api_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestFigures reads what a collector reads: each answer is counted once under the pattern of its
// route, and what a stranger invents makes no series of its own.
func TestFigures(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("auditor")
	k.Want(200, "GET", "/api/v1/halls", nil, nil)
	k.Want(200, "GET", "/api/v1/halls", nil, nil)
	for _, method := range []string{"BREW", "WHEN"} {
		k.Server.ServeHTTP(httptest.NewRecorder(), k.Request(method, "/nowhere", nil))
	}
	k.SignIn("admin")
	w := httptest.NewRecorder()
	k.Server.ServeHTTP(w, k.Request("GET", "/metrics", nil))
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
