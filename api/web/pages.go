package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

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

// Pages holds every template, parsed once for each language, and the assets.
type Pages struct {
	sets   map[string][]*template.Template // by page, then by language
	assets *assets
}

// New parses all templates; an error is a fault of the program.
func New() (*Pages, error) {
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	p := &Pages{sets: map[string][]*template.Template{}, assets: assets}
	files, err := fs.Glob(templates, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		for _, l := range message.Languages() {
			set, err := template.New(name).Funcs(functions(l, assets)).
				ParseFS(templates, "templates/*.html", file)
			if err != nil {
				return nil, fmt.Errorf("page %s: %w", name, err)
			}
			p.sets[name] = append(p.sets[name], set)
		}
	}
	return p, nil
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
