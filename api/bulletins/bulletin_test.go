package bulletins_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/checklists/bulletin"
	"hallmark/pdf/seal"
)

// bulletinReply is what the tests read of a bulletin.
type bulletinReply struct {
	ID, State, Number, Corrects, CorrectedBy string
	Revision                                 int
	Sections                                 []struct {
		Key, Text string
		Strays    []string
	}
	Data    bulletin.Data
	Figures bulletin.Figures
}

func (b *bulletinReply) section(key string) string {
	for _, s := range b.Sections {
		if s.Key == key {
			return s.Text
		}
	}
	return ""
}

// TestBulletinCountsWhatIsStored compares the numbers of a weekly bulletin with the lists of audits
// and rectifications that the API gives, after an appeal was upheld and a rectification closed.
func TestBulletinCountsWhatIsStored(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("supervisor2"))
	first := k.ApprovedAudit()
	k.ReadyAudit() // never approved
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+first+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	k.SignIn("supervisor2")
	k.Want(http.StatusOK, "POST", "/api/v1/appeals/"+first+"-HS044/decide",
		apitest.Object{"uphold": true, "answer": apitest.Object{"level": 3}, "reason": "材料属实"}, nil)
	k.SignIn("head")
	photo := k.Upload(7)
	k.Want(http.StatusOK, "POST", "/api/v1/rectifications/"+first+"-HS079/reply",
		apitest.Object{"text": "已整改", "evidence": []string{photo}}, nil)
	k.SignIn("auditor")
	k.Want(http.StatusOK, "POST", "/api/v1/rectifications/"+first+"-HS079/verify",
		apitest.Object{"answer": apitest.Object{"level": 3}}, nil)
	k.ApprovedAudit() // finds the same again: each finding is counted once
	k.Clock.Advance(7 * 24 * time.Hour)
	k.SignIn("supervisor")
	var b bulletinReply
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins", apitest.Object{"kind": "weekly", "day": "2018-03-01"},
		&b)

	var audits struct{ Items []struct{ State string } }
	k.Want(http.StatusOK, "GET", "/api/v1/audits?status=approved", nil, &audits)
	var list struct {
		Items []struct{ State, Severity, Code, Title string }
	}
	k.Want(http.StatusOK, "GET", "/api/v1/rectifications?limit=200", nil, &list)
	open, closed, carried, severities, clauses := 0, 0, 0, map[string]int{}, map[string]bool{}
	for _, r := range list.Items {
		switch r.State {
		case "revoked":
			continue
		case "carried-on":
			carried++
			continue
		case "closed":
			closed++
		}
		open++
		severities[r.Severity]++
		clauses[r.Code+" "+r.Title] = true
	}
	named := 0
	for clause := range clauses {
		named += strings.Count(b.section("problems"), clause)
	}
	if named != min(open, 10) {
		t.Errorf("%d of %d problems are named in %s", named, open, b.section("problems"))
	}
	if closed != 1 || carried < 2 || open < 2 || len(list.Items) == open {
		t.Fatalf("%d open, %d closed of %d: nothing to tell apart", open, closed, len(list.Items))
	}
	wants := []string{
		fmt.Sprintf("共审定检查结果%d项，其中综合评定%[1]d项，涉及大厅1个。", len(audits.Items)),
		fmt.Sprintf("应整改%d项，其中本期新开%[1]d项；已销号1项", open),
		fmt.Sprintf("共发现问题%d个", open)}
	for severity, name := range map[string]string{"veto": "否决项", "major": "严重不符合", "minor": "一般不符合"} {
		if n := severities[severity]; n > 0 {
			wants = append(wants, fmt.Sprintf("%s%d个", name, n))
		}
	}
	text := b.section("checks") + b.section("problems") + b.section("mending")
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	restated := slices.IndexFunc(b.Data.Checks, func(c bulletin.Check) bool { return c.Restated })
	if restated < 0 || string(b.Data.Checks[restated].Audit) != first ||
		b.Data.Checks[restated].Released == b.Data.Checks[restated].Result.Total {
		t.Errorf("the appeal does not show: %+v", b.Data.Checks)
	}
}

