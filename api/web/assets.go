package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"hallmark/standard"
)

//go:embed assets
var assetFiles embed.FS

// assets are the style sheet, the script and the icon, each under a name that changes with its
// content, so that a browser may keep it for ever.
type assets struct {
	urls  map[string]string // "app.css" → "/assets/app-1f2e….css"
	files map[string]asset  // by URL
}

type asset struct {
	kind          string // media type
	plain, zipped []byte
}

var mediaTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".webmanifest": "application/manifest+json",
}

func newAssets() (*assets, error) {
	a := &assets{urls: map[string]string{}, files: map[string]asset{}}
	entries, err := fs.ReadDir(assetFiles, "assets")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		content, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			return nil, err
		}
		ext := path.Ext(entry.Name())
		url := fmt.Sprintf("/assets/%s-%s%s", strings.TrimSuffix(entry.Name(), ext),
			standard.DigestBytes(content).Short(), ext)
		a.urls[entry.Name()] = url
		if err := a.add(url, content); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *assets) add(url string, content []byte) error {
	kind := mediaTypes[path.Ext(url)]
	if kind == "" {
		return fmt.Errorf("asset %s: unknown kind of file", url)
	}
	a.files[url] = asset{kind: kind, plain: content, zipped: zip(content)}
	return nil
}

func zip(content []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = w.Write(content)                               // a bytes.Buffer takes all
	_ = w.Close()
	return b.Bytes()
}

// AssetURL returns the address of an asset ("app.css"), or "" when there is none.
func (p *Pages) AssetURL(name string) string { return p.assets.urls[name] }

// AssetURLs lists the addresses of all assets, for a cache that is filled in advance.
func (p *Pages) AssetURLs() []string {
	urls := make([]string, 0, len(p.assets.urls))
	for _, url := range p.assets.urls {
		urls = append(urls, url)
	}
	slices.Sort(urls)
	return urls
}

// Assets serves the paths under /assets/.
func (p *Pages) Assets() http.Handler { return p.assets }

// ServeHTTP sends one asset, to be kept for ever; an unknown name is not to be kept.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	body := file.plain
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = file.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // the other end may be gone; there is nobody to tell
	}
}
