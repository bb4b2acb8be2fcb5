package feed_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestWebhookPages: an editor subscribes, sees the secret once, tests, and an administrator retries.
func TestWebhookPages(t *testing.T) {
	t.Parallel()
	k, r := apitest.New(t), apitest.NewReceiver(t)
	k.Stay()
	k.SignIn("editor")
	status, _, page := k.SendForm("/webhooks", url.Values{"url": {"ftp://x"}, "types": {"all"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, `value="ftp://x"`) ||
		!strings.Contains(page, `id="url-problem"`) {
		t.Errorf("wrong address: %d", status)
	}
	status, _, page = k.SendForm("/webhooks", url.Values{"url": {r.URL}, "types": {"all"}})
	secret := regexp.MustCompile(`whsec_[A-Za-z0-9+/&#;]+`).FindString(page)
	action := regexp.MustCompile(`/webhooks/[0-9a-f-]{36}`).FindString(page)
	if status != http.StatusOK || secret == "" || action == "" {
		t.Fatalf("%d %s", status, page)
	}
	if _, _, again := k.Call("GET", "/webhooks", nil); strings.Contains(string(again), "whsec_") {
		t.Error("the secret is shown a second time")
	}
	step := func(do, want string) {
		t.Helper()
		status, to, body := k.SendForm(action, url.Values{"do": {do}, "confirmed": {"true"}})
		if status != http.StatusSeeOther || to != "/webhooks?done="+want {
			t.Errorf("%s: %d to %q %.200s", do, status, to, body)
		}
	}
	step("test", "test")
	r.Answer(http.StatusInternalServerError)
	step("test", "test-failed")
	step("disable", "disable")
	k.Clock.Advance(6e9)
	k.Pass()
	k.SignIn("admin")
	_, _, outbox := k.Call("GET", "/outbox?state=cancelled", nil)
	retry := regexp.MustCompile(`/outbox/msg_[0-9a-f]{32}`).FindString(string(outbox))
	if status, to, _ := k.SendForm(retry, url.Values{"do": {"retry"}}); status != 303 ||
		to != "/outbox" {
		t.Errorf("retry %q: %d", retry, status)
	}
	k.SignIn("editor")
	step("enable", "enable")
	step("delete", "delete")
	if status, _, _ := k.SendForm(action, url.Values{"do": {"explode"}}); status != 422 {
		t.Errorf("an unknown step: %d", status)
	}
}

// TestChangesPage shows the amendment with a link to each clause and to the comparison.
func TestChangesPage(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Publish()
	k.SignIn("head")
	status, _, body := k.Call("GET", "/changes", nil)
	for _, part := range []string{`href="/editions/2017/diff/2017&#43;XG1"`,
		`href="/editions/2017&#43;XG1/clauses/HS001"`, "5.1.1"} {
		have := strings.NewReplacer("%2B", "&#43;", "+", "&#43;").Replace(string(body))
		if status != 200 || !strings.Contains(have, part) {
			t.Errorf("%d: no %s", status, part)
		}
	}
}
