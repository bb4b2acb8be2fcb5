package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/pdf/seal"
)

// formOf is a form with a file.
func formOf(t *testing.T, file []byte) (body []byte, mediaType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "报告.pdf")
	if err == nil {
		_, err = part.Write(file)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// TestVerifyFile sends files of each kind to the page and to the API, by nobody who is signed in.
func TestVerifyFile(t *testing.T) {
	k := apitest.New(t)
	at := "/api/v1/audits/" + k.ApprovedAudit()
	_, _, report := k.Call("GET", at+"/report.pdf", nil)
	_, _, notice := k.Call("GET", at+"/rectification-notice.pdf", nil)
	foreign, err := os.ReadFile("../../pdf/seal/testdata/foreign-signed.pdf")
	k.Must(err)
	k.SignIn("")
	altered := bytes.Clone(report)
	altered[len(altered)/3] ^= 1
	for name, tt := range map[string]struct {
		file  []byte
		code  int
		words string
	}{
		"report":     {report, 0, "得分重算一致"},
		"notice":     {notice, 0, "不含得分"},
		"altered":    {altered, 3, "文件已被改动"},
		"foreign":    {foreign, 4, "另有签名：区长签章"},
		"incomplete": {report[:len(report)-99], 7, "文件末尾缺少99个字节"},
		"appended":   {append(bytes.Clone(report), "\n"...), 9, "追加了1个字节"},
	} {
		r := k.Request("POST", "/api/v1/verify", tt.file)
		r.Header.Set("Content-Type", "application/pdf")
		status, header, body := k.Do(r)
		var got struct {
			Code  int
			Known bool
			Lines []string
		}
		k.Must(json.Unmarshal(body, &got))
		if status != http.StatusOK || got.Code != tt.code || header.Get("Cache-Control") != "no-store" ||
			!strings.Contains(strings.Join(got.Lines, "\n"), tt.words) {
			t.Errorf("%s: %d %s", name, status, body)
		}
		form, mediaType := formOf(t, tt.file)
		r = k.Request("POST", "/verify", form)
		r.Header.Set("Content-Type", mediaType)
		status, _, body = k.Do(r)
		if status != http.StatusOK || !strings.Contains(string(body), tt.words) ||
			!strings.Contains(string(body), "报告.pdf") {
			t.Errorf("%s: %d without %q\n%s", name, status, tt.words, body)
		}
	}
	var code struct{ PaperCode, Fingerprint string }
	r := k.Request("POST", "/api/v1/verify", report)
	r.Header.Set("Content-Type", "application/pdf")
	_, _, body := k.Do(r)
	k.Must(json.Unmarshal(body, &code))
	_, _, page := k.Call("GET", "/verify/"+code.PaperCode, nil)
	if len(code.Fingerprint) != 64 || !strings.Contains(string(page), code.Fingerprint) {
		t.Errorf("the page of the code lacks the fingerprint %s", code.Fingerprint)
	}
	client := *k.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Get(k.URL + "/verify?code=" + strings.ToLower(code.PaperCode))
	k.Must(err)
	defer answer.Body.Close()
	if answer.Header.Get("Location") != "/verify/"+code.PaperCode {
		t.Errorf("a typed code leads to %q", answer.Header.Get("Location"))
	}
}

// TestVerifyFileRefuses sends what is no file, or too much.
func TestVerifyFileRefuses(t *testing.T) {
	k := apitest.New(t)
	post := func(path, mediaType string, body []byte) (int, string) {
		r := k.Request("POST", path, body)
		r.Header.Set("Content-Type", mediaType)
		status, _, answer := k.Do(r)
		return status, string(answer)
	}
	if status, body := post("/api/v1/verify", "application/pdf", []byte("PK")); status != 422 ||
		!strings.Contains(body, "verify-not-pdf") {
		t.Errorf("no PDF: %d %s", status, body)
	}
	if status, body := post("/api/v1/verify", "application/json", []byte("{}")); status != 415 {
		t.Errorf("JSON: %d %s", status, body)
	}
	form, mediaType := formOf(t, []byte("PK"))
	if status, body := post("/verify", mediaType, form); status != 422 ||
		!strings.Contains(body, "这不是 PDF 文件") {
		t.Errorf("no PDF: %d %s", status, body)
	}
	if status, body := post("/verify", mediaType, []byte("--x")); status < 400 || status >= 500 {
		t.Errorf("a broken form: %d %s", status, body)
	}
	large := make([]byte, seal.MaxUpload+1)
	if status, body := post("/api/v1/verify", "application/pdf", large); status != 413 ||
		!strings.Contains(body, "64 MB") {
		t.Errorf("large: %d %s", status, body)
	}
}

// TestVerifyFileOneAtATime keeps one request open, so that another one from the address must wait.
func TestVerifyFileOneAtATime(t *testing.T) {
	k := apitest.New(t)
	slow, feed := io.Pipe()
	defer feed.Close()
	done := make(chan error, 1)
	go func() {
		r, err := http.NewRequest("POST", k.URL+"/api/v1/verify", slow)
		if err == nil {
			r.Header.Set("Content-Type", "application/pdf")
			var answer *http.Response
			if answer, err = k.Client.Do(r); err == nil {
				err = answer.Body.Close()
			}
		}
		done <- err
	}()
	_, err := feed.Write([]byte("%PDF-1.7\n"))
	k.Must(err)
	busy := func() bool {
		r := k.Request("POST", "/api/v1/verify", []byte("PK"))
		r.Header.Set("Content-Type", "application/pdf")
		status, _, body := k.Do(r)
		return status == http.StatusTooManyRequests && strings.Contains(string(body), "verify-busy")
	}
	verifying := k.Server.Reports.Verifying
	for began := time.Now(); verifying() == 0 && time.Since(began) < 10*time.Second; {
		time.Sleep(10 * time.Millisecond)
	}
	if !busy() {
		t.Error("two files of one address at a time")
	}
	k.Must(feed.Close())
	k.Must(<-done)
	if verifying() != 0 || busy() {
		t.Error("the place was not given back")
	}
}

// TestVerifyFileTwoInAll keeps the requests of two addresses open: a third one must wait. One of them
// sends nothing more: its time is over after 30 seconds, and its place is free.
func TestVerifyFileTwoInAll(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Config.Proxies = []string{"127.0.0.1"}
	k.Restart()
	server := httptest.NewServer(k.Server)
	defer server.Close()
	post := func(address string, body io.Reader) string {
		r, err := http.NewRequest("POST", server.URL+"/api/v1/verify", body)
		if err != nil {
			return err.Error()
		}
		r.Header.Set("Content-Type", "application/pdf")
		r.Header.Set("X-Forwarded-For", address)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err.Error()
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		return fmt.Sprint(answer.StatusCode, " ", string(b), err)
	}
	waiting := func(n int) {
		for began := time.Now(); k.Server.Reports.Verifying() != n; {
			if time.Since(began) > time.Minute {
				t.Fatalf("%d files are being verified, want %d", k.Server.Reports.Verifying(), n)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	done := make(chan string, 2)
	var feeds []*io.PipeWriter
	for i, address := range []string{"203.0.113.1", "203.0.113.2"} {
		slow, feed := io.Pipe()
		defer feed.Close()
		feeds = append(feeds, feed)
		go func() { done <- post(address, slow) }()
		_, err := feed.Write([]byte("%PDF-1.7\n"))
		k.Must(err)
		waiting(i + 1)
	}
	if answer := post("203.0.113.3", strings.NewReader("PK")); !strings.HasPrefix(answer, "429 ") ||
		!strings.Contains(answer, "verify-busy") {
		t.Errorf("a third file: %s", answer)
	}
	k.Must(feeds[0].Close())
	if answer := <-done; !strings.HasPrefix(answer, "200 ") {
		t.Errorf("the first file: %s", answer)
	}
	if answer := post("203.0.113.3", strings.NewReader("PK")); !strings.HasPrefix(answer, "422 ") {
		t.Errorf("the third file again: %s", answer)
	}
	waiting(0) // the second one's time is over
}

// TestPapersCarryNoHost asks under a name that the server does not have.
func TestPapersCarryNoHost(t *testing.T) {
	k := apitest.New(t)
	at := "/api/v1/audits/" + k.ApprovedAudit()
	for host, want := range map[string]bool{"evil.example": false, "127.0.0.1.evil.example": false,
		"localhost@evil.example": false, "localhost": true, "127.0.0.1:1": true, "": true} {
		r := k.Request("GET", at+"/report.pdf", nil)
		if host != "" {
			r.Host = host
		}
		status, _, file := k.Do(r)
		links := bytes.Count(file, []byte("/URI ("))
		if status != http.StatusOK || (links > 0) != want || bytes.Contains(file, []byte("evil")) {
			t.Errorf("Host %q: %d, %d links", host, status, links)
		}
		if want && !bytes.Contains(file, []byte("/URI ("+k.URL+"/verify/")) {
			t.Errorf("Host %q: the link does not lead to %s", host, k.URL)
		}
		r = k.Request("GET", "/api/v1/halls/GS-S03/poster.pdf", nil)
		if host != "" {
			r.Host = host
		}
		status, _, body := k.Do(r)
		if wanted := map[bool]int{true: 200, false: 409}[want]; status != wanted {
			t.Errorf("poster, Host %q: %d %.200s", host, status, body)
		}
		r = k.Request("GET", "/audits", nil)
		r.Header.Del("Content-Type")
		r.Host = host
		if _, _, page := k.Do(r); strings.Contains(string(page), "--base-url") == want {
			t.Errorf("Host %q: the page says the wrong thing about codes", host)
		}
	}
}
