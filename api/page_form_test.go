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

	"hallmark/api/apitest"
)

func TestSignInForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("")
	for next, want := range map[string]string{
		"/audits?hall=GS-S03": "/audits?hall=GS-S03", "": "/", "//evil.example": "/",
		"https://evil.example/": "/", "/\\evil.example": "/", "\\\\evil.example": "/",
		"javascript:alert(1)": "/", "/\tevil": "/", "evil": "/", "///evil.example": "/",
		"/%0d%0aSet-Cookie: a=b": "/%0d%0aSet-Cookie: a=b",
	} {
		form := url.Values{"username": {"auditor"}, "password": {apitest.Password}, "next": {next}}
		p := k.Browse("").Post("/sign-in", form)
		if to := p.Header.Get("Location"); p.Status != 303 || to != want &&
			to != strings.ReplaceAll(want, " ", "%20") {
			t.Errorf("next %q: %d to %q, want %q", next, p.Status, to, want)
		}
		if p := b.Get("/sign-in?next=" + url.QueryEscape(next)); !strings.Contains(p.Body,
			`name="next" value="/`) ||
			strings.Contains(p.Body, `name="next" value="//`) {
			t.Errorf("next %q: %s", next, p.Main())
		}
	}
	p := b.Post("/sign-in", url.Values{"username": {`"><b>audi`}, "password": {"not-the-password"},
		"next": {"/halls"}})
	if p.Status != 401 || !strings.Contains(p.Body, `value="&#34;&gt;&lt;b&gt;audi"`) ||
		!strings.Contains(p.Body, `value="/halls"`) || strings.Contains(p.Body, "not-the-password") {
		t.Errorf("refused: %d %s", p.Status, p.Main())
	}
	cookie := k.Browse("").Post("/sign-in", url.Values{"username": {"auditor"},
		"password": {apitest.Password}}).
		Header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %q lacks %s", cookie, part)
		}
	}
}

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("")
	p := b.Get("/audits?status=submitted")
	if p.Status != 303 || p.Header.Get("Location") != "/sign-in?next=%2Faudits%3Fstatus%3Dsubmitted" {
		t.Errorf("signed out: %d to %q", p.Status, p.Header.Get("Location"))
	}
	if p := b.Post("/audits", url.Values{"hall": {"GS-S03"}}); p.Status != 401 {
		t.Errorf("a form of nobody: %d", p.Status)
	}
	b = k.Browse("auditor")
	if p := b.Get("/sign-in"); p.Status != 303 {
		t.Errorf("sign-in of somebody signed in: %d", p.Status)
	}
	if p := b.Post("/sign-out", nil); p.Status != 303 || p.Header.Get("Location") != "/sign-in" {
		t.Errorf("signed out: %d", p.Status)
	}
	if p := b.Get("/audits"); p.Status != 303 {
		t.Errorf("after signing out: %d", p.Status)
	}
}

func TestLanguageSwitch(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	if p := b.Get("/audits"); !strings.Contains(p.Body, `<html lang="zh-CN">`) {
		t.Error("not Chinese at first")
	}
	for back, want := range map[string]string{"/halls": "/halls", "//evil.example": "/"} {
		p := b.Post("/language", url.Values{"language": {"en"}, "back": {back}})
		if p.Status != 303 || p.Header.Get("Location") != want {
			t.Errorf("switch: %d to %q", p.Status, p.Header.Get("Location"))
		}
	}
	if p := b.Get("/audits"); !strings.Contains(p.Body, `<html lang="en">`) {
		t.Error("not English after the switch")
	}
	if p := b.Get("/audits/nothing"); p.Status != 404 || apitest.HasHan(strings.ReplaceAll(p.Main(), "中文",
		"")) {
		t.Errorf("refusal: %d %s", p.Status, p.Main())
	}
	if p := b.Post("/language", url.Values{"language": {"klingon"}}); p.Status != 422 {
		t.Errorf("no such language: %d", p.Status)
	}
}

func TestNewAuditForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	if p := b.Get("/audits/new?hall=GS-S03&kind=phone"); p.Status != 200 ||
		!regexp.MustCompile(`value="GS-S03"[^>]*selected`).MatchString(p.Body) {
		t.Errorf("form: %d", p.Status)
	}
	for name, form := range map[string]url.Values{
		"no hall":    {"kind": {"phone"}},
		"odd hall":   {"hall": {"GS-X1"}, "kind": {"phone"}},
		"odd kind":   {"hall": {"GS-S03"}, "kind": {"party"}},
		"inspector":  {"hall": {"GS-S03"}, "kind": {"phone"}, "inspector": {"nobody"}},
		"hall twice": {"hall": {"", "GS-S03"}, "kind": {"phone"}},
	} {
		p := b.Post("/audits", form)
		if p.Status != 422 || !strings.Contains(p.Body, `role="alert"`) {
			t.Errorf("%s: %d %s", name, p.Status, p.Main())
		}
	}
	b.NewAudit()
}

