package apitest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode"
)

// ProblemSeen is a problem document (RFC 9457) as the API answers with it.
type ProblemSeen struct {
	Type, Title, Detail, Code, RequestID string
	Status                               int
	Fields                               []struct{ Name, Code, Detail string }
}

// Refusal sends a request in both languages and returns the problem, which must be one in every
// respect.
func (k *Kit) Refusal(t *testing.T, make func() *http.Request) ProblemSeen {
	t.Helper()
	var last ProblemSeen
	for language, chinese := range map[string]bool{"zh-CN,zh;q=0.9": true, "en-GB,en": false,
		"": true} {
		r := make()
		if language != "" {
			r.Header.Set("Accept-Language", language)
		}
		status, header, body := k.Do(r)
		var p ProblemSeen
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatalf("%s %s: no problem: %d %.300s", r.Method, r.URL, status, body)
		}
		if mediaType := header.Get("Content-Type"); !strings.HasPrefix(mediaType,
			"application/problem+json") {
			t.Errorf("%s %s: content type %q", r.Method, r.URL, mediaType)
		}
		if p.Status != status || p.RequestID == "" || p.RequestID != header.Get("X-Request-Id") {
			t.Errorf("%s %s: status %d, request %q: %s", r.Method, r.URL, status,
				header.Get("X-Request-Id"), body)
		}
		if p.Code == "" || p.Type == "" || p.Title == "" || HasHan(p.Detail) != chinese {
			t.Errorf("%s %s: %q: %s", r.Method, r.URL, language, body)
		}
		for _, f := range p.Fields {
			if f.Name == "" || f.Code == "" || f.Detail == "" || strings.Contains(f.Detail, "%!") {
				t.Errorf("%s %s: field %+v", r.Method, r.URL, f)
			}
		}
		last = p
	}
	return last
}

// HasHan reports whether a text has a Chinese character.
func HasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