// same is the body of an answer with status 200.
func same(k *apitest.Kit, method, path string) []byte {
	k.T.Helper()
	status, _, body := k.Call(method, path, nil)
	if status != http.StatusOK {
		k.T.Fatalf("%s %s: %d %s", method, path, status, body)
	}
	return body
}

// TestBulletinNumbersAtOnce issues bulletins at the same time, one of them after a crash between
// sealing and numbering, then a correction.
func TestBulletinNumbersAtOnce(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var ids []string
	for _, day := range []string{"2018-01-29", "2018-02-05", "2018-02-12", "2018-02-19"} {
		var b bulletinReply
		k.Want(http.StatusCreated, "POST", "/api/v1/bulletins", apitest.Object{"kind": "weekly", "day": day}, &b)
		ids = append(ids, b.ID)
	}
	drafts := k.Server.Bulletins.Docs.Bulletins
	crashed, err := drafts.Get(t.Context(), ids[3])
	k.Must(err)
	revision := crashed.Revision
	k.Must(crashed.Seal("supervisor", k.Clock.Read()))
	crashed.Revision = revision + 1
	k.Must(drafts.Replace(t.Context(), crashed, revision))
	if status, _, _ := k.Call("PATCH", "/api/v1/bulletins/"+ids[3], apitest.Object{"copies": "督查室"}); status != 409 {
		t.Errorf("a sealed bulletin was edited: %d", status)
	}
	var all sync.WaitGroup
	for _, id := range ids[:3] {
		all.Go(func() {
			answer, err := k.Client.Do(k.Request("POST", "/api/v1/bulletins/"+id+"/issue", apitest.Object{}))
			if err == nil {
				err = answer.Body.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k.Must(k.Server.CatchUp(context.Background()))
	k.Must(k.Server.CatchUp(context.Background()))
	var numbers []string
	for _, id := range ids {
		var b bulletinReply
		k.Must(json.Unmarshal(same(k, "GET", "/api/v1/bulletins/"+id), &b))
		numbers = append(numbers, b.Number)
	}
	slices.Sort(numbers)
	if got, want := strings.Join(numbers, " "), "厅评周报〔2018〕1号 厅评周报〔2018〕2号 厅评周报〔2018〕3号 厅评周报〔2018〕4号"; got != want {
		t.Errorf("numbers %s", got)
	}
	var next, old bulletinReply
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins",
		apitest.Object{"kind": "weekly", "day": "2018-02-19", "correct": true}, &next)
	k.Want(http.StatusOK, "POST", "/api/v1/bulletins/"+next.ID+"/issue", apitest.Object{}, &next)
	k.Must(json.Unmarshal(same(k, "GET", "/api/v1/bulletins/"+ids[3]), &old))
	if next.Corrects != old.Number || next.Number != "厅评周报〔2018〕5号" || old.CorrectedBy != next.ID {
		t.Errorf("%s corrects %s; %s is corrected by %s", next.Number, next.Corrects, old.Number,
			old.CorrectedBy)
	}
	verifies(k, next.ID)
}

// verifies checks that an issued bulletin prints the same bytes again, and their seal.
func verifies(k *apitest.Kit, id string) {
	k.T.Helper()
	file := same(k, "GET", "/api/v1/bulletins/"+id+"/bulletin.pdf")
	again := same(k, "GET", "/api/v1/bulletins/"+id+"/bulletin.pdf")
	if !bytes.Equal(file, again) {
		k.T.Error("the same bulletin prints other bytes")
	}
	for form, ending := range map[string]string{"": "pdf", "?format=pdf": "pdf", "?format=docx": "docx"} {
		paper := "/api/v1/bulletins/" + id + "/bulletin"
		if !bytes.Equal(same(k, "GET", paper+form), same(k, "GET", paper+"."+ending)) {
			k.T.Errorf("bulletin%s is another file than bulletin.%s", form, ending)
		}
	}
	k.Want(http.StatusBadRequest, "GET", "/api/v1/bulletins/"+id+"/bulletin?format=odt", nil, nil)
	v, err := seal.Verify(file)
	k.Must(err)
	data, ok := v.Attachment("bulletin.json")
	var b bulletin.Bulletin
	k.Must(json.Unmarshal(data.Data, &b))
	if !ok || !v.Intact() || !data.Covered || !b.CheckDigest() {
		k.T.Errorf("the seal of %s: %s, %v", id, b.Number.Text(0), v.Altered)
	}
}

// TestBulletinLines saves a draft as browsers send it, with the line ends of mail.
func TestBulletinLines(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var b bulletinReply
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins", apitest.Object{"kind": "weekly", "day": "2018-02-19"}, &b)
	form := url.Values{"revision": {"1"}, "do": {"save"}, "title": {"通报"}, "issuer": {"督查办"}}
	for _, s := range b.Sections {
		form.Set(s.Key, "第一行\r\n第二行")
	}
	k.Browse("supervisor").Post("/bulletins/"+b.ID, form).Want(t, 303, "")
	k.Must(json.Unmarshal(same(k, "GET", "/api/v1/bulletins/"+b.ID), &b))
	if got := b.section("demands"); got != "第一行\n第二行" {
		t.Errorf("saved %q", got)
	}
}

// TestIssueAsksFirst issues a bulletin in whose text stand numbers that are not from the data: by page
// and by API they are named, the text is saved, and it is issued only after a confirmation.
func TestIssueAsksFirst(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var b struct {
		ID, State, Title string
		Revision         int
		Sections         []struct{ Key, Text string }
	}
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins",
		apitest.Object{"kind": "weekly", "day": "2018-02-21"}, &b)
	form := url.Values{"revision": {strconv.Itoa(b.Revision)}, "title": {b.Title}, "issuer": {"区行政审批办"},
		"do": {"issue"}}
	for _, s := range b.Sections {
		form.Set(s.Key, s.Text)
	}
	form.Set("demands", "对 99 个大厅的 12% 限期整改。")
	page := k.Browse("supervisor").Post("/bulletins/"+b.ID, form)
	for _, want := range []string{"印发通报？", "“工作要求”中有 2 个数字不是由数据得出的：99、12%"} {
		if page.Status != 200 || !strings.Contains(page.Body, want) {
			t.Errorf("asked: %d, no %q in %s", page.Status, want, page.Main())
		}
	}
	k.Want(200, "GET", "/api/v1/bulletins/"+b.ID, nil, &b)
	if b.State != "draft" || !strings.Contains(fmt.Sprint(b.Sections), "99 个大厅") {
		t.Errorf("before the confirmation: %s %v", b.State, b.Sections)
	}
	status, _, body := k.Call("POST", "/api/v1/bulletins/"+b.ID+"/issue", apitest.Object{})
	if status != 409 || !strings.Contains(string(body), `"unconfirmed"`) ||
		!strings.Contains(string(body), "99、12%") {
		t.Errorf("by API: %d %s", status, body)
	}
	revision := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(page.Body)
	if revision == nil {
		t.Fatalf("no revision in %s", page.Main())
	}
	form.Set("revision", revision[1])
	form.Set("confirmed", "true")
	if page := k.Browse("supervisor").Post("/bulletins/"+b.ID, form); page.Status != 303 {
		t.Errorf("confirmed: %d %s", page.Status, page.Main())
	}
	if k.Want(200, "GET", "/api/v1/bulletins/"+b.ID, nil, &b); b.State != "issued" {
		t.Errorf("after the confirmation: %s", b.State)
	}
}

// TestDeleteAsksFirst keeps a draft until its deletion is confirmed.
func TestDeleteAsksFirst(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	k.Want(http.StatusCreated, "POST", "/api/v1/bulletins",
		apitest.Object{"kind": "weekly", "day": "2018-02-21"}, nil)
	one, form := "/bulletins/"+apitest.BulletinID, url.Values{"do": {"delete"}}
	if p := k.Browse("supervisor").Post(one, form); p.Status != 200 || !strings.Contains(p.Body, "不能恢复") {
		t.Errorf("asked: %d %s", p.Status, p.Main())
	}
	k.Want(200, "GET", "/api/v1"+one, nil, nil)
	form.Set("confirmed", "true")
	if p := k.Browse("supervisor").Post(one, form); p.Status != 303 {
		t.Errorf("confirmed: %d %s", p.Status, p.Main())
	}
	k.Want(404, "GET", "/api/v1"+one, nil, nil)
}
