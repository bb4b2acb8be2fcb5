package api_test

import (
	"bytes"
	"encoding/json"
	"html"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSignInForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("")
	for next, want := range map[string]string{
		"/audits?hall=GS-S03": "/audits?hall=GS-S03", "": "/", "//evil.example": "/",
		"https://evil.example/": "/", "/\\evil.example": "/", "\\\\evil.example": "/",
		"javascript:alert(1)": "/", "/\tevil": "/", "evil": "/", "///evil.example": "/",
		"/%0d%0aSet-Cookie: a=b": "/%0d%0aSet-Cookie: a=b",
	} {
		form := url.Values{"username": {"auditor"}, "password": {password}, "next": {next}}
		p := k.browse("").post("/sign-in", form)
		if to := p.header.Get("Location"); p.status != 303 || to != want &&
			to != strings.ReplaceAll(want, " ", "%20") {
			t.Errorf("next %q: %d to %q, want %q", next, p.status, to, want)
		}
		if p := b.get("/sign-in?next=" + url.QueryEscape(next)); !strings.Contains(p.body,
			`name="next" value="/`) ||
			strings.Contains(p.body, `name="next" value="//`) {
			t.Errorf("next %q: %s", next, p.main())
		}
	}
	p := b.post("/sign-in", url.Values{"username": {`"><b>audi`}, "password": {"not-the-password"},
		"next": {"/halls"}})
	if p.status != 401 || !strings.Contains(p.body, `value="&#34;&gt;&lt;b&gt;audi"`) ||
		!strings.Contains(p.body, `value="/halls"`) || strings.Contains(p.body, "not-the-password") {
		t.Errorf("refused: %d %s", p.status, p.main())
	}
	cookie := k.browse("").post("/sign-in", url.Values{"username": {"auditor"},
		"password": {password}}).
		header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %q lacks %s", cookie, part)
		}
	}
}

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("")
	p := b.get("/audits?status=submitted")
	if p.status != 303 || p.header.Get("Location") != "/sign-in?next=%2Faudits%3Fstatus%3Dsubmitted" {
		t.Errorf("signed out: %d to %q", p.status, p.header.Get("Location"))
	}
	if p := b.post("/audits", url.Values{"hall": {"GS-S03"}}); p.status != 401 {
		t.Errorf("a form of nobody: %d", p.status)
	}
	b = k.browse("auditor")
	if p := b.get("/sign-in"); p.status != 303 {
		t.Errorf("sign-in of somebody signed in: %d", p.status)
	}
	if p := b.post("/sign-out", nil); p.status != 303 || p.header.Get("Location") != "/sign-in" {
		t.Errorf("signed out: %d", p.status)
	}
	if p := b.get("/audits"); p.status != 303 {
		t.Errorf("after signing out: %d", p.status)
	}
}

func TestLanguageSwitch(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	if p := b.get("/audits"); !strings.Contains(p.body, `<html lang="zh-CN">`) {
		t.Error("not Chinese at first")
	}
	for back, want := range map[string]string{"/halls": "/halls", "//evil.example": "/"} {
		p := b.post("/language", url.Values{"language": {"en"}, "back": {back}})
		if p.status != 303 || p.header.Get("Location") != want {
			t.Errorf("switch: %d to %q", p.status, p.header.Get("Location"))
		}
	}
	if p := b.get("/audits"); !strings.Contains(p.body, `<html lang="en">`) {
		t.Error("not English after the switch")
	}
	if p := b.get("/audits/nothing"); p.status != 404 || hasHan(strings.ReplaceAll(p.main(), "中文",
		"")) {
		t.Errorf("refusal: %d %s", p.status, p.main())
	}
	if p := b.post("/language", url.Values{"language": {"klingon"}}); p.status != 422 {
		t.Errorf("no such language: %d", p.status)
	}
}

// newAudit starts an audit by the form and returns its ID.
func (b *browser) newAudit() string {
	b.k.t.Helper()
	p := b.post("/audits", url.Values{"hall": {"GS-S03"}, "kind": {"announced"},
		"inspector": {"auditor2"}})
	to := p.header.Get("Location")
	if p.status != 303 || !strings.HasPrefix(to, "/audits/") {
		b.k.t.Fatalf("new audit: %d %s", p.status, p.main())
	}
	return strings.TrimPrefix(to, "/audits/")
}

func TestNewAuditForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	if p := b.get("/audits/new?hall=GS-S03&kind=phone"); p.status != 200 ||
		!regexp.MustCompile(`value="GS-S03"[^>]*selected`).MatchString(p.body) {
		t.Errorf("form: %d", p.status)
	}
	for name, form := range map[string]url.Values{
		"no hall":    {"kind": {"phone"}},
		"odd hall":   {"hall": {"GS-X1"}, "kind": {"phone"}},
		"odd kind":   {"hall": {"GS-S03"}, "kind": {"party"}},
		"inspector":  {"hall": {"GS-S03"}, "kind": {"phone"}, "inspector": {"nobody"}},
		"hall twice": {"hall": {"", "GS-S03"}, "kind": {"phone"}},
	} {
		p := b.post("/audits", form)
		if p.status != 422 || !strings.Contains(p.body, `role="alert"`) {
			t.Errorf("%s: %d %s", name, p.status, p.main())
		}
	}
	b.newAudit()
}

// TestAnswersByForm answers one clause of each method, and all that can be said beside it.
func TestAnswersByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	id := b.newAudit()
	k.signIn("auditor")
	for _, c := range []struct {
		uid  string
		form url.Values
		want string
	}{
		{"HS006", url.Values{"verdict": {"fail"}}, `{"verdict":"fail"}`},
		{"HS002", url.Values{"level": {"3"}}, `{"level":3}`},
		{"HS001", url.Values{"value": {" 187.50 "}}, `{"value":187.5}`},
		{"HS003", url.Values{"value": {"1２.5"}}, `{"value":12.5}`},
		{"HS005", url.Values{"numerator": {"17"}, "denominator": {"２０"}},
			`{"numerator":17,"denominator":20}`},
		{"HS036", url.Values{"none": {"1"}}, `{"occurrences":[]}`},
		{"HS007", url.Values{"op": {"not-applicable"}, "reason": {" 无自助终端 "}},
			`{"notApplicable":"无自助终端"}`},
	} {
		if c.form.Get("op") == "" {
			c.form.Set("op", "answer")
		}
		p := b.post("/audits/"+id+"/clauses/"+c.uid, c.form)
		to := p.header.Get("Location")
		if p.status != 303 || !strings.HasPrefix(to, "/audits/"+id+"?chapter=") ||
			!strings.HasSuffix(to, "#"+c.uid) {
			t.Errorf("%s: %d to %q: %s", c.uid, p.status, to, p.main())
		}
		if got := string(k.audit(id).Answers[c.uid].Value); got != c.want {
			t.Errorf("%s: %s, want %s", c.uid, got, c.want)
		}
	}
	send := func(uid string, form url.Values) {
		t.Helper()
		for _, head := range k.audit(id).Answers[uid].Heads {
			form.Add("saw", head)
		}
		k.clock.advance(time.Second)
		if p := b.post("/audits/"+id+"/clauses/"+uid, form); p.status != 303 {
			t.Errorf("%s %v: %d %s", uid, form, p.status, p.main())
		}
	}
	send("HS006", url.Values{"op": {"note"}, "note": {"缺一证\n已拍照"}})
	if a := k.audit(id).Answers["HS006"]; a.Note != "缺一证\n已拍照" ||
		string(a.Value) != `{"verdict":"fail"}` {
		t.Errorf("note: %+v", a)
	}
	send("HS036", url.Values{"op": {"occurrence.add"}, "kind": {"a"}})
	a := k.audit(id).Answers["HS036"]
	occurrence := regexp.MustCompile(`"id":"([^"]+)","kind":"a"`).FindStringSubmatch(string(a.Value))
	if occurrence == nil {
		t.Fatalf("occurrence: %s", a.Value)
	}
	send("HS036", url.Values{"op": {"occurrence.remove"}, "occurrence": {occurrence[1]}})
	if got := string(k.audit(id).Answers["HS036"].Value); got != `{"occurrences":[]}` {
		t.Errorf("after removing: %s", got)
	}
	send("HS006", url.Values{"op": {"clear"}})
	if got := string(k.audit(id).Answers["HS006"].Value); got != "null" {
		t.Errorf("after clearing: %s", got)
	}
}

