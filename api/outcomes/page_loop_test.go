package outcomes_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestRectificationByForm walks a rectification from the plan to the closing without a script: sent
// back once, and refused where somebody may not decide.
func TestRectificationByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	at := "/rectifications/" + k.ApprovedAudit() + "-HS079"
	head, auditor, boss := k.Browse("head"), k.Browse("auditor"), k.Browse("supervisor")
	list := head.Get("/rectifications?status=open&by=2018-12-31")
	list.Want(t, 200, at)
	if p := head.Get("/rectifications?status=closed"); strings.Contains(p.Body, at) {
		t.Error("an open one among those closed")
	}
	head.Get("/rectifications?by=soon").Want(t, 400, "应为日期")

	plan := url.Values{"text": {"专人补齐"}, "finish": {"2030-01-01"}}
	head.Step(at, "plan", plan).Want(t, 422, `href="#plan-finish"`)
	plan.Set("finish", "2018-03-09")
	head.Step(at, "plan", plan).Want(t, 303, "")
	head.Step(at, "extend", url.Values{"until": {"2018-06-01"}, "reason": {"采购"}}).Want(t, 303, "")
	boss.Get(at).Want(t, 200, "2018年6月1日")
	boss.Step(at, "extend", url.Values{"reason": {"期限充足"}, "refuse": {"1"}}).Want(t, 303, "")

	reply := url.Values{"text": {"已补齐"}}
	head.Step(at, "reply", reply).Want(t, 422, `href="#reply-photo"`)
	head.Step(at, "reply", reply, apitest.Photograph(t, 31)).Want(t, 303, "")
	head.Get(at).Want(t, 200, apitest.DigestOf(apitest.Photograph(t, 31)))
	auditor.Step(at, "return", url.Values{"comment": {" "}}).Want(t, 422, `href="#return-comment"`)
	auditor.Step(at, "return", url.Values{"comment": {"照片看不清"}}).Want(t, 303, "")
	head.Step(at, "reply", reply, apitest.Photograph(t, 32)).Want(t, 303, "")

	if p := auditor.Get(at); strings.Contains(p.Body, " checked") || !strings.Contains(p.Body, "检查时：") {
		t.Errorf("a re-check is filled in beforehand, or says nothing of what was found: %s", p.Main())
	}
	auditor.Step(at, "verify", url.Values{"comment": {"现场核实"}}).Want(t, 422, `href="#level"`)
	verify := url.Values{"level": {"1"}, "comment": {"现场核实"}}
	auditor.Step(at, "verify", verify).Want(t, 409, "仍会失分")
	verify.Set("level", "3")
	auditor.Step(at, "verify", url.Values{"level": {"3"}}).Want(t, 422, `href="#verify-comment"`)
	stale := url.Values{"level": {"3"}, "comment": {"现场核实"}, "revision": {"1"}}
	if p := auditor.Post(at+"/verify", stale); p.Status != 409 {
		t.Errorf("a page that is out of date: %d", p.Status)
	}
	auditor.Step(at, "verify", verify).Want(t, 303, "")
	closed := head.Get(at)
	closed.Want(t, 200, "已销号")
	if strings.Contains(closed.Body, `name="revision"`) {
		t.Error("there is a form on what is closed")
	}
}

// TestOwnReplyByForm shows a supervisor who replied for another duty holder why they cannot verify.
func TestOwnReplyByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	audit := k.ApprovedAudit()
	k.SignIn("supervisor")
	var list struct {
		Items []struct{ ID, DutyHolder string }
	}
	k.Want(200, "GET", "/api/v1/rectifications?limit=200&audit="+audit, nil, &list)
	at := ""
	for _, r := range list.Items {
		if r.DutyHolder != "hall" {
			at = "/rectifications/" + r.ID
		}
	}
	if at == "" {
		t.Fatal("every clause is the hall's duty")
	}
	boss := k.Browse("supervisor")
	boss.Step(at, "reply", url.Values{"text": {"已督促"}}, apitest.Photograph(t, 33)).Want(t, 303, "")
	page := boss.Get(at)
	page.Want(t, 200, "复查人不能是制定计划或回复整改的人")
	if strings.Contains(page.Body, at+"/verify") {
		t.Error("there is a form all the same")
	}
	head := k.Browse("head").Get(at)
	if strings.Contains(head.Body, at+"/reply") || !strings.Contains(head.Body, "大厅无须回复") {
		t.Errorf("the head sees %s", head.Main())
	}
}

