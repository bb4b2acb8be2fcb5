package web_test

import (
	"compress/gzip"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestAssets(t *testing.T) {
	pages := newPages(t)
	get := func(path, encoding string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		pages.Assets().ServeHTTP(w, r)
		return w
	}
	want, err := os.ReadFile("assets/app.css")
	if err != nil {
		t.Fatal(err)
	}
	plain := get(pages.AssetURL("app.css"), "")
	if got, _ := io.ReadAll(plain.Body); string(got) != string(want) {
		t.Error("the style sheet is not what was embedded")
	}
	if c := plain.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("Cache-Control = %q, want immutable", c)
	}
	zipped := get(pages.AssetURL("app.css"), "br, gzip")
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != string(want) {
		t.Error("the zipped style sheet is another one")
	}
	for _, path := range []string{"/assets/app.css", "/assets/", "/assets/../pages.go"} {
		missing := get(path, "")
		if missing.Code != http.StatusNotFound || missing.Header().Get("Cache-Control") != "" {
			t.Errorf("%s: %d, Cache-Control %q", path, missing.Code,
				missing.Header().Get("Cache-Control"))
		}
	}
	if n := len(pages.AssetURLs()); n != 4 {
		t.Errorf("there are %d assets, want 4", n)
	}
}

// TestContrast computes the contrast of every pair of tokens that stand on each other, WCAG 2.2
// SC 1.4.3 (4.5:1 for text) and 1.4.11 (3:1 for edges of controls), in light and in dark.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("assets/app.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("no dark scheme")
	}
	dark, _, _ = strings.Cut(dark, "/* Ground */")
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"ink", "ground", 4.5}, {"ink", "soft", 4.5}, {"muted", "ground", 4.5},
		{"muted", "soft", 4.5}, {"muted", "tint", 4.5}, {"link", "ground", 4.5},
		{"link", "tint", 4.5}, {"link", "soft", 4.5}, {"on-action", "action", 4.5},
		{"on-action", "action-down", 4.5}, {"good", "good-tint", 4.5}, {"good", "ground", 4.5},
		{"fair", "fair-tint", 4.5}, {"fair", "ground", 4.5}, {"poor", "poor-tint", 4.5},
		{"poor", "ground", 4.5}, {"ink", "fair-tint", 4.5}, {"ink", "poor-tint", 4.5},
		{"muted", "poor-tint", 4.5}, {"edge", "ground", 3},
	}
	for name, scheme := range map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			if c := contrast(t, scheme, p.front, p.back); c < p.least {
				t.Errorf("%s: %s on %s has %.2f:1, want %.1f:1", name, p.front, p.back, c, p.least)
			}
		}
	}
}

func contrast(t *testing.T, scheme, a, b string) float64 {
	x, y := luminance(t, scheme, a), luminance(t, scheme, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, scheme, token string) float64 {
	t.Helper()
	m := regexp.MustCompile(`--` + token + `: #([0-9a-f]{6});`).FindStringSubmatch(scheme)
	if m == nil {
		t.Fatalf("no token --%s", token)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(m[1][2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
