package api_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestHelpOnPages reads the help without an account, in both languages, and as each of the people.
func TestHelpOnPages(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	get := func(path, language string) (int, string) {
		r := k.Request("GET", path, nil)
		r.Header.Set("Accept-Language", language)
		status, _, body := k.Do(r)
		return status, string(body)
	}
	for _, user := range append([]string{""}, people...) {
		k.SignIn(user)
		for _, test := range []struct {
			path, language, says string
			status               int
		}{
			{"/help", "zh-CN", `href="/help/auditor#start"`, http.StatusOK},
			{"/help?q=%E7%94%B3%E8%AF%89", "zh-CN", "<mark>申诉</mark>", http.StatusOK},
			{"/help?q=appeal", "en", "<mark>appeal</mark>", http.StatusOK},
			{"/help?q=%3Cscript%3Ealert(1)", "en", "The help does not say this", http.StatusOK},
			{"/help/hall-head", "en", `id="appeal"`, http.StatusOK},
			{"/help/admin", "zh-CN", "HALLMARK_TRUSTED_PROXIES", http.StatusOK},
			{"/help/nobody", "zh-CN", `href="/help/basics#messages"`, http.StatusNotFound},
			{"/password", "zh-CN", `href="/help/basics#sign-in"`, http.StatusOK}, // or the page to sign in
		} {
			status, text := get(test.path, test.language)
			if status != test.status || !strings.Contains(text, test.says) ||
				strings.Contains(text, "<script>alert") {
				t.Errorf("%q at %s: %d without %s", user, test.path, status, test.says)
			}
		}
	}
}
