package api_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hallmark/api/apitest"
)

func TestBadBodies(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	hall := func(rest string) string {
		return `{"id":"GS-C80","name":"试点","tier":"community"` + rest + `}`
	}
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
		places string // of the fields
	}{
		"nothing":          {"", 400, "json", "*"},
		"blank":            {" \n", 400, "json", "*"},
		"half":             {`{"id":"GS-C80"`, 400, "json", "*"},
		"two values":       {hall("") + hall(""), 400, "json", "*"},
		"comma":            {hall(","), 400, "json", "*"},
		"comment":          {"/* x */" + hall(""), 400, "json", "*"},
		"byte order mark":  {"\ufeff" + hall(""), 400, "json", "*"},
		"XML":              {"<hall/>", 400, "json", "*"},
		"NaN":              {hall(`,"measurements":{"a":NaN}`), 400, "json", "*"},
		"not UTF-8":        {hall(",\"notes\":\"\xff\xfe\""), 400, "json", "*"},
		"half a surrogate": {hall(`,"notes":"\ud800"`), 422, "invalid", "notes control"},
		"deep":             {deep(100_000), 400, "json", "*"},
		"deep in a field":  {hall(`,"notes":` + deep(100_000)), 400, "json", "*"},
		"a list":           {`[]`, 400, "invalid", "body json-type"},
		"a text":           {`"x"`, 400, "invalid", "body json-type"},
		"null":             {`null`, 422, "invalid", "*"},
		"unknown field":    {hall(`,"colour":"red"`), 422, "invalid", "colour unknown"},
		"other case": {strings.Replace(hall(""), `"name"`, `"NAME"`, 1), 422, "invalid",
			"NAME unknown"},
		"doubled":         {hall(`,"id":"GS-C81"`), 422, "invalid", "id twice"},
		"number for text": {strings.Replace(hall(""), `"试点"`, `7`, 1), 422, "invalid", "name type"},
		"text for number": {hall(`,"measurements":{"a":"7"}`), 422, "", "*"},
		"object for text": {hall(`,"notes":{}`), 422, "invalid", "notes type"},
		"huge number": {hall(`,"measurements":{"a":1e30}`), 422, "invalid",
			"measurements number"},
		"beyond every number": {hall(`,"measurements":{"a":1e999999999}`), 422, "invalid",
			"measurements number"},
		"many digits": {hall(`,"measurements":{"a":0.12345678901234567}`), 422, "invalid",
			"measurements number"},
		"path for ID": {strings.Replace(hall(""), "GS-C80", "../../etc", 1), 422, "invalid",
			"id hallid"},
		"line end in ID": {strings.Replace(hall(""), "GS-C80", `GS-C80\n`, 1), 422, "invalid",
			"id hallid"},
		"control character": {strings.Replace(hall(""), "试点", `试\u0000点`, 1), 422, "invalid",
			"name control"},
		"noncharacter far within": {hall(`,"duties":{"district_authority":"a\ufdd0"}`), 422,
			"invalid", "duties.district_authority control"},
		"replacement character": {strings.Replace(hall(""), "试点", "试�", 1), 422, "invalid",
			"name control"},
		"direction in a name of a member": {hall(`,"duties":{"a\u202e":"x"}`), 422, "invalid",
			"duties control"},
		"only direction": {strings.Replace(hall(""), "试点", `\u202e\u200f`, 1), 422, "invalid",
			"name required"},
		"Hangul filler": {strings.Replace(hall(""), "试点", `\u3164`, 1), 422, "invalid",
			"name clean"},
		"negative area": {hall(`,"measurements":{"floor_area":-5}`), 422, "invalid",
			"measurements[floor_area] size"},
		"long name": {strings.Replace(hall(""), "试点", strings.Repeat("厅", 81), 1), 422,
			"invalid", "name max"},
		"several at once": {`{"id":"x y","name":"","tier":"city"}`, 422, "invalid",
			"id hallid;name required;tier oneof"},
	} {
		p := k.Refusal(t, func() *http.Request {
			return k.Request("POST", "/api/v1/halls", []byte(c.body))
		})
		var places []string
		for _, f := range p.Fields {
			places = append(places, f.Name+" "+f.Code)
		}
		got := strings.Join(places, ";")
		for _, f := range p.Fields {
			for _, english := range []string{"invalid", "unexpected", "looking for", "cannot", "EOF"} {
				if apitest.HasHan(f.Detail) && strings.Contains(f.Detail, english) {
					t.Errorf("%s: %s", name, f.Detail)
				}
			}
		}
		if strings.Contains(p.Detail, "Go ") || strings.Contains(p.Detail, "api.") {
			t.Errorf("%s: tells how the program is made: %s", name, p.Detail)
		}
		if p.Status != c.status || c.code != "" && p.Code != c.code || c.places != "*" &&
			got != c.places {
			t.Errorf("%s: %d %s %q (%s), want %d %s %q", name, p.Status, p.Code, got, p.Detail,
				c.status, c.code, c.places)
		}
	}
	k.Want(404, "GET", "/api/v1/halls/GS-C80", nil, nil)
}

