package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

func newPages(t testing.TB) *web.Pages {
	t.Helper()
	pages, err := web.New()
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// render returns a story's HTML in a language.
func (w *world) render(t testing.TB, pages *web.Pages, s story, l message.Language) []byte {
	t.Helper()
	html, err := pages.Render(s.page(w.frame(l, checklists.Auditor, "/audits?status=final&hall=GS")))
	if err != nil {
		t.Fatalf("%s in %s: %v", s.name, l, err)
	}
	return html
}

// TestStories renders every story, and writes them to the directory HALLMARK_STORIES if it is
// set. Serve that directory from its root to look at them, for the addresses begin with "/".
func TestStories(t *testing.T) {
	pages, w, dir := newPages(t), newWorld(t, ""), os.Getenv("HALLMARK_STORIES")
	for _, l := range message.Languages() {
		for _, s := range w.stories() {
			html := w.render(t, pages, s, l)
			if dir != "" {
				write(t, filepath.Join(dir, l.String(), s.name+".html"), html)
			}
		}
	}
	if dir == "" {
		return
	}
	for _, name := range []string{"app.css", "app.js", "icon.svg"} {
		content, err := os.ReadFile("assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, pages.AssetURL(name)), content)
	}
	for _, p := range [][]byte{picture(0), picture(1)} {
		write(t, filepath.Join(dir, web.EvidenceURL(standard.DigestBytes(p))), p)
	}
}

func write(t testing.TB, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkChecklist(b *testing.B) {
	pages, w := newPages(b), newWorld(b, "")
	page := w.checklist(w.frame(message.Chinese, checklists.Auditor, "/audits"), 7, web.ShowChapter)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pages.Render(page); err != nil {
			b.Fatal(err)
		}
	}
}
