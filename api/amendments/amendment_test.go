package amendments_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/fixtures"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// resultXG1 is the digest that domain/amendment-XG1.yaml states of its result.
const resultXG1 = "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"

const xg1 = "/api/v1/amendments/2017%2BXG1"

type amendmentSeen struct {
	ID, State, Digest string
	Revision          int
	Editors           []string
	Steps             []struct{ To, By, Name, At, Before, After, Comment string }
	Items             []struct{ UID, Grade, SheetText string }
}

// TestAmendmentIsPublished imports the first amendment, which four eyes publish: the edition has
// the digest that the sheet states, and no audit has changed.
func TestAmendmentIsPublished(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	k.SignIn("auditor")
	running := k.StartAudit("GS-S03")
	before := auditDigests(k)
	k.Proposed()

	k.SignIn("approver")
	var run struct {
		Edition, Digest string
		Impact          struct {
			Totals struct{ Halls, Audited, Open int }
			Halls  []struct {
				Hall                          string
				Recheck, New, Withdrawn, Kept []string
				Official, Projected           *struct{ Total json.Number }
			}
		}
	}
	k.Want(200, "POST", xg1+"/dry-run", nil, &run)
	if run.Edition != "2017+XG1" || run.Digest != resultXG1 {
		t.Errorf("dry run: %s %s", run.Edition, run.Digest)
	}
	if n := run.Impact.Totals; n.Halls != 12 || n.Audited != 3 || n.Open != 1 {
		t.Errorf("totals %+v", n)
	}
	for _, h := range run.Impact.Halls {
		if (h.Official == nil) != (h.Projected == nil) || len(h.Recheck) == 0 {
			t.Errorf("hall %+v", h)
		}
	}
	k.Want(404, "GET", "/api/v1/editions/2017%2BXG1", nil, nil)

	k.Want(409, "POST", xg1+"/publish", nil, nil)
	k.Want(200, "POST", xg1+"/approve", apitest.Object{"revision": 1, "comment": "同意"}, nil)
	var done amendmentSeen
	k.Want(200, "POST", xg1+"/publish", apitest.Object{"revision": 2}, &done)
	last := done.Steps[len(done.Steps)-1]
	if done.State != "published" || last.By != "approver" || last.Name != "郑守正(虚构)" ||
		last.After != resultXG1 || last.Before == "" || last.At == "" {
		t.Errorf("published %+v", done)
	}
	var edition struct{ ID, Digest, Effective string }
	k.Want(200, "GET", "/api/v1/editions/2017%2BXG1", nil, &edition)
	if edition.ID != "2017+XG1" || edition.Digest != resultXG1 || edition.Effective != "2022-07-01" {
		t.Errorf("edition %+v", edition)
	}
	if after := auditDigests(k); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("audits before %v, after %v", before, after)
	}
	k.SignIn("auditor")
	var audit struct{ Edition string }
	k.Want(200, "GET", "/api/v1/audits/"+running, nil, &audit)
	if audit.Edition != "2017" {
		t.Errorf("the running audit is of %s", audit.Edition)
	}
	repeated(k)
	amendmentFiles(k)
}

// amendmentFiles: the sheet is sealed in the approver's name and carries itself as data; the impact
// comes as lists.
func amendmentFiles(k *apitest.Kit) {
	k.T.Helper()
	k.SignIn("head")
	_, _, file := k.Call("GET", xg1+"/sheet.pdf", nil)
	_, _, again := k.Call("GET", xg1+"/sheet.pdf", nil)
	v, err := seal.Verify(file)
	if err != nil || !v.Intact() || !bytes.Equal(file, again) {
		k.T.Fatalf("the sheet is not sealed, or not the same again: %v", err)
	}
	i := slices.IndexFunc(v.Attachments, func(f seal.AttachedFile) bool {
		return f.Name == "amendment.json" && f.Covered
	})
	if i < 0 {
		k.T.Fatal("no data are attached")
	}
	a, err := standard.ParseAmendment(bytes.NewReader(v.Attachments[i].Data))
	if err != nil || a.Sheet.Digest.Result != resultXG1 {
		k.T.Errorf("attached sheet: %v", err)
	}
	if _, _, b := k.Call("GET", xg1+"/sheet.sts.xml", nil); !bytes.Contains(b, []byte("amendment-item")) {
		k.T.Errorf("sheet.sts.xml is %.200q", b)
	}
	if _, _, b := k.Call("GET", xg1+"/sheet.docx", nil); !bytes.HasPrefix(b, []byte("PK")) {
		k.T.Errorf("DOCX begins with %.8q", b)
	}
	k.Want(403, "GET", xg1+"/impact.csv", nil, nil)
	k.SignIn("editor")
	_, _, csv := k.Call("GET", xg1+"/impact.csv", nil)
	if n := strings.Count(string(csv), "\n"); n != 13 || !strings.Contains(string(csv), "GS-S03") {
		k.T.Errorf("%d lines: %s", n, csv)
	}
	if _, _, b := k.Call("GET", xg1+"/impact.pdf", nil); !bytes.HasPrefix(b, []byte("%PDF-")) {
		k.T.Errorf("PDF begins with %.8q", b)
	}
	if _, _, b := k.Call("GET", xg1+"/impact.xlsx", nil); !bytes.HasPrefix(b, []byte("PK")) {
		k.T.Errorf("XLSX begins with %.8q", b)
	}
	amendmentForms(k)
}