// TestLargeBodies sends more than a call takes: who may not call it is told that and nothing of the
// body; who may is told the limit.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for person, want := range map[string]struct {
		status int
		said   string
	}{"": {401, ""}, "auditor": {403, ""}, "supervisor": {413, "1 MiB"}} {
		k.SignIn(person)
		p := k.Refusal(t, func() *http.Request {
			return k.Request("POST", "/api/v1/halls", make([]byte, 1<<20+1))
		})
		if p.Status != want.status || !strings.Contains(p.Detail, want.said) {
			t.Errorf("%q: %+v", person, p)
		}
	}
	k.SignIn("supervisor")
	if p := k.Refusal(t, func() *http.Request {
		return k.Request("POST", "/api/v1/halls/import?format=csv", make([]byte, 20<<20+1))
	}); p.Status != 413 || !strings.Contains(p.Detail, "20 MiB") {
		t.Errorf("%+v", p)
	}
}

// TestContentIsNotSyntax sends JSON that is valid and says the wrong thing.
func TestContentIsNotSyntax(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("approver")
	for _, c := range []struct{ path, body, want string }{
		{"/api/v1/score", `{"edition":"2017","tier":"community","answers":7}`, "answers"},
		{"/api/v1/score", `{"edition":"2017","tier":"community","answers":{"HS001":{"level":1e99}}}`,
			"answers"},
		{"/api/v1/score", `[]`, "body"},
	} {
		p := k.Refusal(t, func() *http.Request { return k.Request("POST", c.path, []byte(c.body)) })
		if p.Code == "json" || len(p.Fields) != 1 || !strings.HasPrefix(p.Fields[0].Name, c.want) {
			t.Errorf("%s: %+v", c.body, p)
		}
	}
}

func TestContentTypes(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	body := apitest.Object{"edition": "2017", "tier": "subdistrict", "answers": apitest.Object{}}
	for mediaType, want := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "Application/JSON": 200,
		"": 415, "text/plain": 415, "text/json": 415, "application/x-www-form-urlencoded": 415,
		"multipart/form-data; boundary=x": 415, "application/json,text/plain": 415, "/": 415,
	} {
		r := k.Request("POST", "/api/v1/score", body)
		r.Header.Set("Content-Type", mediaType)
		if status, _, answer := k.Do(r); status != want {
			t.Errorf("%q: %d, want %d: %.200s", mediaType, status, want, answer)
		}
	}
}

// TestOversizedBodies announces two gigabytes, and sends a body without an end. Neither is read.
func TestOversizedBodies(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	const text, form = "application/json", "application/x-www-form-urlencoded"
	for call, mediaType := range map[string]string{
		"POST /api/v1/score":                              text,
		"POST /api/v1/sessions":                           text,
		"POST /api/v1/audits/" + id + "/changes":          text,
		"PUT /api/v1/evidence/" + strings.Repeat("0", 64): "image/jpeg",
		"POST /audits/" + id + "/clauses/HS001":           "multipart/form-data; boundary=x",
		"POST /audits/" + id + "/submit":                  form,
		"POST /sign-in":                                   form,
	} {
		for _, announced := range []bool{true, false} {
			t.Run(fmt.Sprint(call, announced), func(t *testing.T) {
				t.Parallel() // the server lingers half a second before it closes
				status, sent := pour(k, t, call, mediaType, announced)
				if status != 413 || sent > 100<<20 {
					t.Errorf("status %d after %d MiB", status, sent>>20)
				}
			})
		}
	}
}

