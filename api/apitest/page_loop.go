package apitest

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// revisionIn finds the revision that the forms of a page send.
func revisionIn(t *testing.T, p Page) string {
	t.Helper()
	_, rest, ok := strings.Cut(p.Body, `name="revision" value="`)
	revision, _, _ := strings.Cut(rest, `"`)
	if _, err := strconv.Atoi(revision); !ok || err != nil {
		t.Fatalf("no form on %s", p.Main())
	}
	return revision
}

// Step sends a form of a page with its revision and photographs.
func (b *Browser) Step(at, step string, form url.Values, photos ...[]byte) Page {
	b.k.T.Helper()
	form.Set("revision", revisionIn(b.k.T, b.Get(at)))
	if photos == nil {
		return b.Post(at+"/"+step, form)
	}
	return b.Upload(at+"/"+step, form, photos...)
}

// Want fails the test unless the page has a status and contains a text.
func (p Page) Want(t *testing.T, status int, text string) {
	t.Helper()
	if p.Status != status || !strings.Contains(p.Body, text) {
		t.Errorf("%d, want %d with %q: %s", p.Status, status, text, p.Main())
	}
}