// amendmentForms asks for the same files by ?format=. Findings stand in the impact as their halls
// were read, so that its files may have the same rows in another order.
func amendmentForms(k *apitest.Kit) {
	k.T.Helper()
	for path, ending := range map[string]string{"/sheet": ".pdf", "/sheet?format=pdf": ".pdf",
		"/sheet?format=docx": ".docx", "/sheet?format=sts": ".sts.xml", "/impact": ".pdf",
		"/impact?format=pdf": ".pdf", "/impact?format=xlsx": ".xlsx", "/impact?format=csv": ".csv"} {
		name, form, _ := strings.Cut(path, "?format=")
		status, header, file := k.Call("GET", xg1+path, nil)
		_, want, same := k.Call("GET", xg1+name+ending, nil)
		if status != 200 || header.Get("Content-Type") != want.Get("Content-Type") ||
			header.Get("Content-Disposition") != want.Get("Content-Disposition") {
			k.T.Errorf("%s: %d %v, other than %s with %v", path, status, header, name+ending, want)
		}
		if ordered := name == "/sheet" || form == "csv"; ordered && !bytes.Equal(file, same) {
			k.T.Errorf("%s is another file than %s", path, name+ending)
		}
	}
	for path, forms := range map[string]string{"/sheet?format=csv": "pdf docx sts",
		"/impact?format=json": "pdf xlsx csv"} {
		if status, _, b := k.Call("GET", xg1+path, nil); status != 400 || !bytes.Contains(b, []byte(forms)) {
			k.T.Errorf("%s: %d %s", path, status, b)
		}
	}
}

// repeated: publishing and proposing again changes nothing.
func repeated(k *apitest.Kit) {
	k.T.Helper()
	k.SignIn("approver")
	var again amendmentSeen
	k.Want(200, "POST", xg1+"/publish", nil, &again)
	if again.Revision != 3 || len(again.Steps) != 3 {
		k.T.Errorf("published again: %+v", again)
	}
	k.SignIn("editor")
	status, body := k.Propose(apitest.SheetXG1(k.T))
	if status != 422 || !strings.Contains(string(body), `"apply-twice"`) {
		k.T.Errorf("proposed after publication: %d %s", status, body)
	}
	k.Want(409, "POST", xg1+"/withdraw", nil, nil)
	k.SignIn("admin")
	var events struct {
		Items []struct{ Action, Actor string }
	}
	k.Want(200, "GET", "/api/v1/events?subject=amendment/2017%2BXG1", nil, &events)
	var actions []string
	for _, e := range events.Items {
		actions = append(actions, e.Actor+" "+e.Action)
	}
	want := []string{"approver amendment-published", "approver amendment-approved",
		"editor amendment-proposed"}
	if !slices.Equal(actions, want) {
		k.T.Errorf("events %v", actions)
	}
}

// auditDigests are the digests of all audits.
func auditDigests(k *apitest.Kit) map[string]string {
	k.T.Helper()
	k.SignIn("supervisor")
	var list struct{ Items []struct{ ID string } }
	k.Want(200, "GET", "/api/v1/audits", nil, &list)
	digests := map[string]string{}
	for _, item := range list.Items {
		var a struct{ Digest, EditionDigest string }
		k.Want(200, "GET", "/api/v1/audits/"+item.ID, nil, &a)
		digests[item.ID] = a.Digest + " " + a.EditionDigest
	}
	return digests
}