// pour sends a body of two gigabytes, announced or in chunks, until the server answers; it returns
// the status and how many bytes went out. The bytes look like files of a form.
func pour(k *apitest.Kit, t *testing.T, call, mediaType string, announced bool) (status, sent int) {
	t.Helper()
	address := strings.TrimPrefix(k.URL, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	length := "Transfer-Encoding: chunked"
	if announced {
		length = "Content-Length: 2147483648"
	}
	_, err1 := fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: %s\r\n%s\r\n\r\n", call, address, k.Token, mediaType, length)
	if err := errors.Join(err1, conn.SetDeadline(time.Now().Add(30*time.Second))); err != nil {
		t.Fatal(err)
	}
	answered := make(chan int, 1)
	go func() {
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			answered <- 0
			return
		}
		answer.Body.Close()
		answered <- answer.StatusCode
	}()
	const part = "--x\r\nContent-Disposition: form-data; name=\"note\"; filename=\"x\"\r\n\r\n"
	block := append([]byte(part), bytes.Repeat([]byte(" "), 1<<16)...)
	if !announced {
		block = fmt.Appendf(nil, "%x\r\n%s\r\n", len(block), block)
	}
	for {
		select {
		case status := <-answered:
			return status, sent
		default:
		}
		n, err := conn.Write(block)
		sent += n
		if err != nil { // the server closed; its answer may still be on the way
			return <-answered, sent
		}
	}
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	k.StartAudit("GS-S03")
	var page struct{ Next string }
	k.Want(200, "GET", "/api/v1/audits?limit=1", nil, &page)
	if page.Next == "" {
		t.Fatal("no cursor")
	}
	for path, want := range map[string]string{
		"/api/v1/audits?limit=0":                                  "400 invalid",
		"/api/v1/audits?limit=201":                                "400 invalid",
		"/api/v1/audits?limit=-1":                                 "400 invalid",
		"/api/v1/audits?limit=1e2":                                "400 invalid",
		"/api/v1/audits?limit=99999999999999999999":               "400 invalid",
		"/api/v1/audits?limit=%EF%BC%91":                          "400 invalid",
		"/api/v1/audits?cursor=x":                                 "400 cursor",
		"/api/v1/audits?cursor=" + strings.Repeat("A", 5000):      "400 cursor",
		"/api/v1/audits?cursor=%00":                               "400 cursor",
		"/api/v1/audits?cursor=W10":                               "400 cursor",
		"/api/v1/halls?cursor=" + page.Next:                       "400 cursor",
		"/api/v1/audits?status=submitted&cursor=" + page.Next[2:]: "400 cursor",
		"/api/v1/audits?status=odd":                               "400 invalid",
		"/api/v1/halls?tier=city":                                 "400 invalid",
		"/api/v1/halls?tier=%ff":                                  "400 invalid",
		"/api/v1/editions/2017/checklist?tier=":                   "400 invalid",
		"/api/v1/editions/2017/export?format=exe":                 "400 invalid",
		"/api/v1/audits/..%2f..%2fetc%2fpasswd":                   "404 not-found",
		"/api/v1/audits/%2e%2e":                                   "404 not-found",
		"/api/v1/audits/%00":                                      "404 not-found",
		"/api/v1/audits/%ff%fe":                                   "404 not-found",
		"/api/v1/audits/" + strings.Repeat("a", 20_000):           "404 not-found",
		"/api/v1/audits/" + id + "%20":                            "404 not-found",
		"/api/v1/audits/" + strings.ToUpper(id):                   "404 not-found",
		"/api/v1/audits/$where":                                   "404 not-found",
		"/api/v1/halls/GS-S03%00":                                 "404 not-found",
		"/api/v1/halls/' OR 1=1 --":                               "404 not-found",
		"/api/v1/editions/..%2f2017":                              "404 not-found",
		"/api/v1/evidence/..%2f..%2fhallmark.db":                  "404 not-found",
		"/api/v1/evidence/%00":                                    "404 not-found",
		"/api/v1/nothing":                                         "404 not-found",
		"/api/v1/audits/":                                         "404 not-found",
	} {
		p := k.Refusal(t, func() *http.Request {
			return k.Request("GET", strings.ReplaceAll(path, " ", "%20"), nil)
		})
		if got := fmt.Sprint(p.Status, " ", p.Code); got != want {
			t.Errorf("%.80s: %s, want %s", path, got, want)
		}
	}
	p := k.Refusal(t, func() *http.Request {
		return k.Request("DELETE", "/api/v1/halls/GS-S03",
			nil)
	})
	if p.Status != 405 || p.Code != "method" {
		t.Errorf("DELETE: %d %s", p.Status, p.Code)
	}
	for _, filter := range []string{"hall=%00", "hall=%ff", "campaign=%00",
		"campaign=" + strings.Repeat("x", 3000), "hall=" + strings.Repeat("x", 3000)} {
		if status, _, body := k.Call("GET", "/api/v1/audits?"+filter, nil); status >= 500 {
			t.Errorf("%.40s: %d %s", filter, status, body)
		}
	}
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	post := func(key string, body any) (int, http.Header, []byte) {
		r := k.Request("POST", "/api/v1/audits", body)
		r.Header.Set("Idempotency-Key", key)
		return k.Do(r)
	}
	body := apitest.Object{"hall": "GS-S03", "kind": "phone"}
	status, header, first := post("one", body)
	if status != 201 || header.Get("Idempotent-Replayed") != "" {
		t.Fatalf("first: %d %v", status, header)
	}
	status, again, second := post("one", body)
	if status != 201 || !bytes.Equal(first, second) || again.Get("Idempotent-Replayed") != "true" ||
		again.Get("Location") != header.Get("Location") {
		t.Errorf("again: %d %v %s", status, again, second)
	}
	status, _, answer := post("one", apitest.Object{"hall": "GS-S01", "kind": "phone"})
	if status != 422 || apitest.CodeOf(t, answer) != "key-reused" {
		t.Errorf("another body: %d %s", status, answer)
	}
	status, _, answer = post(strings.Repeat("k", 129), body)
	if status != 400 || apitest.CodeOf(t, answer) != "key-length" {
		t.Errorf("long key: %d %s", status, answer)
	}
	// a refused request leaves its key free
	if status, _, _ := post("two", apitest.Object{"hall": "GS-X", "kind": "phone"}); status != 422 {
		t.Errorf("unknown hall: %d", status)
	}
	if status, _, _ := post("two", body); status != 201 {
		t.Errorf("corrected: %d", status)
	}
	// the key of one person is not that of another
	k.SignIn("auditor2")
	status, _, other := post("one", body)
	if status != 201 || bytes.Equal(first, other) {
		t.Errorf("somebody else: %d %s", status, other)
	}
	// after a day it may be used anew
	k.SignIn("auditor")
	k.Clock.Advance(24*time.Hour + time.Second)
	status, _, next := post("one", body)
	if status != 201 || bytes.Equal(first, next) {
		t.Errorf("a day later: %d %s", status, next)
	}
}