// TestRefusedAnswerForm sends forms that cannot be taken. Each page says why beside the control and
// keeps what was typed.
func TestRefusedAnswerForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	id := b.newAudit()
	long := strings.Repeat("长", 2001)
	for name, c := range map[string]struct {
		uid     string
		form    url.Values
		control string
		kept    string
	}{
		"no reason": {"HS006", url.Values{"op": {"not-applicable"}, "reason": {" "}},
			"HS006-reason", ""},
		"reason of a veto": {"HS038", url.Values{"op": {"not-applicable"}, "reason": {"停电"}},
			`HS038"`, ""},
		"no number": {"HS001", url.Values{"op": {"answer"}, "value": {"一百<b>"}},
			"HS001-value", "一百&lt;b&gt;"},
		"huge number": {"HS001", url.Values{"op": {"answer"}, "value": {"1e30"}}, "HS001-value",
			"1e30"},
		"infinite": {"HS001", url.Values{"op": {"answer"}, "value": {"Inf"}}, "HS001-value",
			"Inf"},
		"half of a ratio": {"HS005", url.Values{"op": {"answer"}, "numerator": {"7"},
			"denominator": {""}}, "HS005-denominator", `value="7"`},
		"more than all": {"HS005", url.Values{"op": {"answer"}, "numerator": {"21"},
			"denominator": {"20"}}, "HS005-numerator", `value="21"`},
		"no verdict": {"HS006", url.Values{"op": {"answer"}}, "HS006-verdict", ""},
		"odd verdict": {"HS006", url.Values{"op": {"answer"}, "verdict": {"maybe"}},
			"HS006-verdict", ""},
		"odd level": {"HS002", url.Values{"op": {"answer"}, "level": {"9"}}, "HS002-level", ""},
		"long note": {"HS006", url.Values{"op": {"note"}, "note": {long}}, "HS006-note", long},
		"no file":   {"HS006", url.Values{"op": {"evidence.add"}}, "HS006-photo", ""},
		"choice of nothing": {"HS006", url.Values{"op": {"choose"}, "change": {"x"}},
			"HS006-conflict", ""},
		"odd operation": {"HS006", url.Values{"op": {"explode"}}, `HS006"`, ""},
		"no operation":  {"HS006", url.Values{}, "HS006-op", ""},
	} {
		p := b.post("/audits/"+id+"/clauses/"+c.uid, c.form)
		if p.status != 422 || !strings.Contains(p.body, `href="#`+c.control) ||
			!strings.Contains(p.body, c.kept) {
			t.Errorf("%s: %d, names %s %t, keeps what was typed %t: %s", name, p.status, c.control,
				strings.Contains(p.body, `href="#`+c.control), strings.Contains(p.body, c.kept), p.main())
		}
		if !strings.Contains(p.body, `class="field-problem"`) {
			t.Errorf("%s: no sentence beside the control", name)
		}
	}
	k.signIn("auditor")
	if a := k.audit(id); a.Revision != 1 {
		t.Errorf("refused forms left revision %d", a.Revision)
	}
	if p := b.post("/audits/"+id+"/clauses/HS999", url.Values{"op": {"clear"}}); p.status != 404 {
		t.Errorf("unknown clause: %d", p.status)
	}
}

// TestPhotographsByForm brings photographs without script, and files that are none.
func TestPhotographsByForm(t *testing.T) {
	k := newKit(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	b := k.browse("auditor")
	id := b.newAudit()
	at, form := "/audits/"+id+"/clauses/HS006", url.Values{"op": {"evidence.add"}}
	one, two := photograph(t, 21), photograph(t, 22)
	if p := b.upload(at, form, one, two, one); p.status != 303 {
		t.Fatalf("photographs: %d %s", p.status, p.main())
	}
	k.signIn("auditor")
	got := k.audit(id).Answers["HS006"].Evidence
	want := []string{digestOf(one), digestOf(two)}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("evidence %v, want %v", got, want)
	}
	if p := b.get("/audits/" + id); !strings.Contains(p.body, "/api/v1/evidence/"+want[0]) {
		t.Error("the page does not show the photograph")
	}
	for name, files := range map[string][][]byte{
		"a text":       {[]byte("<script>alert(1)</script>")},
		"nothing":      {{}},
		"one is wrong": {photograph(t, 23), []byte("%PDF-1.7")},
		"no files":     nil,
		"twenty-one":   slices.Repeat([][]byte{one}, 21),
		"large":        {bytes.Repeat([]byte{0xff}, 40<<20)},
	} {
		p := b.upload(at, form, files...)
		if p.status != 422 || !strings.Contains(p.body, `href="#HS006-photo"`) {
			t.Errorf("%s: %d %s", name, p.status, p.main())
		}
	}
	if p := b.post(at, url.Values{"op": {"evidence.remove"}, "evidence": {want[0]}}); p.status != 303 {
		t.Errorf("removed: %d", p.status)
	}
	left, err := os.ReadDir(dir)
	if k.must(err); len(left) > 0 {
		t.Errorf("%d files of forms stay behind", len(left))
	}
}