// TestAppealByForm appeals from the score line, and lets somebody else uphold it.
func TestAppealByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	audit := k.ApprovedAudit()
	k.Must(k.AddSupervisor("supervisor2"))
	head, boss, other := k.Browse("head"), k.Browse("supervisor"), k.Browse("supervisor2")
	form := "/audits/" + audit + "/appeals?clause=HS044"
	head.Get("/audits/"+audit+"/score").Want(t, 200, form)
	if p := k.Browse("auditor").Get("/audits/" + audit + "/score"); strings.Contains(p.Body, form) {
		t.Error("an auditor is offered an appeal")
	}
	head.Get(form).Want(t, 200, "2018年3月8日")
	send := "/audits/" + audit + "/appeals"
	head.Upload(send, url.Values{"clause": {"HS044"}, "ground": {""}}).Want(t, 422, `href="#ground"`)
	head.Upload(send, url.Values{"clause": {"HS006"}, "ground": {"x"}}).Want(t, 409, "没有失分")
	made := head.Upload(send, url.Values{"clause": {"HS044"}, "ground": {"清单当日更新"}},
		apitest.Photograph(t, 41))
	at := made.Header.Get("Location")
	if made.Status != 303 || !strings.HasPrefix(at, "/appeals/") {
		t.Fatalf("made: %d to %q %s", made.Status, at, made.Main())
	}
	for _, b := range []*apitest.Browser{head, boss} { // the one asked, the other approved the audit
		if p := b.Get(at); p.Status != 200 || strings.Contains(p.Body, at+"/decide") {
			t.Errorf("%d, or a form for who may not decide", p.Status)
		}
	}
	boss.Get(at).Want(t, 200, "参与过检查、审定或提出申诉的人不能作复核决定")
	k.SignIn("supervisor2") // valid JSON that lacks something is never called invalid JSON
	for body, want := range map[string]string{`{"uphold":true,"reason":"材料属实"}`: "answer required",
		`{"uphold":true,"reason":"材料属实","answer":[]}`: "answer answer.object"} {
		r := k.Request("POST", "/api/v1"+at+"/decide", []byte(body))
		var refused struct{ Fields []struct{ Name, Code string } }
		status, _, answer := k.Do(r)
		k.Must(json.Unmarshal(answer, &refused))
		if len(refused.Fields) != 1 || status == 500 ||
			refused.Fields[0].Name+" "+refused.Fields[0].Code != want {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	if p := other.Get(at); strings.Contains(p.Body, " checked") || strings.Count(p.Body, "评定结果：") != 2 {
		t.Errorf("a decision is filled in beforehand, or not beside what was found: %s", p.Main())
	}
	other.Step(at, "decide", url.Values{"uphold": {"1"}, "reason": {"材料属实"}}).Want(t, 422, `href="#level"`)
	other.Step(at, "decide", url.Values{"uphold": {"1"}, "level": {"3"}, "reason": {""}}).
		Want(t, 422, `href="#reason"`)
	other.Step(at, "decide", url.Values{"uphold": {"1"}, "level": {"3"}, "reason": {"材料属实"}}).
		Want(t, 303, "")
	head.Get(at).Want(t, 200, "已采纳")
	head.Get("/appeals?status=upheld").Want(t, 200, at)
	head.Get("/audits/"+audit+"/score").Want(t, 200, at)
}

// TestHomeOfHallHead shows a hall head the own hall after the sign-in: the result, what is to be
// mended, and the way to an appeal; a supervisor sees the same, an auditor does not.
func TestHomeOfHallHead(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	head := k.Browse("head")
	if p := head.Get("/"); p.Header.Get("Location") != "/halls/GS-S03" {
		t.Fatalf("home is %q", p.Header.Get("Location"))
	}
	head.Get("/halls/GS-S03").Want(t, 200, "还没有审定的评定结果")
	audit := k.ApprovedAudit()
	closeRectification(k, audit, "HS079")
	page := head.Get("/halls/GS-S03")
	for _, text := range []string{"/audits/" + audit + "/report.pdf", "2018年3月8日前可对失分的条款提出申诉",
		"/rectifications/" + audit, "还没有提交的自查", "已整改"} {
		page.Want(t, 200, text)
	}
	k.Browse("supervisor").Get("/halls/GS-S03").Want(t, 200, "四个维度")
	if p := k.Browse("auditor").Get("/halls/GS-S03"); p.Status != 200 ||
		strings.Contains(p.Body, "四个维度") {
		t.Errorf("an auditor sees how the hall stands: %d", p.Status)
	}
	if p := head.Get("/halls/GS-D00"); p.Status != 404 {
		t.Errorf("another hall: %d", p.Status)
	}
}

// closeRectification lets the head reply and an inspector find the clause whole.
func closeRectification(k *apitest.Kit, audit, clause string) {
	at := "/api/v1/rectifications/" + audit + "-" + clause
	k.SignIn("head")
	photo := k.Upload(61)
	k.Want(200, "POST", at+"/reply", apitest.Object{"text": "已补齐", "evidence": []string{photo}}, nil)
	k.SignIn("auditor")
	k.Want(200, "POST", at+"/verify", apitest.Object{"answer": apitest.Object{"level": 3}, "comment": "属实"}, nil)
}

// TestStartOfSupervisor shows what is late and what waits, as time goes by. The minor finding is
// due 30 working days after 1 March 2018, on 13 April, for Qingming takes two and gives a Sunday.
func TestStartOfSupervisor(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	boss := k.Browse("supervisor")
	if p := boss.Get("/"); p.Header.Get("Location") != "/start" {
		t.Fatalf("home is %q", p.Header.Get("Location"))
	}
	boss.Get("/start").Want(t, 200, "没有需要督办的事项")
	audit := k.ApprovedAudit()
	head := k.Browse("head")
	at := "/rectifications/" + audit + "-HS079"
	head.Step(at, "extend", url.Values{"until": {"2018-06-01"}, "reason": {"采购"}}).Want(t, 303, "")
	boss.Get("/start").Want(t, 200, at)
	for _, c := range []struct {
		day  string
		want string
	}{{"2018-04-13", ""}, {"2018-04-16", "催办"}, {"2018-04-20", "通报"}, {"2018-04-27", "约谈"}} {
		until, err := time.Parse(time.DateOnly, c.day)
		k.Must(err)
		k.Clock.Advance(until.Sub(k.Clock.Read()))
		boss = k.Browse("supervisor")
		list := boss.Get("/rectifications?escalated=true&hall=GS-S03")
		_, row, found := strings.Cut(list.Body, `href="`+at+`"`)
		row, _, _ = strings.Cut(row, "</tr>")
		if found != (c.want != "") || !strings.Contains(row, c.want) {
			t.Errorf("on %s the list has the row %q, want one with %q", c.day, row, c.want)
		}
	}
	boss.Get("/start").Want(t, 200, "约谈")
	late := "/rectifications/" + audit + "-HS079"
	head = k.Browse("head")
	head.Get(late).Want(t, 200, "请在计划中一并写明延期理由")
	plan := url.Values{"text": {"更换柜台"}, "finish": {"2018-05-31"}, "extension": {""}}
	head.Step(late, "plan", plan).Want(t, 422, "完成日期2018年5月31日晚于整改期限")
	plan.Set("extension", "供货延误")
	head.Step(late, "plan", plan).Want(t, 303, "")
	boss.Get(late).Want(t, 200, "供货延误")
}

// TestSettingsByForm sets deadlines on the page, and is refused there.
func TestSettingsByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	boss := k.Browse("supervisor")
	form := url.Values{"plan": {"0"}, "verify": {"5"}, "appeal": {"7"}, "decide": {"10"},
		"urge": {"1"}, "report": {"5"}, "summon": {"4"}, "repeats": {"2"}, "revision": {"0"}}
	boss.Post("/settings", form).Want(t, 422, `href="#summon"`)
	form.Set("summon", "10")
	boss.Post("/settings", form).Want(t, 303, "")
	boss.Post("/settings", form).Want(t, 409, "")
	boss.Get("/settings").Want(t, 200, "申诉7、")
	form.Set("revision", "1")
	form.Set("parent-year", "13")
	boss.Post("/settings", form).Want(t, 422, `href="#parent-year"`)
	form.Set("parent-year", "5")
	boss.Post("/settings", form).Want(t, 303, "")
	boss.Get("/settings").Want(t, 200, "一年5次通报主管部门")
	form.Set("appeal", "many")
	boss.Post("/settings", form).Want(t, 400, "")
}
