package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	"hallmark/api/web/tablet"
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
		&Amendment{}, &Amendments{}, &Appeal{}, &Appeals{}, &NewAppeal{}, &Archive{}, &Ask{}, &Audits{}, &Campaign{}, &CampaignPlan{}, &Campaigns{},
		&Changes{}, &Checklist{}, &Clause{}, &Comparison{},
		&Consultation{}, &Consultations{}, &Desk{}, &DraftSheet{}, &Drafts{}, &Draw{}, &Edition{}, &Editions{}, &Error{}, &Events{}, &Hall{},
		&HallForm{}, &HallImport{}, &Halls{}, &Impact{}, &Imported{}, &NewAudit{}, &NotificationSettings{}, &Notifications{}, &Outbox{},
		&Password{}, &Score{}, &SignIn{}, &Step{},
		&PhoneCheck{}, &PhoneChecks{}, &PhoneSettings{}, &PhoneWeek{},
		&Bulletin{}, &Bulletins{}, &Training{}, &Trainings{}, &Aids{}, &HandIns{}, &HandInPage{}, &FeedbackList{}, &GiveFeedback{}, &Help{}, &HelpPage{},
		&Problems{}, &Proposals{}, &Rectification{}, &Rectifications{}, &Rankings{}, &Results{}, &Review{}, &Settings{}, &Start{}, &Robots{}, &Webhooks{},
		&Users{}, &Verify{}, &VerifyFile{},
	}
}

// Pages holds the templates, each parsed when it is first shown, and the assets.
type Pages struct {
	sets   map[string][]set // by page, then by language
	assets *assets
	tablet *tablet.App
}

// set is the templates of one page in one language.
type set func() (*template.Template, error)

// New returns the pages; an error is a fault of the program.
func New() (*Pages, error) { return pages() }

// One of each for a process: parsed templates are large, and never change.
var pages = sync.OnceValues(newPages)

func newPages() (*Pages, error) {
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	app, err := tablet.New(assets.urls["app.css"])
	if err != nil {
		return nil, err
	}
	for url, content := range app.Assets {
		if err := assets.add(url, content); err != nil {
			return nil, err
		}
	}
	p := &Pages{sets: map[string][]set{}, assets: assets, tablet: app}
	for _, page := range all() {
		for _, l := range message.Languages() {
			p.sets[page.template()] = append(p.sets[page.template()],
				sync.OnceValues(func() (*template.Template, error) { return p.parse(page, l) }))
		}
	}
	return p, p.noStrays()
}

func (p *Pages) parse(page Page, l message.Language) (*template.Template, error) {
	return template.New(page.template()).Funcs(functions(l, p.assets)).
		Funcs(template.FuncMap{"helpURL": func() string { return helpOf(page) }}).
		ParseFS(templates, "templates/*.html", fileOf(page))
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

// Tablet returns the application on the tablet, whose assets are served among those of the pages.
func (p *Pages) Tablet() *tablet.App { return p.tablet }

// Render returns the whole page, so that nothing is sent of one that fails half-way.
func (p *Pages) Render(page Page) ([]byte, error) {
	sets, ok := p.sets[page.template()]
	if !ok {
		return nil, fmt.Errorf("page %q has no template", page.template())
	}
	var b bytes.Buffer
	set, err := sets[page.frame().Language]()
	if err == nil {
		err = set.ExecuteTemplate(&b, "layout.html", page)
	}
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", page.template(), err)
	}
	return b.Bytes(), nil
}

// ContentSecurityPolicy is the policy that all pages keep: nothing inline, nothing from elsewhere.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
