package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/web"
	"hallmark/standard/message"
)

// helpPages are the pages of the help in a language, parsed, by their address.
func helpPages(t *testing.T, l message.Language) map[string]*document {
	t.Helper()
	pages, read := newPages(t), map[string]*document{}
	for _, name := range web.HelpNamesForTest() {
		page, err := web.NewHelpPage(web.Frame{Language: l, Path: web.HelpURL + "/" + name}, name)
		if err != nil {
			t.Fatal(err)
		}
		html, err := pages.Render(page)
		if err != nil {
			t.Fatal(err)
		}
		read[web.HelpURL+"/"+name] = parse(t, html)
	}
	list, err := web.NewHelp(web.Frame{Language: l, Path: web.HelpURL}, "")
	if err != nil {
		t.Fatal(err)
	}
	html, err := pages.Render(list)
	if err != nil {
		t.Fatal(err)
	}
	read[web.HelpURL] = parse(t, html)
	return read
}

// leads reports whether an address is a page of the help and, with an anchor, one of its headings.
func leads(read map[string]*document, address string) bool {
	path, anchor, _ := strings.Cut(address, "#")
	d := read[path]
	return d != nil && (anchor == "" || d.headingAt(anchor))
}

func (d *document) headingAt(id string) bool {
	for n := range d.elements() {
		if (n.Data == "h1" || n.Data == "h2") && hasAttr(n, "id", id) {
			return true
		}
	}
	return false
}

// TestHelpOfEveryPage compares the "?" of every page of the program with the headings of the help,
// and proves that pages show it, also to a person who is not signed in.
func TestHelpOfEveryPage(t *testing.T) {
	if named, want := web.HelpPlacesForTest(), len(web.HelpOfPagesForTest()); named != want {
		t.Errorf("the table names %d templates, and there are %d pages", named, want)
	}
	for _, l := range message.Languages() {
		read := helpPages(t, l)
		for template, address := range web.HelpOfPagesForTest() {
			if !strings.Contains(address, "#") || !leads(read, address) {
				t.Errorf("%s: the ? of %s leads to %q, which is not there", l, template, address)
			}
		}
		pages, w := newPages(t), newWorld(t, "")
		for _, s := range w.stories() {
			found := false
			for n := range parse(t, w.render(t, pages, s, l)).elements() {
				if hasAttr(n, "class", "bell ask") {
					address, _ := attr(n, "href")
					found = leads(read, address) && text(n) != ""
				}
			}
			if !found {
				t.Errorf("%s: %s has no ? that leads to the help", l, s.name)
			}
		}
	}
}

// TestHelpStructure looks at every page of the help as [TestStructure] does at the stories.
func TestHelpStructure(t *testing.T) {
	for _, l := range message.Languages() {
		for path, d := range helpPages(t, l) {
			t.Run(l.String()+path, func(t *testing.T) {
				d.T = t
				d.nothingInline()
				d.landmarks(l)
				d.headings()
				d.references()
				d.names()
				d.words()
			})
		}
	}
}

// TestHelpLinks follows the links from the help into the help, and asks every heading for an
// anchor.
func TestHelpLinks(t *testing.T) {
	for _, l := range message.Languages() {
		read := helpPages(t, l)
		for path, d := range read {
			for n := range d.elements() {
				address, _ := attr(n, "href")
				if strings.HasPrefix(address, web.HelpURL) && !leads(read, address) {
					t.Errorf("%s: %s leads to %s, which is not there", l, path, address)
				}
				_, anchored := attr(n, "id")
				inText := within(n, "main") != nil && within(n, "nav") == nil && path != web.HelpURL
				if inText && (n.Data == "h1" || n.Data == "h2" || n.Data == "h3") && !anchored {
					t.Errorf("%s: heading %q of %s has no anchor", l, text(n), path)
				}
			}
		}
	}
}

// TestHelpLanguagesAgree compares both languages with each other: the same sections in the same
// order, quoting the same names of the program.
func TestHelpLanguagesAgree(t *testing.T) {
	marks := regexp.MustCompile(`<h2 id="[^"]*"|href="[^"]*"|<tr>|<pre>`)
	names := regexp.MustCompile(`\{\{text "([^"]*)"\}\}`)
	files, err := fs.Glob(os.DirFS("help"), "*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	if want := len(message.Languages()) * len(web.HelpNamesForTest()); len(files) != want {
		t.Errorf("%d files, want %d: %s", len(files), want, files)
	}
	for _, name := range web.HelpNamesForTest() {
		var order, quoted [2][]string
		for i, dir := range []string{"zh", "en"} {
			source, err := os.ReadFile("help/" + dir + "/" + name + ".html")
			if err != nil {
				t.Fatal(err)
			}
			order[i] = marks.FindAllString(string(source), -1)
			quoted[i] = names.FindAllString(string(source), -1)
			slices.Sort(quoted[i])
			quoted[i] = slices.Compact(quoted[i])
		}
		if d := cmp.Diff(order[0], order[1]); d != "" {
			t.Errorf("%s says other things in English:\n%s", name, d)
		}
		if d := cmp.Diff(quoted[0], quoted[1]); d != "" {
			t.Errorf("%s quotes other names in English:\n%s", name, d)
		}
	}
}

