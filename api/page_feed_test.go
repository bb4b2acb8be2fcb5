package api_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// sendForm sends a form as a browser without script does, and returns the page or where it leads to.
func (k *kit) sendForm(path string, values url.Values) (int, string, string) {
	k.t.Helper()
	r := k.request("POST", path, values.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	status, header, body := k.do(r)
	return status, header.Get("Location"), string(body)
}

// TestWebhookPages: an editor subscribes, sees the secret once, tests, and an administrator retries.
func TestWebhookPages(t *testing.T) {
	t.Parallel()
	k, r := newKit(t), newReceiver(t)
	k.stay()
	k.signIn("editor")
	status, _, page := k.sendForm("/webhooks", url.Values{"url": {"ftp://x"}, "types": {"all"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, `value="ftp://x"`) ||
		!strings.Contains(page, `id="url-problem"`) {
		t.Errorf("wrong address: %d", status)
	}
	status, _, page = k.sendForm("/webhooks", url.Values{"url": {r.URL}, "types": {"all"}})
	secret := regexp.MustCompile(`whsec_[A-Za-z0-9+/&#;]+`).FindString(page)
	action := regexp.MustCompile(`/webhooks/[0-9a-f-]{36}`).FindString(page)
	if status != http.StatusOK || secret == "" || action == "" {
		t.Fatalf("%d %s", status, page)
	}
	if _, _, again := k.call("GET", "/webhooks", nil); strings.Contains(string(again), "whsec_") {
		t.Error("the secret is shown a second time")
	}
	step := func(do, want string) {
		t.Helper()
		status, to, body := k.sendForm(action, url.Values{"do": {do}})
		if status != http.StatusSeeOther || to != "/webhooks?done="+want {
			t.Errorf("%s: %d to %q %.200s", do, status, to, body)
		}
	}
	step("test", "test")
	r.answer(http.StatusInternalServerError)
	step("test", "test-failed")
	step("disable", "disable")
	k.clock.advance(6e9)
	k.pass()
	k.signIn("admin")
	_, _, outbox := k.call("GET", "/outbox?state=cancelled", nil)
	retry := regexp.MustCompile(`/outbox/msg_[0-9a-f]{32}`).FindString(string(outbox))
	if status, to, _ := k.sendForm(retry, url.Values{"do": {"retry"}}); status != 303 ||
		to != "/outbox" {
		t.Errorf("retry %q: %d", retry, status)
	}
	k.signIn("editor")
	step("enable", "enable")
	step("delete", "delete")
	if status, _, _ := k.sendForm(action, url.Values{"do": {"explode"}}); status != 422 {
		t.Errorf("an unknown step: %d", status)
	}
}

// TestChangesPage shows the amendment with a link to each clause and to the comparison.
func TestChangesPage(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.publish()
	k.signIn("head")
	status, _, body := k.call("GET", "/changes", nil)
	for _, part := range []string{`href="/editions/2017/diff/2017&#43;XG1"`,
		`href="/editions/2017&#43;XG1/clauses/HS001"`, "5.1.1"} {
		have := strings.NewReplacer("%2B", "&#43;", "+", "&#43;").Replace(string(body))
		if status != 200 || !strings.Contains(have, part) {
			t.Errorf("%d: no %s", status, part)
		}
	}
}
