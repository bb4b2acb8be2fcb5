package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/api/apitest"
)

// TestCookies: every cookie is marked secure where people reach the installation by https, and none
// where they do not: the browser would drop it.
func TestCookies(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for _, site := range []string{"https://hall.example", "http://hall.example"} {
		k.Config.BaseURL = site
		server, err := api.New(t.Context(), k.Config)
		k.Must(err)
		seen := map[string]bool{}
		post := func(path, form string, with ...*http.Cookie) (set []*http.Cookie) {
			r := httptest.NewRequestWithContext(t.Context(), "POST", site+path, strings.NewReader(form))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for _, c := range with {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			set = w.Result().Cookies()
			for _, c := range set {
				seen[c.Name] = true
				if c.Secure != strings.HasPrefix(site, "https") {
					t.Errorf("%s, POST %s: cookie %s, secure %t", site, path, c.Name, c.Secure)
				}
			}
			return set
		}
		in := post("/sign-in", url.Values{"username": {"auditor"}, "password": {apitest.Password}}.Encode())
		post("/language", url.Values{"language": {"en\u202e"}, "back": {"/\U0001F600"}}.Encode(), in...)
		for _, name := range []string{"hallmark", "hallmark_known", "language", "hallmark_direction_removed"} {
			if !seen[name] {
				t.Errorf("%s: no cookie %s; seen %v", site, name, seen)
			}
		}
	}
}