// TestConflictByForm settles a conflict with one button.
func TestConflictByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	id := b.newAudit()
	k.signIn("auditor")
	k.record(id, k.change("HS006", object{"verdict": "pass"}))
	k.signIn("auditor2")
	k.record(id, k.change("HS006", object{"verdict": "fail"}))
	p := b.get("/audits/" + id)
	if !strings.Contains(p.body, "陈砚秋") || !strings.Contains(p.body, "方既明") ||
		strings.Count(p.body, `value="choose"`) != 2 {
		t.Errorf("the page does not show both answers: %s", p.main())
	}
	if p := b.get("/audits/" + id + "/submit"); !strings.Contains(p.body, "#HS006") {
		t.Error("the page before submitting does not name the conflict")
	}
	a := k.audit(id).Answers["HS006"]
	i := slices.IndexFunc(a.Conflict, func(h struct {
		Value      json.RawMessage
		By, Change string
	}) bool {
		return h.By == "auditor"
	})
	k.clock.advance(time.Second)
	p = b.post("/audits/"+id+"/clauses/HS006", url.Values{"op": {"choose"}, "saw": a.Heads,
		"change": {a.Conflict[i].Change}})
	if p.status != 303 {
		t.Fatalf("choice: %d %s", p.status, p.main())
	}
	a = k.audit(id).Answers["HS006"]
	if len(a.Conflict) != 0 || string(a.Value) != `{"verdict":"pass"}` || a.By != "auditor" {
		t.Errorf("after the choice: %+v", a)
	}
}

// TestStepsByForm submits, returns and approves without script.
func TestStepsByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	id := b.newAudit()
	k.signIn("auditor")
	answers := k.answers("subdistrict")
	k.record(id, answers[2:]...)
	p := b.get("/audits/" + id + "/submit")
	if strings.Contains(p.body, `name="comment"`) || strings.Count(p.body, `class="missing"`) != 1 {
		t.Errorf("an unfinished audit can be submitted: %s", p.main())
	}
	for _, c := range answers[:2] {
		if !strings.Contains(p.body, "#"+c["clause"].(string)+`"`) {
			t.Errorf("%s is missing, the page does not say so", c["clause"])
		}
	}
	k.record(id, answers[:2]...)
	submit := func(comment, revision string) page {
		return b.post("/audits/"+id+"/submit", url.Values{"comment": {comment}, "revision": {revision}})
	}
	p = submit("按时完成<i>", "1")
	if p.status != 409 || !strings.Contains(p.body, html.EscapeString("按时完成<i>")) {
		t.Errorf("stale: %d %s", p.status, p.main())
	}
	if p = submit("", "3"); p.status != 303 || p.header.Get("Location") != "/audits/"+id+"/score" {
		t.Fatalf("submitted: %d %s", p.status, p.main())
	}
	if p := b.get("/audits/" + id); strings.Contains(p.body, `name="verdict"`) {
		t.Error("a submitted checklist can still be answered")
	}
	s := k.browse("supervisor")
	p = s.post("/audits/"+id+"/return", url.Values{"comment": {" "}, "revision": {"4"}})
	if p.status != 422 || !strings.Contains(p.body, `href="#comment"`) {
		t.Errorf("returned without a reason: %d %s", p.status, p.main())
	}
	p = s.post("/audits/"+id+"/approve", url.Values{"comment": {"同意"}, "revision": {"4"}})
	if p.status != 303 {
		t.Errorf("approved: %d %s", p.status, p.main())
	}
	for _, path := range []string{"", "/score", "/report.pdf", "/record.pdf"} {
		if p := s.get("/audits/" + id + path); p.status != 200 {
			t.Errorf("%s: %d", path, p.status)
		}
	}
}

// TestEveryPage opens each page of the route table in both languages; [browser.check] looks at it.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	x := k.targets()[0]
	b := k.browse("admin")
	s := k.browse("supervisor")
	for _, language := range []string{"zh-CN", "en"} {
		for _, person := range []*browser{b, s, k.browse("")} {
			person.post("/language", url.Values{"language": {language}})
			for _, call := range k.server.CallsForTest() {
				method, path, _ := strings.Cut(call, " ")
				if method != "GET" || !isPagePath(path) || path == "/readyz" || path == "/metrics" {
					continue
				}
				if p := person.get(x.fill(path)); p.status >= 500 {
					t.Errorf("%s: %d %s", call, p.status, p.main())
				}
			}
			person.get("/no/such/page")
			person.get("/%3Cscript%3Ealert(1)%3C/script%3E?x=<script>")
		}
	}
	if len(b.pages) < 30 || !slices.Contains(b.pages, "GET /users") {
		t.Errorf("only %d pages were seen", len(b.pages))
	}
}