func TestIdempotencyKeyConcurrently(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	var (
		wg       sync.WaitGroup
		mu       sync.Mutex
		statuses []int
		bodies   = map[string]bool{}
	)
	for range 12 {
		r := k.Request("POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "phone"})
		r.Header.Set("Idempotency-Key", "together")
		wg.Go(func() {
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			mu.Lock()
			defer mu.Unlock()
			statuses = append(statuses, answer.StatusCode)
			if answer.StatusCode == 201 {
				bodies[string(body)] = true
			}
			if err != nil || answer.StatusCode != 201 && answer.StatusCode != 409 {
				t.Errorf("%d %s %v", answer.StatusCode, body, err)
			}
		})
	}
	wg.Wait()
	var page struct{ Items []apitest.Object }
	k.Want(200, "GET", "/api/v1/audits", nil, &page)
	if len(page.Items) != 1 || len(bodies) != 1 || !slices.Contains(statuses, 201) {
		t.Errorf("%d audits, %d different answers, statuses %v", len(page.Items), len(bodies), statuses)
	}
}

func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	for _, c := range []struct {
		method, name, value string
		status              int
	}{
		{"POST", "Origin", "https://evil.example", 403},
		{"POST", "Origin", "null", 403},
		{"POST", "Sec-Fetch-Site", "cross-site", 403},
		{"POST", "Sec-Fetch-Site", "same-site", 403},
		{"POST", "Sec-Fetch-Site", "same-origin", 201},
		{"POST", "Origin", k.URL, 201},
		{"GET", "Sec-Fetch-Site", "cross-site", 200},
	} {
		var body any
		if c.method == "POST" {
			body = apitest.Object{"hall": "GS-S03", "kind": "phone"}
		}
		r := k.Request(c.method, "/api/v1/audits", body)
		r.Header.Set(c.name, c.value)
		status, _, answer := k.Do(r)
		code := "origin"
		if c.value == "https://evil.example" { // the browser does not say from where it comes
			code = "origin-host"
		}
		if status != c.status || status == 403 && apitest.CodeOf(t, answer) != code {
			t.Errorf("%s with %s: %s: %d, want %d", c.method, c.name, c.value, status, c.status)
		}
	}
	for _, path := range []string{"/sign-in", "/sign-out", "/language", "/password", "/audits"} {
		r := k.Request("POST", path, nil)
		r.Header.Set("Origin", "https://evil.example")
		if status, _, _ := k.Do(r); status != 403 {
			t.Errorf("form %s from elsewhere: %d", path, status)
		}
	}
}