// TestAnswersByForm answers one clause of each method, and all that can be said beside it.
func TestAnswersByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	id := b.NewAudit()
	k.SignIn("auditor")
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
		p := b.Post("/audits/"+id+"/clauses/"+c.uid, c.form)
		to := p.Header.Get("Location")
		if p.Status != 303 || !strings.HasPrefix(to, "/audits/"+id+"?chapter=") ||
			!strings.HasSuffix(to, "#"+c.uid) {
			t.Errorf("%s: %d to %q: %s", c.uid, p.Status, to, p.Main())
		}
		if got := string(k.Audit(id).Answers[c.uid].Value); got != c.want {
			t.Errorf("%s: %s, want %s", c.uid, got, c.want)
		}
	}
	send := func(uid string, form url.Values) {
		t.Helper()
		for _, head := range k.Audit(id).Answers[uid].Heads {
			form.Add("saw", head)
		}
		k.Clock.Advance(time.Second)
		if p := b.Post("/audits/"+id+"/clauses/"+uid, form); p.Status != 303 {
			t.Errorf("%s %v: %d %s", uid, form, p.Status, p.Main())
		}
	}
	send("HS006", url.Values{"op": {"note"}, "note": {"缺一证\n已拍照"}})
	if a := k.Audit(id).Answers["HS006"]; a.Note != "缺一证\n已拍照" ||
		string(a.Value) != `{"verdict":"fail"}` {
		t.Errorf("note: %+v", a)
	}
	send("HS036", url.Values{"op": {"occurrence.add"}, "kind": {"a"}})
	a := k.Audit(id).Answers["HS036"]
	occurrence := regexp.MustCompile(`"id":"([^"]+)","kind":"a"`).FindStringSubmatch(string(a.Value))
	if occurrence == nil {
		t.Fatalf("occurrence: %s", a.Value)
	}
	send("HS036", url.Values{"op": {"occurrence.remove"}, "occurrence": {occurrence[1]}})
	if got := string(k.Audit(id).Answers["HS036"].Value); got != `{"occurrences":[]}` {
		t.Errorf("after removing: %s", got)
	}
	send("HS006", url.Values{"op": {"clear"}})
	if got := string(k.Audit(id).Answers["HS006"].Value); got != "null" {
		t.Errorf("after clearing: %s", got)
	}
}

// TestRefusedAnswerForm sends forms that cannot be taken. Each page says why beside the control and
// keeps what was typed.
func TestRefusedAnswerForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	id := b.NewAudit()
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
		p := b.Post("/audits/"+id+"/clauses/"+c.uid, c.form)
		if p.Status != 422 || !strings.Contains(p.Body, `href="#`+c.control) ||
			!strings.Contains(p.Body, c.kept) {
			t.Errorf("%s: %d, names %s %t, keeps what was typed %t: %s", name, p.Status, c.control,
				strings.Contains(p.Body, `href="#`+c.control), strings.Contains(p.Body, c.kept), p.Main())
		}
		if !strings.Contains(p.Body, `class="field-problem"`) {
			t.Errorf("%s: no sentence beside the control", name)
		}
	}
	k.SignIn("auditor")
	if a := k.Audit(id); a.Revision != 1 {
		t.Errorf("refused forms left revision %d", a.Revision)
	}
	if p := b.Post("/audits/"+id+"/clauses/HS999", url.Values{"op": {"clear"}}); p.Status != 404 {
		t.Errorf("unknown clause: %d", p.Status)
	}
}

// TestPhotographsByForm brings photographs without script, and files that are none.
func TestPhotographsByForm(t *testing.T) {
	k := apitest.New(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	b := k.Browse("auditor")
	id := b.NewAudit()
	at, form := "/audits/"+id+"/clauses/HS006", url.Values{"op": {"evidence.add"}}
	one, two := apitest.Photograph(t, 21), apitest.Photograph(t, 22)
	if p := b.Upload(at, form, one, two, one); p.Status != 303 {
		t.Fatalf("photographs: %d %s", p.Status, p.Main())
	}
	k.SignIn("auditor")
	got := k.Audit(id).Answers["HS006"].Evidence
	want := []string{apitest.DigestOf(one), apitest.DigestOf(two)}
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("evidence %v, want %v", got, want)
	}
	if p := b.Get("/audits/" + id); !strings.Contains(p.Body, "/api/v1/evidence/"+want[0]) {
		t.Error("the page does not show the photograph")
	}
	for name, files := range map[string][][]byte{
		"a text":       {[]byte("<script>alert(1)</script>")},
		"nothing":      {{}},
		"one is wrong": {apitest.Photograph(t, 23), []byte("%PDF-1.7")},
		"no files":     nil,
		"twenty-one":   slices.Repeat([][]byte{one}, 21),
		"large":        {bytes.Repeat([]byte{0xff}, 40<<20)},
	} {
		p := b.Upload(at, form, files...)
		if p.Status != 422 || !strings.Contains(p.Body, `href="#HS006-photo"`) {
			t.Errorf("%s: %d %s", name, p.Status, p.Main())
		}
	}
	if p := b.Post(at, url.Values{"op": {"evidence.remove"}, "evidence": {want[0]}}); p.Status != 303 {
		t.Errorf("removed: %d", p.Status)
	}
	left, err := os.ReadDir(dir)
	if k.Must(err); len(left) > 0 {
		t.Errorf("%d files of forms stay behind", len(left))
	}
}