// TestSheetsThatDoNotFit are refused with the item and both texts, in both languages, and nothing
// is stored.
func TestSheetsThatDoNotFit(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("editor")
	replace := func(old, new string) string {
		sheet := apitest.SheetXG1(t)
		if !strings.Contains(sheet, old) {
			t.Fatalf("the sheet does not say %q", old)
		}
		return strings.Replace(sheet, old, new, 1)
	}
	for name, c := range map[string]struct {
		sheet, code, place, says string
		want, have               string
	}{
		"before differs": {replace("群众满意率应不低于95%。", "群众满意率应不低于90%。"), "apply-before",
			"items[11].before.text", "12", "群众满意率应不低于90%。", "群众满意率应不低于95%。"},
		"digest does not come out": {replace(resultXG1, strings.Repeat("a", 64)),
			"apply-result-digest", "amendment.digest.result", "", strings.Repeat("a", 64), resultXG1},
		"another base": {replace("base: 714d", "base: 0000"), "apply-base-digest",
			"amendment.digest.base", "", "", ""},
		"unknown uid": {replace("uid: HS117", "uid: HS999"), "apply-uid-unknown", "items[10].uid",
			"HS999", "", ""},
		"number differs": {replace(`code: "12.2.3"`, `code: "12.2.4"`), "apply-code",
			"items[13].code", "14", "12.2.4", "12.2.3"},
		"unknown base": {replace(`base_edition: "2017"`, `base_edition: "2016"`), "edition",
			"amendment.base_edition", "2016", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := k.Refusal(t, func() *http.Request {
				r := k.Request("POST", "/api/v1/amendments", c.sheet)
				r.Header.Set("Content-Type", "application/yaml")
				return r
			})
			f := p.Fields[0]
			if p.Status != 422 || f.Code != c.code || f.Name != c.place ||
				!strings.Contains(f.Detail, c.says) || !strings.Contains(f.Detail, c.have) {
				t.Errorf("%+v", p)
			}
		})
	}
	var p struct{ Fields []struct{ Want, Have string } }
	_, body := k.Propose(replace("群众满意率应不低于95%。", "群众满意率应不低于90%。"))
	k.Must(json.Unmarshal(body, &p))
	if p.Fields[0].Want != "群众满意率应不低于90%。" || p.Fields[0].Have != "群众满意率应不低于95%。" {
		t.Errorf("both texts: %s", body)
	}
	var list struct{ Items []amendmentSeen }
	k.Want(200, "GET", "/api/v1/amendments", nil, &list)
	if len(list.Items) != 0 {
		t.Errorf("stored: %+v", list.Items)
	}
}

// TestBrokenSheets name every problem with its place.
func TestBrokenSheets(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("editor")
	for name, c := range map[string]struct {
		body, kind string
		status     int
		says       []string
	}{
		"nothing":       {"", "application/yaml", 422, nil},
		"no YAML":       {"a: [", "application/yaml", 422, []string{`"yaml.bracket"`}},
		"half":          {`{"amendment":`, "application/json", 422, []string{`"json.end"`}},
		"a list":        {`[]`, "application/json", 422, nil},
		"unknown field": {`{"surprise":1}`, "application/json", 422, []string{`"surprise"`, `"items"`}},
		"XML":           {"<a/>", "text/xml", 415, []string{`"media-type-sheet"`}},
		"an alias bomb": {"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" +
			"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n", "application/yaml",
			422, nil},
		"two at once": {strings.NewReplacer("approved: '2022-05-20'", "approved: '2022-13-20'",
			"grade: rescored", "grade: better").Replace(apitest.SheetXG1(t)), "application/yaml", 422,
			[]string{`"amendment.approved"`, `"items[13].grade"`}},
	} {
		t.Run(name, func(t *testing.T) {
			r := k.Request("POST", "/api/v1/amendments", c.body)
			r.Header.Set("Content-Type", c.kind)
			status, _, body := k.Do(r)
			if status != c.status {
				t.Fatalf("%d %s", status, body)
			}
			for _, text := range c.says {
				if !strings.Contains(string(body), text) {
					t.Errorf("no %s in %s", text, body)
				}
			}
		})
	}
}

// TestFourEyes: whoever worked on a sheet decides nothing about it, whatever their role is by then.
func TestFourEyes(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Proposed()
	for _, step := range []string{"approve", "reject", "publish"} {
		k.Want(403, "POST", xg1+"/"+step, apitest.Object{"comment": "x"}, nil)
	}
	_, err := k.Server.Amendments.ProposeAmendment(context.Background(), "approver",
		mustSheet(t, "2017+XG2"), "draft/test")
	k.Must(err)
	k.SignIn("approver")
	status, _, body := k.Call("POST", "/api/v1/amendments/2017%2BXG2/approve", nil)
	if status != 403 || apitest.CodeOf(t, body) != "own-amendment" {
		t.Errorf("approved own work: %d %s", status, body)
	}
	k.Want(422, "POST", xg1+"/reject", nil, nil) // without a reason
	k.Want(409, "POST", xg1+"/reject", apitest.Object{"revision": 9, "comment": "第3项依据不足"}, nil)
	k.Want(200, "POST", xg1+"/reject", apitest.Object{"revision": 1, "comment": "第3项依据不足"}, nil)
	k.Want(409, "POST", xg1+"/publish", nil, nil)
	k.Proposed() // a rejected sheet may come again
	var seen amendmentSeen
	k.Want(200, "GET", xg1, nil, &seen)
	if seen.State != "proposed" || seen.Revision != 3 || len(seen.Steps) != 3 ||
		seen.Steps[1].Comment != "第3项依据不足" {
		t.Errorf("proposed again: %+v", seen)
	}
	k.Want(200, "POST", xg1+"/withdraw", nil, nil)
}

