package web

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"hallmark/standard/message"
)

// HelpURL is the address of the help.
const HelpURL = "/help"

// A page of the help is a file for each language. It says a heading of level 1, an introduction,
// and sections that begin with a heading of level 2 and its anchor.
//
//go:embed help
var helpFiles embed.FS

// helpNames are the pages of the help in their order: one for each job, then one for each subject.
var helpNames = []string{"auditor", "hall-head", "supervisor", "editor", "admin",
	"basics", "tablet", "standards", "register", "campaigns", "outcomes", "notifications",
	"production", "operation", "limits"}

// helpJobs is how many of them are about a job.
const helpJobs = 5

// HelpText is a page of the help in one language.
type HelpText struct {
	Name, Title  string
	Introduction template.HTML
	Sections     []HelpSection
}

// HelpSection is what stands under a heading of the help.
type HelpSection struct {
	ID, Title string
	Body      template.HTML
	words     string // what a search reads of it
}

// URL is the address of the page.
func (t *HelpText) URL() string { return HelpURL + "/" + t.Name }

// helpTexts are the pages of the help by language, each read when the first person asks for it.
var helpTexts = map[message.Language]func() ([]HelpText, error){
	message.Chinese: sync.OnceValues(func() ([]HelpText, error) { return readHelp(message.Chinese) }),
	message.English: sync.OnceValues(func() ([]HelpText, error) { return readHelp(message.English) }),
}

func readHelp(l message.Language) ([]HelpText, error) {
	texts := make([]HelpText, len(helpNames))
	for i, name := range helpNames {
		var err error
		if texts[i], err = readHelpText(l, name); err != nil {
			return nil, fmt.Errorf("help %s in %s: %w", name, l, err)
		}
	}
	return texts, nil
}

func readHelpText(l message.Language, name string) (HelpText, error) {
	source, err := helpFiles.ReadFile("help/" + [...]string{"zh", "en"}[l] + "/" + name + ".html")
	if err != nil {
		return HelpText{}, err
	}
	t, err := template.New(name).Funcs(template.FuncMap{
		"text":     func(key string) (template.HTML, error) { return quoted(l, key) },
		"settings": ServiceSettings,
		"meaning":  func(s ServiceSetting) template.HTML { return marked(s.Meaning(l)) },
	}).Parse(string(source))
	if err != nil {
		return HelpText{}, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, nil); err != nil {
		return HelpText{}, err
	}
	return splitHelp(name, unbroken(l, b.String()))
}

// quoted marks a name as it stands on a page of the program.
func quoted(l message.Language, key string) (template.HTML, error) {
	said := message.Text(l, key)
	if !message.Has(l, key) || strings.Contains(said, "%") {
		return "", fmt.Errorf("%q is not a text that can be quoted", key)
	}
	//nolint:gosec // what comes in is escaped
	return template.HTML("<b>" + html.EscapeString(strings.TrimSpace(said)) + "</b>"), nil
}

var literal = regexp.MustCompile(`HALLMARK_[A-Z_]+|MONGODB_URI|X-Forwarded-For|[a-z-]+\.pem`)

// marked returns a sentence in which the text that a person types stands out.
func marked(sentence string) template.HTML {
	//nolint:gosec // escaped before
	return template.HTML(literal.ReplaceAllString(html.EscapeString(sentence), "<code>$0</code>"))
}

var (
	written   = regexp.MustCompile(`(?s)<pre>.*?</pre>|[^\n]\n[ \t]*`)
	beforeTag = regexp.MustCompile(`([\p{Han}，。；：、（）]) (<[ab][ >])`)
	afterTag  = regexp.MustCompile(`(</[ab]>) ([\p{Han}，。；：、（）])`)
)

// unbroken takes the ends of lines out of Chinese text, where a browser would show a space, and the
// spaces beside names and links. Text that a person types stays as it is.
func unbroken(l message.Language, text string) string {
	if l != message.Chinese {
		return text
	}
	text = written.ReplaceAllStringFunc(text, func(end string) string {
		before, _, _ := strings.Cut(end, "\n")
		switch {
		case strings.HasPrefix(end, "<pre>"):
			return end
		case before[0] < utf8.RuneSelf && before != ">":
			return before + "\n"
		}
		return before
	})
	return afterTag.ReplaceAllString(beforeTag.ReplaceAllString(text, "$1$2"), "$1$2")
}

var (
	heading  = regexp.MustCompile(`(?s)<h([12])(?: id="([a-z-]+)")?>(.*?)</h[12]>`)
	tag      = regexp.MustCompile(`<[^>]*>`)
	blockEnd = regexp.MustCompile(`</(p|li|td|th|tr|h3|pre|dt|dd)>`)
)

func splitHelp(name, text string) (HelpText, error) {
	found := heading.FindAllStringSubmatchIndex(text, -1)
	t := HelpText{Name: name}
	for i, at := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		level, title, body := text[at[2]:at[3]], plain(text[at[6]:at[7]]), text[at[1]:end]
		switch {
		case i == 0 && level == "1":
			//nolint:gosec // of the catalogue, its values escaped
			t.Title, t.Introduction = title, template.HTML(body)
		case i > 0 && level == "2" && at[4] >= 0:
			t.Sections = append(t.Sections, HelpSection{ID: text[at[4]:at[5]], Title: title,
				Body: template.HTML(body), words: plain(body)}) //nolint:gosec // as above
		default:
			return t, fmt.Errorf("heading %q does not stand where it should, or has no anchor", title)
		}
	}
	if t.Title == "" {
		return t, fmt.Errorf("no heading")
	}
	return t, nil
}

// plain is the text of HTML on one line.
func plain(text string) string {
	text = tag.ReplaceAllString(blockEnd.ReplaceAllString(text, " "), "")
	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

// Help is the list of the pages of the help, or what a search in them has found.
type Help struct {
	Frame
	Form     HelpForm
	Jobs     []HelpText
	Subjects []HelpText
	Hits     []HelpHit
}

func (*Help) template() string { return "help" }

// HelpForm is the search form of the help.
type HelpForm struct {
	Query string `form:"q"`
}

// HelpPage is one page of the help.
type HelpPage struct {
	Frame
	Text         HelpText
	Before, Next *HelpText // its neighbours
}

func (*HelpPage) template() string { return "help-page" }

// NewHelp returns the list of the pages of the help and, for a query that is not empty, the
// sections that it finds.
func NewHelp(f Frame, query string) (*Help, error) {
	texts, err := helpTexts[f.Language]()
	if err != nil {
		return nil, err
	}
	h := &Help{Frame: f, Form: HelpForm{Query: query}, Jobs: texts[:helpJobs],
		Subjects: texts[helpJobs:]}
	h.Hits = searchHelp(f.Language, texts, query)
	return h, nil
}

// NewHelpPage returns a page of the help by its name; nil where there is none.
func NewHelpPage(f Frame, name string) (*HelpPage, error) {
	texts, err := helpTexts[f.Language]()
	if err != nil {
		return nil, err
	}
	i := slices.Index(helpNames, name)
	if i < 0 {
		return nil, nil
	}
	p := &HelpPage{Frame: f, Text: texts[i]}
	if i > 0 {
		p.Before = &texts[i-1]
	}
	if i+1 < len(texts) {
		p.Next = &texts[i+1]
	}
	return p, nil
}