// TestConflictByForm settles a conflict with one button.
func TestConflictByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	id := b.NewAudit()
	k.SignIn("auditor")
	k.Record(id, k.Change("HS006", apitest.Object{"verdict": "pass"}))
	k.SignIn("auditor2")
	k.Record(id, k.Change("HS006", apitest.Object{"verdict": "fail"}))
	p := b.Get("/audits/" + id)
	if !strings.Contains(p.Body, "陈砚秋") || !strings.Contains(p.Body, "方既明") ||
		strings.Count(p.Body, `value="choose"`) != 2 {
		t.Errorf("the page does not show both answers: %s", p.Main())
	}
	if p := b.Get("/audits/" + id + "/submit"); !strings.Contains(p.Body, "#HS006") {
		t.Error("the page before submitting does not name the conflict")
	}
	a := k.Audit(id).Answers["HS006"]
	i := slices.IndexFunc(a.Conflict, func(h struct {
		Value      json.RawMessage
		By, Change string
	}) bool {
		return h.By == "auditor"
	})
	k.Clock.Advance(time.Second)
	p = b.Post("/audits/"+id+"/clauses/HS006", url.Values{"op": {"choose"}, "saw": a.Heads,
		"change": {a.Conflict[i].Change}})
	if p.Status != 303 {
		t.Fatalf("choice: %d %s", p.Status, p.Main())
	}
	a = k.Audit(id).Answers["HS006"]
	if len(a.Conflict) != 0 || string(a.Value) != `{"verdict":"pass"}` || a.By != "auditor" {
		t.Errorf("after the choice: %+v", a)
	}
}

// TestStepsByForm submits, returns and approves without script.
func TestStepsByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("auditor")
	id := b.NewAudit()
	k.SignIn("auditor")
	answers := k.Answers("subdistrict")
	k.Record(id, answers[2:]...)
	p := b.Get("/audits/" + id + "/submit")
	if strings.Contains(p.Body, `name="comment"`) || strings.Count(p.Body, `class="missing"`) != 1 {
		t.Errorf("an unfinished audit can be submitted: %s", p.Main())
	}
	for _, c := range answers[:2] {
		if !strings.Contains(p.Body, "#"+c["clause"].(string)+`"`) {
			t.Errorf("%s is missing, the page does not say so", c["clause"])
		}
	}
	k.Record(id, answers[:2]...)
	submit := func(comment, revision string) apitest.Page {
		return b.Post("/audits/"+id+"/submit", url.Values{"comment": {comment}, "revision": {revision}})
	}
	p = submit("按时完成<i>", "1")
	if p.Status != 409 || !strings.Contains(p.Body, html.EscapeString("按时完成<i>")) {
		t.Errorf("stale: %d %s", p.Status, p.Main())
	}
	if p = submit("", "3"); p.Status != 303 || p.Header.Get("Location") != "/audits/"+id+"/score" {
		t.Fatalf("submitted: %d %s", p.Status, p.Main())
	}
	if p := b.Get("/audits/" + id); strings.Contains(p.Body, `name="verdict"`) {
		t.Error("a submitted checklist can still be answered")
	}
	s := k.Browse("supervisor")
	p = s.Post("/audits/"+id+"/return", url.Values{"comment": {" "}, "revision": {"4"}})
	if p.Status != 422 || !strings.Contains(p.Body, `href="#comment"`) {
		t.Errorf("returned without a reason: %d %s", p.Status, p.Main())
	}
	p = s.Post("/audits/"+id+"/approve", url.Values{"comment": {"同意"}, "revision": {"4"}})
	if p.Status != 303 {
		t.Errorf("approved: %d %s", p.Status, p.Main())
	}
	for _, path := range []string{"", "/score", "/report.pdf", "/record.pdf"} {
		if p := s.Get("/audits/" + id + path); p.Status != 200 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

// TestEveryPage opens each page of the route table in both languages; [browser.check] looks at it.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	x := targets(k)[0]
	b := k.Browse("admin")
	s := k.Browse("supervisor")
	for _, language := range []string{"zh-CN", "en"} {
		for _, person := range []*apitest.Browser{b, s, k.Browse("")} {
			person.Post("/language", url.Values{"language": {language}})
			for _, call := range k.Server.Calls() {
				method, path, _ := strings.Cut(call, " ")
				if method != "GET" || !isPagePath(path) || path == "/readyz" || path == "/metrics" {
					continue
				}
				if p := person.Get(x.fill(path)); p.Status >= 500 {
					t.Errorf("%s: %d %s", call, p.Status, p.Main())
				}
			}
			person.Get("/no/such/page")
			person.Get("/%3Cscript%3Ealert(1)%3C/script%3E?x=<script>")
		}
	}
	if len(b.Pages) < 30 || !slices.Contains(b.Pages, "GET /users") {
		t.Errorf("only %d pages were seen", len(b.Pages))
	}
}
