package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	"hallmark/standard/message"
)

//go:embed templates
var templates embed.FS

// Page is one page's data. The types of this package that embed [Frame] are the pages; pass a
// pointer to one.
type Page interface {
	template() string // name of the file in templates/pages, without ".html"
	frame() *Frame
}

// all returns one of every page.
func all() []Page {
	return []Page{
		&Amendment{}, &Amendments{}, &Audits{}, &Changes{}, &Checklist{}, &Clause{}, &Comparison{},
		&Consultation{}, &Consultations{}, &Desk{}, &DraftSheet{}, &Drafts{}, &Edition{}, &Editions{}, &Error{}, &Events{}, &Hall{},
		&Halls{}, &Impact{}, &NewAudit{}, &Outbox{}, &Password{}, &Score{}, &SignIn{}, &Step{},
		&Problems{}, &Proposals{}, &Webhooks{},
		&Users{}, &Verify{},
	}
}

// Pages holds every template, parsed once for each language, and the assets.
type Pages struct {
	sets   map[string][]*template.Template // by page, then by language
	assets *assets
	tablet *Tablet
}

// New returns the pages, which are parsed once and never change; an error is a fault of the program.
func New() (*Pages, error) { return parsed() }

var parsed = sync.OnceValues(parse)

func parse() (*Pages, error) {
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	tablet, err := newTablet(assets)
	if err != nil {
		return nil, err
	}
	p := &Pages{sets: map[string][]*template.Template{}, assets: assets, tablet: tablet}
	for _, page := range all() {
		for _, l := range message.Languages() {
			set, err := template.New(page.template()).Funcs(functions(l, assets)).
				ParseFS(templates, "templates/*.html", fileOf(page))
			if err != nil {
				return nil, fmt.Errorf("page %s: %w", page.template(), err)
			}
			p.sets[page.template()] = append(p.sets[page.template()], set)
		}
	}
	return p, p.noStrays()
}

func fileOf(page Page) string { return "templates/pages/" + page.template() + ".html" }

// noStrays refuses a template file that belongs to no page.
func (p *Pages) noStrays() error {
	files, err := fs.ReadDir(templates, "templates/pages")
	if err != nil {
		return err
	}
	for _, file := range files {
		if p.sets[strings.TrimSuffix(file.Name(), ".html")] == nil {
			return fmt.Errorf("template %s belongs to no page", file.Name())
		}
	}
	return nil
}

// Render returns the whole page, so that nothing is sent of one that fails half-way.
func (p *Pages) Render(page Page) ([]byte, error) {
	set, ok := p.sets[page.template()]
	if !ok {
		return nil, fmt.Errorf("page %q has no template", page.template())
	}
	var b bytes.Buffer
	if err := set[page.frame().Language].ExecuteTemplate(&b, "layout.html", page); err != nil {
		return nil, fmt.Errorf("page %s: %w", page.template(), err)
	}
	return b.Bytes(), nil
}

// ContentSecurityPolicy is the policy that all pages keep: nothing inline, nothing from elsewhere.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
