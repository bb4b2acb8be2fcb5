package tablet_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"hallmark/api/web"
)

// maxScripts is how much script a tablet has to load, compressed, in bytes.
const maxScripts = 120 << 10

func newPages(t *testing.T) *web.Pages {
	t.Helper()
	pages, err := web.New()
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// TestFiles fetches everything that a device keeps from where the pages serve it.
func TestFiles(t *testing.T) {
	pages := newPages(t)
	app := pages.Tablet()
	scripts := 0
	for _, url := range app.Files {
		if !strings.HasPrefix(url, "/assets/") {
			continue
		}
		r := httptest.NewRequest(http.MethodGet, url, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		pages.Assets().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", url, w.Code)
		}
		if path.Ext(url) == ".js" {
			scripts += w.Body.Len()
		}
	}
	t.Logf("scripts: %d bytes compressed", scripts)
	if scripts > maxScripts {
		t.Errorf("scripts take %d bytes, want at most %d", scripts, maxScripts)
	}
	for _, name := range []string{"main.js", "scorer.js", "tablet.css", "messages-zh.json",
		"messages-en.json", "icon-192.png"} {
		if !slices.Contains(app.Files, app.Dir+name) {
			t.Errorf("a device does not keep %s", name)
		}
	}
	for name, content := range map[string][]byte{"shell": app.Shell, "worker": app.Worker,
		"manifest": app.Manifest} {
		if !strings.Contains(string(content), app.Dir) || strings.Contains(string(content), "{{") {
			t.Errorf("the %s is not filled in", name)
		}
	}
	if n := strings.Count(string(app.Worker), "/api/"); n != 1 ||
		!strings.Contains(string(app.Worker), `urlPattern: "/api/*" }, source: "network"`) {
		t.Errorf("the service worker speaks of the API %d times, besides letting it pass by", n-1)
	}
}

// TestManifest looks for what a browser asks before it installs an application.
func TestManifest(t *testing.T) {
	app := newPages(t).Tablet()
	var m struct {
		Name, Display, Scope string
		StartURL             string `json:"start_url"`
		Icons                []struct{ Src, Sizes, Purpose string }
	}
	if err := json.Unmarshal(app.Manifest, &m); err != nil {
		t.Fatal(err)
	}
	if m.Name == "" || m.Display != "standalone" || m.StartURL != "/tablet" || len(m.Icons) != 3 {
		t.Errorf("manifest %+v", m)
	}
	for _, icon := range m.Icons {
		if !slices.Contains(app.Files, icon.Src) {
			t.Errorf("no icon %s", icon.Src)
		}
	}
}

// TestScriptImports holds every module of the tablet to those beside it: nothing from elsewhere.
func TestScriptImports(t *testing.T) {
	app := newPages(t).Tablet()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".js" {
			continue
		}
		text, err := os.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			_, from, ok := strings.Cut(line, ` from "`)
			if !ok || strings.HasPrefix(strings.TrimSpace(line), "//") {
				continue
			}
			name, relative := strings.CutPrefix(strings.TrimRight(from, `";`), "./")
			if !relative || !slices.Contains(app.Files, app.Dir+name) {
				t.Errorf("%s: %s", entry.Name(), line)
			}
		}
	}
}