// TestTwoSheetsForOneEdition: a second sheet waits until the first is decided, and does not amend
// what was amended.
func TestTwoSheetsForOneEdition(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Proposed()
	other := strings.Replace(apitest.SheetXG1(t), "勘误", "勘误表", 1)
	if status, body := k.Propose(other); status != 409 || apitest.CodeOf(t, body) != "amendment-state" {
		t.Errorf("another sheet: %d %s", status, body)
	}
	if status, body := k.Propose(apitest.SheetXG1(t)); status != 201 {
		t.Errorf("the same sheet: %d %s", status, body)
	}
	k.SignIn("approver")
	k.Want(200, "POST", xg1+"/approve", nil, nil)
	k.Want(200, "POST", xg1+"/publish", nil, nil)
	k.SignIn("editor")
	second := strings.NewReplacer("id: XG1", "id: XG2", "result_edition: 2017+XG1",
		"result_edition: 2017+XG2").Replace(apitest.SheetXG1(t))
	if status, body := k.Propose(second); status != 422 ||
		!strings.Contains(string(body), `"amendment-base"`) {
		t.Errorf("of an amended edition: %d %s", status, body)
	}
}

// mustSheet is the first amendment under another number.
func mustSheet(t *testing.T, result standard.EditionID) *standard.Amendment {
	t.Helper()
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	_, a.Sheet.ID, _ = strings.Cut(string(result), "+")
	a.Sheet.ResultEdition = result
	return a
}

// TestTransitionIsScored: an audit of a hall that was there keeps the old threshold and says so in
// score and report data; one after the time, or of a new hall, does not.
func TestTransitionIsScored(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Proposed()
	k.SignIn("approver")
	k.Want(200, "POST", xg1+"/approve", nil, nil)
	k.Want(200, "POST", xg1+"/publish", nil, nil)
	for _, c := range []struct {
		day, opened, earned string
		flagged             bool
	}{
		{"2023-05-04", "", "4", true},
		{"2023-05-04", "2022-07-01", "1.33", false}, // (200-150)/(300-150) of 4
		{"2024-07-01", "2015-01-01", "1.33", false},
	} {
		at, err := time.Parse(time.DateOnly, c.day)
		k.Must(err)
		k.Clock.Advance(at.Add(2 * time.Hour).Sub(k.Clock.Read()))
		k.Tokens = map[string]string{}
		k.SignIn("supervisor")
		var hall struct{ Revision int }
		k.Want(200, "GET", "/api/v1/halls/GS-S03", nil, &hall)
		if c.opened != "" {
			k.Want(200, "PATCH", "/api/v1/halls/GS-S03",
				apitest.Object{"revision": hall.Revision, "opened": c.opened}, nil)
		}
		k.SignIn("auditor")
		id := k.StartAudit("GS-S03")
		k.Record(id, k.Change("HS001", apitest.Object{"value": 200}))
		var score struct {
			Clauses []struct {
				UID    string
				Earned json.Number
				Flags  []string
			}
		}
		k.Want(200, "GET", "/api/v1/audits/"+id+"/score", nil, &score)
		line := score.Clauses[slices.IndexFunc(score.Clauses, func(l struct {
			UID    string
			Earned json.Number
			Flags  []string
		}) bool {
			return l.UID == "HS001"
		})]
		if line.Earned.String() != c.earned || slices.Contains(line.Flags, "transition") != c.flagged {
			t.Errorf("%+v: %+v", c, line)
		}
		_, _, page := k.Call("GET", "/audits/"+id+"?chapter=5", nil)
		if strings.Contains(string(page), "XG1 修改前的阈值") != c.flagged {
			t.Errorf("%+v: the card does not agree", c)
		}
	}
}

