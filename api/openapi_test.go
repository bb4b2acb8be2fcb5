package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/google/go-cmp/cmp"

	"hallmark/api/apitest"
)

func described(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := apitest.Document()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDocumentIsValid(t *testing.T) {
	doc := described(t)
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	if !doc.IsOpenAPI31OrLater() {
		t.Errorf("version %s", doc.OpenAPI)
	}
}

func TestDocumentHasEveryRoute(t *testing.T) {
	var want []string
	for _, call := range apitest.New(t).Server.Calls() {
		_, path, _ := strings.Cut(call, " ")
		if strings.HasPrefix(path, "/api/v1/") ||
			slices.Contains([]string{"/healthz", "/readyz", "/metrics"}, path) {
			want = append(want, call)
		}
	}
	var have []string
	for call := range operations(described(t)) {
		have = append(have, call)
	}
	slices.Sort(want)
	slices.Sort(have)
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("routes of the server (-) and of openapi.json (+):\n%s", diff)
	}
}

// operations lists what the document describes by "GET /api/v1/halls/{id}".
func operations(doc *openapi3.T) map[string]*openapi3.Operation {
	all := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			all[method+" "+path] = operation
		}
	}
	return all
}

// checkRequest reports how a request contradicts the document.
func checkRequest(r *http.Request) error {
	doc, err := apitest.Document()
	if err != nil {
		return err
	}
	route, values := apitest.RouteOf(doc, r)
	if route == nil {
		return fmt.Errorf("%s %s is not described", r.Method, r.URL.Path)
	}
	copied := r.Clone(r.Context())
	if r.GetBody != nil {
		if copied.Body, err = r.GetBody(); err != nil {
			return err
		}
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: values, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: authenticated,
			RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true},
	})
}

// authenticated reports whether a request shows a token by one of the described schemes.
func authenticated(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	r := in.RequestValidationInput.Request
	cookie, err := r.Cookie("hallmark")
	bearer := strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case in.SecuritySchemeName == "bearer" && bearer:
	case in.SecuritySchemeName == "cookie" && err == nil && cookie.Value != "":
	default:
		return in.NewError(fmt.Errorf("no %s", in.SecuritySchemeName))
	}
	return nil
}

// TestChecksCanFail keeps the two checks honest.
func TestChecksCanFail(t *testing.T) {
	header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	for _, test := range []struct {
		status int
		body   string
		wrong  bool
	}{
		{200, `{"status":"ok","version":"1"}`, false},
		{200, `{"status":"ok","version":"1","host":"a"}`, true},
		{200, `{"status":"ok"}`, true},
		{200, `{"status":"ill","version":"1"}`, true},
		{202, `{"status":"ok","version":"1"}`, true},
		{304, ``, true},
	} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		_, err := apitest.CheckAnswer(r, test.status, header, []byte(test.body))
		if (err != nil) != test.wrong {
			t.Errorf("%d %s: %v", test.status, test.body, err)
		}
	}
}

// TestExamplesAreTrue asks for what the examples show. Where an example is shortened, the real list
// must hold its entries.
func TestExamplesAreTrue(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	shown := 0
	for call, operation := range operations(described(t)) {
		answer := operation.Responses.Status(http.StatusOK)
		if answer == nil || answer.Value.Content["application/json"] == nil ||
			answer.Value.Content["application/json"].Example == nil {
			continue
		}
		shown++
		method, path, _ := strings.Cut(call, " ")
		path = strings.ReplaceAll(path, "{id}", "GS-S03")
		status, _, body := k.Call(method, path, exampleOf(operation))
		if status != http.StatusOK {
			t.Errorf("%s: status %d: %s", call, status, body)
			continue
		}
		have := decode(t, body)
		example, err := json.Marshal(answer.Value.Content["application/json"].Example)
		k.Must(err)
		if missing := missingIn(have, decode(t, example), "example"); missing != "" {
			t.Errorf("%s: %s is not in %s", call, missing, body)
		}
	}
	if shown < 3 {
		t.Errorf("only %d answers have examples", shown)
	}
}

// exampleOf is the example of a request's body, or nil.
func exampleOf(operation *openapi3.Operation) any {
	if operation.RequestBody == nil || operation.RequestBody.Value.Content["application/json"] == nil {
		return nil
	}
	return operation.RequestBody.Value.Content["application/json"].Example
}

func decode(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil && err != io.EOF {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// missingIn names the first place of want that have does not agree with.
func missingIn(have, want any, at string) string {
	switch w := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok || len(h) != len(w) {
			return at
		}
		for name, value := range w {
			if missing := missingIn(h[name], value, at+"."+name); missing != "" {
				return missing
			}
		}
		return ""
	case []any:
		h, _ := have.([]any)
		for i, value := range w {
			if !slices.ContainsFunc(h, func(x any) bool { return missingIn(x, value, "") == "" }) {
				return fmt.Sprintf("%s[%d]", at, i)
			}
		}
		return ""
	}
	if !cmp.Equal(have, want) {
		return at
	}
	return ""
}