// TestFaultsTellNothing has the storage fail with a text that nobody may see, and panic.
func TestFaultsTellNothing(t *testing.T) {
	t.Parallel()
	k, f, log := apitest.NewFaultyKit(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	const secret = "mongodb://root:hunter2@10.0.0.7"
	for name, planted := range map[string]error{"error": errors.New(secret), "panic": nil} {
		f.Set(func() { f.Err, f.Down = planted, true })
		for _, path := range []string{"/api/v1/audits/" + id, "/audits/" + id} {
			status, header, body := k.Call("GET", path, nil)
			request := header.Get("X-Request-Id")
			if status != 500 || request == "" || !strings.Contains(string(body), request) {
				t.Errorf("%s: %s: %d %s", name, path, status, body)
			}
			for _, hidden := range []string{"hunter2", "planted", "goroutine", ".go:", "/api/store"} {
				if strings.Contains(string(body), hidden) {
					t.Errorf("%s: %s tells %q", name, path, hidden)
				}
			}
			if !strings.Contains(log.String(), request) {
				t.Errorf("%s: %s: the log does not know request %s", name, path, request)
			}
		}
		f.Plan(0, false)
		k.Want(200, "GET", "/api/v1/audits/"+id, nil, nil)
	}
}

// TestLogKeepsNoSecrets signs in, rightly and wrongly, and looks for what was typed in the log.
func TestLogKeepsNoSecrets(t *testing.T) {
	t.Parallel()
	k, f, log := apitest.NewFaultyKit(t)
	k.SignIn("auditor")
	k.Call("POST", "/api/v1/sessions", apitest.Object{"username": "auditor", "password": "wrong-secret-9"})
	k.Call("POST", "/api/v1/sessions", `{"username":"auditor","password":"wrong-secret-9`)
	k.Call("POST", "/api/v1/sessions", apitest.Object{"username": "my-password-9", "password": 7})
	r := k.Request("POST", "/sign-in", "username=auditor&password=wrong-secret-9")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	k.Do(r)
	f.Set(func() { f.Down = true })
	k.Call("POST", "/api/v1/sessions", apitest.Object{"username": "auditor", "password": apitest.Password})
	k.Call("GET", "/api/v1/halls", nil)
	f.Plan(0, false)
	text := log.String()
	for _, secret := range []string{apitest.Password, "wrong-secret-9", "my-password-9", k.Token,
		"argon2"} {
		if strings.Contains(text, secret) {
			_, after, _ := strings.Cut(text, secret)
			t.Errorf("the log holds %q before %.300s", secret, after)
		}
	}
	if !strings.Contains(text, `"user":"auditor"`) && !strings.Contains(text, "/api/v1/sessions") {
		t.Error("nothing was logged")
	}
}

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestForgottenHost: behind a proxy that does not pass the Host on, a form is refused with the reason,
// and the log names both addresses.
func TestForgottenHost(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	var log lines
	k.Config.Log = slog.New(slog.NewJSONHandler(&log, nil))
	k.Config.BaseURL = "https://hall.example"
	k.Forget()
	k.Restart()
	r := k.Request("POST", "/sign-in", nil)
	r.Header.Set("Origin", "https://hall.example")
	r.Host = "127.0.0.1:8080"
	status, _, answer := k.Do(r)
	for _, want := range []string{"https://hall.example", "127.0.0.1:8080", "Host"} {
		if status != 403 || !strings.Contains(string(answer), want) {
			t.Errorf("status %d, %q is missing in %s", status, want, answer)
		}
	}
	for _, want := range []string{`"origin":"https://hall.example"`, `"host":"127.0.0.1:8080"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is missing in the log: %s", want, &log)
		}
	}
}

// TestBadQuery: what is wrong with the address of a request is refused with status 400, in every room,
// and the rule of text holds there, too.
func TestBadQuery(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("admin")
	for _, path := range []string{"/api/v1/halls?limit=0", "/api/v1/halls?limit=x", "/api/v1/halls?q=%07",
		"/api/v1/notifications?unread=maybe", "/api/v1/outbox?state=lost", "/api/v1/halls?q=%EF%BF%BE"} {
		status, _, answer := k.Do(k.Request("GET", path, nil))
		if status != 400 {
			t.Errorf("%s: status %d: %s", path, status, answer)
		}
	}
	status, header, _ := k.Do(k.Request("GET", "/api/v1/halls?q=%E2%80%AEx", nil))
	if status != 200 || header.Get("Hallmark-Direction-Removed") != "q" {
		t.Errorf("status %d, %v", status, header)
	}
}
