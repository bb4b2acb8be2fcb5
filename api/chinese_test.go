package api_test

import (
	"encoding/json"
	"html"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/apitest/chinese"
)

// TestChineseCatalogue reads every sentence of the Chinese catalogue.
func TestChineseCatalogue(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../standard/message/zh/*.json")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		var texts map[string]string
		if err == nil {
			err = json.Unmarshal(text, &texts)
		}
		if err != nil {
			t.Fatal(err)
		}
		for key, said := range texts {
			if words := chinese.Foreign(said); len(words) > 0 {
				t.Errorf("%s: %s in %s", key, strings.Join(words, " "), said)
			}
		}
	}
}

var (
	unread = regexp.MustCompile(`(?s)<(?:script|style|template|code|kbd|samp)\b.*?</(?:script|style|template|code|kbd|samp)>|` +
		`<[^>]*\blang="en"[^>]*>.*?</\w+>|<option[^>]*>[^<]*</option>|<[^>]*>`)
	link = regexp.MustCompile(`href="(/[^"#]*)`)
	like = regexp.MustCompile(`[0-9a-f-]{36}|[0-9a-f]{64}|\b(?:GS|HS|PF)-?\w+|\d+`)
)

// TestChinesePages follows every link of the demo as each of the people, one of each kind, and reads
// what the pages and the papers say in Chinese.
func TestChinesePages(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	k.Scene()
	papers := 0
	for _, user := range append([]string{""}, people...) {
		b := k.Browse(user)
		seen := map[string]bool{}
		todo := []string{"/", "/help", "/sign-in", "/verify", "/audits"}
		for len(todo) > 0 {
			path := todo[0]
			todo = todo[1:]
			bare, _, _ := strings.Cut(path, "?")
			kind := like.ReplaceAllString(bare, "*")
			if seen[kind] || strings.HasPrefix(kind, "/api/v1/events") {
				continue
			}
			seen[kind] = true
			p := b.Get(path)
			text := ""
			switch media := p.Header.Get("Content-Type"); {
			case p.Status != http.StatusOK:
				continue
			case strings.HasPrefix(media, "text/html"):
				text = html.UnescapeString(unread.ReplaceAllString(p.Body, " "))
				for _, m := range link.FindAllStringSubmatch(p.Body, -1) {
					todo = append(todo, html.UnescapeString(m[1]))
				}
			case media == "application/pdf":
				papers++
				text = textOf(t, p.Body)
			}
			if words := chinese.Foreign(text, "head", "test", "wecom"); len(words) > 0 {
				t.Errorf("%s %s: %s", user, path, strings.Join(words, " "))
			}
		}
	}
	if papers < 5 {
		t.Errorf("only %d papers were read", papers)
	}
}

// textOf is the text of a paper.
func textOf(t *testing.T, file string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper.pdf")
	err := os.WriteFile(name, []byte(file), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (.ci/tools installs it): %v", err)
	}
	return string(text)
}