func TestHelpSearch(t *testing.T) {
	const zh, en = message.Chinese, message.English
	for _, test := range []struct {
		name     string
		language message.Language
		query    string
		first    string // address of the first hit
		marked   string // what its excerpt marks first
	}{
		{"Chinese within a word", zh, "退出登录", "/help/basics#sign-in", "退出登录"},
		{"two words of Chinese", zh, "二维码 海报", "/help/hall-head#feedback", ""},
		{"a heading comes first", zh, "申诉", "/help/hall-head#appeal", "申诉"},
		{"Latin in Chinese", zh, "mongodb", "/help/operation#mongodb", "MongoDB"},
		{"a flag", zh, "--smtp-host", "/help/admin#settings", "--smtp-host"},
		{"the beginning of an English word", en, "RECTIF", "/help/hall-head#mend", "rectif"},
		{"no end of a word", en, "ectification", "", ""},
		{"all words", en, "webhooks signed", "/help/standards#follow", "Webhooks"},
		{"a word that is nowhere", en, "appeal zebra", "", ""},
		{"no expression", en, "a.*l(", "", ""},
		{"broken text", zh, "\xff\xfe", "", ""},
		{"spaces", zh, " \t ", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := web.NewHelp(web.Frame{Language: test.language}, test.query)
			if err != nil {
				t.Fatal(err)
			}
			if test.first == "" {
				if len(page.Hits) != 0 {
					t.Errorf("found %+v", page.Hits[0])
				}
				return
			}
			if len(page.Hits) == 0 {
				t.Fatal("nothing found")
			}
			hit := page.Hits[0]
			if hit.URL != test.first || hit.Title == "" || hit.Page == "" {
				t.Errorf("first %s (%s, %s), want %s", hit.URL, hit.Page, hit.Title, test.first)
			}
			marked := slices.IndexFunc(hit.Excerpt, func(p web.HelpPiece) bool { return p.Hit })
			if test.marked != "" && (marked < 0 ||
				!strings.EqualFold(hit.Excerpt[marked].Text, test.marked)) {
				t.Errorf("excerpt %v marks no %q first", hit.Excerpt, test.marked)
			}
		})
	}
}

// TestHelpOfNothing asks for pages that are not there.
func TestHelpOfNothing(t *testing.T) {
	for _, name := range []string{"", "nobody", "../zh/auditor", "auditor.html"} {
		if page, err := web.NewHelpPage(web.Frame{}, name); page != nil || err != nil {
			t.Errorf("%q: %v, %v", name, page, err)
		}
	}
}

// TestHelpCatalogue compares the texts of the help and of settings with those that there are.
func TestHelpCatalogue(t *testing.T) {
	used := map[string]bool{}
	for _, s := range web.ServiceSettings() {
		used["setting."+s.Name] = true
	}
	holdKeys(t, "setting.", used)
	used = map[string]bool{}
	call := regexp.MustCompile(`say "(help\.[a-z-]+)"`)
	for _, file := range []string{"layout.html", "pages/help.html", "pages/help-page.html"} {
		source, err := os.ReadFile("templates/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(source), -1) {
			used[m[1]] = true
		}
	}
	holdKeys(t, "help.", used)
}

// TestHelpLinesInChinese looks for the ends of lines and the spaces that a browser would show
// between two Chinese characters, and keeps the lines of commands apart.
func TestHelpLinesInChinese(t *testing.T) {
	shown := regexp.MustCompile(`[\p{Han}，。；：、]\s+(<[ab][ >])?[\p{Han}，。；：、]`)
	commands := 0
	for path, d := range helpPages(t, message.Chinese) {
		for n := range d.elements() {
			switch n.Data {
			case "p", "li", "td":
				if found := shown.FindString(text(n)); found != "" && within(n, "main") != nil &&
					within(n, "nav") == nil && path != web.HelpURL {
					t.Errorf("%s: %q", path, found)
				}
			case "pre":
				if kind, _ := attr(n, "class"); kind == "file" {
					continue // the content of a file, not commands
				}
				lines := strings.Split(text(n), "\n")
				commands += len(lines)
				for _, line := range lines {
					if !strings.HasPrefix(line, "hallmark ") {
						t.Errorf("%s: %q is no command", path, line)
					}
				}
			}
		}
	}
	if want := 27; commands != want {
		t.Errorf("%d commands stand on lines of their own, want %d", commands, want)
	}
}
