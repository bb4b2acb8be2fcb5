package apitest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"hallmark/api"
)

// Document is the description of the API as it is served.
var Document = sync.OnceValues(func() (*openapi3.T, error) {
	return openapi3.NewLoader().LoadFromData(api.OpenAPI())
})

// RouteOf finds what the document says of a request, or nil.
func RouteOf(doc *openapi3.T, r *http.Request) (*routers.Route, map[string]string) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/")
	for template, item := range doc.Paths.Map() {
		operation := item.GetOperation(r.Method)
		values, ok := matchPath(strings.TrimPrefix(template, "/"), path)
		if ok && operation != nil {
			return &routers.Route{Spec: doc, Path: template, PathItem: item, Method: r.Method,
				Operation: operation}, values
		}
	}
	return nil, nil
}

func matchPath(template, path string) (map[string]string, bool) {
	names, parts := strings.Split(template, "/"), strings.Split(path, "/")
	if len(names) != len(parts) {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range names {
		value, err := url.PathUnescape(parts[i])
		if !strings.HasPrefix(name, "{") {
			if name != parts[i] {
				return nil, false
			}
			continue
		}
		if err != nil || value == "" {
			return nil, false
		}
		values[strings.Trim(name, "{}")] = value
	}
	return values, true
}

// CheckAnswer checks an answer against the document: its status, headers, media type and every
// field must be described. It returns the call, "GET /api/v1/halls/{id}", or "" when the document
// does not mention the address.
func CheckAnswer(r *http.Request, status int, header http.Header, body []byte) (string, error) {
	doc, err := Document()
	if err != nil {
		return "", err
	}
	route, values := RouteOf(doc, r)
	if route == nil {
		return "", nil
	}
	call := route.Method + " " + route.Path
	answer := route.Operation.Responses.Status(status)
	if answer == nil {
		return call, fmt.Errorf("no such status: %s", body)
	}
	if len(answer.Value.Content) == 0 && len(body) > 0 {
		return call, fmt.Errorf("a body that is not described: %s", body)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: values,
			Route: route},
		Status: status, Header: header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if m := answer.Value.Content.Get(header.Get("Content-Type")); m != nil && m.Schema == nil {
		input.Options.ExcludeResponseBody = true // a file; what is in it is for other tests
	}
	key := keyOf(call, answer.Value, status, header, body)
	if _, known := described.Load(key); known {
		return call, nil
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input.SetBodyBytes(body)); err != nil {
		return call, err
	}
	described.Store(key, true)
	return call, nil
}

// described are the answers that were found to be as they are described: walks get the same answer
// hundreds of times, and to check one costs more than to give it.
var described sync.Map

// keyOf is a digest of all that the check of an answer reads.
func keyOf(call string, answer *openapi3.Response, status int, header http.Header, body []byte) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintln(h, call, status, header.Values("Content-Type"))
	for _, name := range slices.Sorted(maps.Keys(answer.Headers)) {
		fmt.Fprintln(h, name, header.Values(name))
	}
	h.Write(body)
	return [sha256.Size]byte(h.Sum(nil))
}
