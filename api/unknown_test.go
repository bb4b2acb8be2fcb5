package api_test

import (
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestUnknownAddressKeepsHead: an address that does not exist shows the head and the menu of whoever
// is signed in, and nobody's to anybody else.
func TestUnknownAddressKeepsHead(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for _, path := range []string{"/no-such-page", "/audits/x/y/z"} {
		p := k.Browse("supervisor").Get(path)
		for _, want := range []string{`class="account-name"`, `href="/campaigns"`, "没有找到"} {
			if p.Status != 404 || !strings.Contains(p.Body, want) {
				t.Errorf("%s: %d, no %q", path, p.Status, want)
			}
		}
	}
	k = apitest.New(t)
	if status, _, body := k.Call("GET", "/no-such-page", nil); status != 404 ||
		strings.Contains(string(body), "account-name") {
		t.Errorf("nobody is signed in: %d", status)
	}
}
