package apitest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// Browser is a person at a browser without script.
type Browser struct {
	k      *Kit
	client *http.Client
	Pages  []string // every page seen, as "GET /audits"
}

// Page is an answer.
type Page struct {
	Status int
	Header http.Header
	Body   string
}

// Main is the content of a page, for messages.
func (p Page) Main() string {
	_, main, _ := strings.Cut(p.Body, "<main")
	return main[:min(len(main), 1500)]
}

// Browse opens a browser and signs in by the form, unless user is "".
func (k *Kit) Browse(user string) *Browser {
	k.T.Helper()
	jar, err := cookiejar.New(nil)
	k.Must(err)
	b := &Browser{k: k, client: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if user != "" {
		p := b.Post("/sign-in", url.Values{"username": {user}, "password": {Password},
			"next": {"/audits"}})
		if p.Status != http.StatusSeeOther || p.Header.Get("Location") != "/audits" {
			k.T.Fatalf("sign-in of %s: %d %s", user, p.Status, p.Main())
		}
	}
	return b
}

// Get opens a page.
func (b *Browser) Get(path string) Page { return b.Send("GET", path, "", nil) }

// Post sends a form and returns the answer; it follows no redirection.
func (b *Browser) Post(path string, form url.Values) Page {
	return b.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Upload sends files in the field "photo" beside a form.
func (b *Browser) Upload(path string, form url.Values, files ...[]byte) Page {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			b.k.Must(w.WriteField(name, value))
		}
	}
	for _, file := range files {
		part, err := w.CreateFormFile("photo", "../../照片.jpg")
		b.k.Must(err)
		_, err = part.Write(file)
		b.k.Must(err)
	}
	b.k.Must(w.Close())
	return b.Send("POST", path, w.FormDataContentType(), &body)
}

// Send sends a request with a body of a media type.
func (b *Browser) Send(method, path, mediaType string, body io.Reader) Page {
	b.k.T.Helper()
	r, err := http.NewRequest(method, b.k.URL+path, body)
	b.k.Must(err)
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
		r.Header.Set("Origin", b.k.URL)
	}
	answer, err := b.client.Do(r)
	b.k.Must(err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	b.k.Must(err)
	p := Page{answer.StatusCode, answer.Header, string(content)}
	b.check(method+" "+path, p)
	return p
}

var inline = regexp.MustCompile(`(?i)<script(?:[^>]*)>[^<]|<style|\sstyle=|\son[a-z]+=|javascript:`)

// check tests what is promised of every page: its headers, and that nothing in it is inline.
func (b *Browser) check(call string, p Page) {
	b.k.T.Helper()
	csp := p.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		b.k.T.Errorf("%s: Content-Security-Policy %q", call, csp)
	}
	if p.Header.Get("X-Content-Type-Options") != "nosniff" ||
		p.Header.Get("X-Frame-Options") != "DENY" {
		b.k.T.Errorf("%s: headers %v", call, p.Header)
	}
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") || p.Status >= 300 &&
		p.Status < 400 {
		return
	}
	shell := strings.HasSuffix(call, "/tablet") // the same for everybody
	if !shell && !strings.Contains(p.Header.Get("Cache-Control"), "no-store") {
		b.k.T.Errorf("%s: a personal page may be kept: %q", call, p.Header.Get("Cache-Control"))
	}
	if found := inline.FindString(p.Body); found != "" {
		b.k.T.Errorf("%s: inline script or style %q", call, found)
	}
	if strings.Contains(p.Body, "%!") {
		b.k.T.Errorf("%s: an unfinished sentence", call)
	}
	b.Pages = append(b.Pages, call)
}
