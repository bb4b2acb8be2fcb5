package api_test

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

// browser is a person at a browser without script.
type browser struct {
	k      *kit
	client *http.Client
	pages  []string // every page seen, as "GET /audits"
}

// page is an answer.
type page struct {
	status int
	header http.Header
	body   string
}

// main is the content of a page, for messages.
func (p page) main() string {
	_, main, _ := strings.Cut(p.body, "<main")
	return main[:min(len(main), 1500)]
}

// browse opens a browser and signs in by the form, unless user is "".
func (k *kit) browse(user string) *browser {
	k.t.Helper()
	jar, err := cookiejar.New(nil)
	k.must(err)
	b := &browser{k: k, client: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if user != "" {
		p := b.post("/sign-in", url.Values{"username": {user}, "password": {password},
			"next": {"/audits"}})
		if p.status != http.StatusSeeOther || p.header.Get("Location") != "/audits" {
			k.t.Fatalf("sign-in of %s: %d %s", user, p.status, p.main())
		}
	}
	return b
}

func (b *browser) get(path string) page { return b.send("GET", path, "", nil) }

func (b *browser) post(path string, form url.Values) page {
	return b.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends files in the field "photo" beside a form.
func (b *browser) upload(path string, form url.Values, files ...[]byte) page {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			b.k.must(w.WriteField(name, value))
		}
	}
	for _, file := range files {
		part, err := w.CreateFormFile("photo", "../../照片.jpg")
		b.k.must(err)
		_, err = part.Write(file)
		b.k.must(err)
	}
	b.k.must(w.Close())
	return b.send("POST", path, w.FormDataContentType(), &body)
}

func (b *browser) send(method, path, mediaType string, body io.Reader) page {
	b.k.t.Helper()
	r, err := http.NewRequest(method, b.k.url+path, body)
	b.k.must(err)
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
		r.Header.Set("Origin", b.k.url)
	}
	answer, err := b.client.Do(r)
	b.k.must(err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	b.k.must(err)
	p := page{answer.StatusCode, answer.Header, string(content)}
	b.check(method+" "+path, p)
	return p
}

var inline = regexp.MustCompile(`(?i)<script(?:[^>]*)>[^<]|<style|\sstyle=|\son[a-z]+=|javascript:`)

// check holds every page against what is promised of all of them.
func (b *browser) check(call string, p page) {
	b.k.t.Helper()
	csp := p.header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		b.k.t.Errorf("%s: Content-Security-Policy %q", call, csp)
	}
	if p.header.Get("X-Content-Type-Options") != "nosniff" ||
		p.header.Get("X-Frame-Options") != "DENY" {
		b.k.t.Errorf("%s: headers %v", call, p.header)
	}
	if !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") || p.status >= 300 &&
		p.status < 400 {
		return
	}
	shell := strings.HasSuffix(call, "/tablet") // the same for everybody
	if !shell && !strings.Contains(p.header.Get("Cache-Control"), "no-store") {
		b.k.t.Errorf("%s: a personal page may be kept: %q", call, p.header.Get("Cache-Control"))
	}
	if found := inline.FindString(p.body); found != "" {
		b.k.t.Errorf("%s: inline script or style %q", call, found)
	}
	if strings.Contains(p.body, "%!") {
		b.k.t.Errorf("%s: an unfinished sentence", call)
	}
	b.pages = append(b.pages, call)
}