// TestCarryForward: after publication a new audit offers what the last one found where the
// requirement stands, shows the rest with its redline, and takes nothing over by itself.
func TestCarryForward(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	last := k.ReadyAudit()
	k.Want(200, "POST", "/api/v1/audits/"+last+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+last+"/approve", nil, nil)
	k.Proposed()
	k.SignIn("approver")
	k.Want(200, "POST", xg1+"/approve", nil, nil)
	k.Want(200, "POST", xg1+"/publish", nil, nil)
	k.Clock.Advance(time.Date(2022, 7, 2, 2, 0, 0, 0, time.UTC).Sub(k.Clock.Read()))
	k.Tokens = map[string]string{}
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")

	var carry carrySeen
	k.Want(200, "GET", "/api/v1/audits/"+id+"/carry", nil, &carry)
	if carry.Audit != last || carry.Edition != "2017" {
		t.Errorf("carried from %s of %s", carry.Audit, carry.Edition)
	}
	for uid, want := range map[string]struct {
		fate    string
		offered bool
		fields  string
	}{
		"HS002": {"reused", true, ""}, "HS061": {"reused", true, "text"},
		"HS065": {"reused", true, "code"}, "HS107": {"reused", true, "points"},
		"HS001": {"recheck", false, "text"}, "HS057": {"recheck", false, "items"},
		"HS132": {"new", false, ""}, "HS099": {"withdrawn", false, ""},
	} {
		line := carry.line(uid)
		if line.Fate != want.fate || line.Offered != want.offered ||
			want.fields != "" && !strings.Contains(fmt.Sprint(line.Fields), want.fields) {
			t.Errorf("%s: %+v", uid, line)
		}
	}
	if n := answered(k, id); n != 0 {
		t.Errorf("%d answers without anybody's doing", n)
	}
	_, _, page := k.Call("GET", "/audits/"+id+"?chapter=11", nil)
	if !strings.Contains(string(page), "11.3.4") || !strings.Contains(string(page), "本版本不再检查") {
		t.Error("the page does not say what is withdrawn")
	}
	takesOver(k, id, carry)
}

type carrySeen struct {
	Audit, Edition, Number string
	Lines                  []carriedSeen
}

type carriedSeen struct {
	Clause, Fate, Grade, TakenNote string
	Offered                        bool
	Fields                         []struct{ Field string }
}

func (c carrySeen) line(uid string) carriedSeen {
	for _, l := range c.Lines {
		if l.Clause == uid {
			return l
		}
	}
	return carriedSeen{}
}

func answered(k *apitest.Kit, id string) int {
	k.T.Helper()
	var a struct{ Answered int }
	k.Want(200, "GET", "/api/v1/audits/"+id, nil, &a)
	return a.Answered
}

// takesOver: one clause, then the rest of its chapter by form; what was answered since stays, and
// so does what must be checked again.
func takesOver(k *apitest.Kit, id string, carry carrySeen) {
	k.T.Helper()
	post := func(form string) int {
		r := k.Request("POST", "/audits/"+id+"/carry", form)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		status, _, _ := k.Do(r)
		return status
	}
	if status := post("chapter=5&clause=HS001"); status != 303 || answered(k, id) != 0 {
		k.T.Errorf("a clause that must be checked: %d, %d answers", status, answered(k, id))
	}
	if status := post("chapter=5&clause=HS002"); status != 303 || answered(k, id) != 1 {
		k.T.Errorf("one clause: %d, %d answers", status, answered(k, id))
	}
	k.Record(id, k.Change("HS006", apitest.Object{"verdict": "fail"}))
	post("chapter=5")
	var a struct {
		Answers map[string]struct {
			Value          struct{ Verdict string }
			Note, By       string
			Evidence, Head []string
		}
	}
	k.Want(200, "GET", "/api/v1/audits/"+id, nil, &a)
	if own := a.Answers["HS006"]; own.Value.Verdict != "fail" || own.Note != "" {
		k.T.Errorf("the auditor's own answer: %+v", own)
	}
	if taken := a.Answers["HS002"]; taken.By != "auditor" || taken.Note != carry.line("HS002").TakenNote ||
		!strings.Contains(taken.Note, carry.Number) || len(taken.Evidence) != 0 {
		k.T.Errorf("taken over: %+v", taken)
	}
	for _, uid := range []string{"HS001", "HS008"} {
		if a.Answers[uid].By != "" {
			k.T.Errorf("%s was taken over", uid)
		}
	}
	if len(a.Answers) < 5 {
		k.T.Errorf("only %d answers", len(a.Answers))
	}
	if status := post("chapter=0"); status < 400 || status >= 500 {
		k.T.Errorf("no chapter: %d", status)
	}
}
