package api_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// revisionIn finds the revision that the forms of a page send.
func revisionIn(t *testing.T, p page) string {
	t.Helper()
	_, rest, ok := strings.Cut(p.body, `name="revision" value="`)
	revision, _, _ := strings.Cut(rest, `"`)
	if _, err := strconv.Atoi(revision); !ok || err != nil {
		t.Fatalf("no form on %s", p.main())
	}
	return revision
}

// step sends a form of a page with its revision and photographs.
func (b *browser) step(at, step string, form url.Values, photos ...[]byte) page {
	b.k.t.Helper()
	form.Set("revision", revisionIn(b.k.t, b.get(at)))
	if photos == nil {
		return b.post(at+"/"+step, form)
	}
	return b.upload(at+"/"+step, form, photos...)
}

func (p page) want(t *testing.T, status int, text string) {
	t.Helper()
	if p.status != status || !strings.Contains(p.body, text) {
		t.Errorf("%d, want %d with %q: %s", p.status, status, text, p.main())
	}
}

// TestRectificationByForm walks a rectification from the plan to the closing without a script: sent
// back once, and refused where somebody may not decide.
func TestRectificationByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	at := "/rectifications/" + k.approvedAudit() + "-HS079"
	head, auditor, boss := k.browse("head"), k.browse("auditor"), k.browse("supervisor")
	list := head.get("/rectifications?status=open&by=2018-12-31")
	list.want(t, 200, at)
	if p := head.get("/rectifications?status=closed"); strings.Contains(p.body, at) {
		t.Error("an open one among those closed")
	}
	head.get("/rectifications?by=soon").want(t, 400, "应为日期")

	plan := url.Values{"text": {"专人补齐"}, "finish": {"2030-01-01"}}
	head.step(at, "plan", plan).want(t, 422, `href="#plan-finish"`)
	plan.Set("finish", "2018-03-09")
	head.step(at, "plan", plan).want(t, 303, "")
	head.step(at, "extend", url.Values{"until": {"2018-06-01"}, "reason": {"采购"}}).want(t, 303, "")
	boss.get(at).want(t, 200, "2018年6月1日")
	boss.step(at, "extend", url.Values{"reason": {"期限充足"}, "refuse": {"1"}}).want(t, 303, "")

	reply := url.Values{"text": {"已补齐"}}
	head.step(at, "reply", reply).want(t, 422, `href="#reply-photo"`)
	head.step(at, "reply", reply, photograph(t, 31)).want(t, 303, "")
	head.get(at).want(t, 200, digestOf(photograph(t, 31)))
	auditor.step(at, "return", url.Values{"comment": {" "}}).want(t, 422, `href="#return-comment"`)
	auditor.step(at, "return", url.Values{"comment": {"照片看不清"}}).want(t, 303, "")
	head.step(at, "reply", reply, photograph(t, 32)).want(t, 303, "")

	verify := url.Values{"level": {"1"}, "comment": {"现场核实"}}
	auditor.step(at, "verify", verify).want(t, 409, "仍会失分")
	verify.Set("level", "3")
	auditor.step(at, "verify", url.Values{"level": {"3"}}).want(t, 422, `href="#verify-comment"`)
	stale := url.Values{"level": {"3"}, "comment": {"现场核实"}, "revision": {"1"}}
	if p := auditor.post(at+"/verify", stale); p.status != 409 {
		t.Errorf("a page that is out of date: %d", p.status)
	}
	auditor.step(at, "verify", verify).want(t, 303, "")
	closed := head.get(at)
	closed.want(t, 200, "已销号")
	if strings.Contains(closed.body, `name="revision"`) {
		t.Error("there is a form on what is closed")
	}
}

// TestOwnReplyByForm shows a supervisor who replied for another duty holder why he cannot verify.
func TestOwnReplyByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	audit := k.approvedAudit()
	k.signIn("supervisor")
	var list struct {
		Items []struct{ ID, DutyHolder string }
	}
	k.want(200, "GET", "/api/v1/rectifications?limit=200&audit="+audit, nil, &list)
	at := ""
	for _, r := range list.Items {
		if r.DutyHolder != "hall" {
			at = "/rectifications/" + r.ID
		}
	}
	if at == "" {
		t.Fatal("every clause is the hall's duty")
	}
	boss := k.browse("supervisor")
	boss.step(at, "reply", url.Values{"text": {"已督促"}}, photograph(t, 33)).want(t, 303, "")
	page := boss.get(at)
	page.want(t, 200, "复查人不能是制定计划或回复整改的人")
	if strings.Contains(page.body, at+"/verify") {
		t.Error("there is a form all the same")
	}
	head := k.browse("head").get(at)
	if strings.Contains(head.body, at+"/reply") || !strings.Contains(head.body, "大厅无须回复") {
		t.Errorf("the head sees %s", head.main())
	}
}

// TestAppealByForm appeals from the score line, and lets somebody else uphold it.
func TestAppealByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	audit := k.approvedAudit()
	k.must(k.addSupervisor("supervisor2"))
	head, boss, other := k.browse("head"), k.browse("supervisor"), k.browse("supervisor2")
	form := "/audits/" + audit + "/appeals?clause=HS044"
	head.get("/audits/"+audit+"/score").want(t, 200, form)
	if p := k.browse("auditor").get("/audits/" + audit + "/score"); strings.Contains(p.body, form) {
		t.Error("an auditor is offered an appeal")
	}
	head.get(form).want(t, 200, "2018年3月8日")
	send := "/audits/" + audit + "/appeals"
	head.upload(send, url.Values{"clause": {"HS044"}, "ground": {""}}).want(t, 422, `href="#ground"`)
	head.upload(send, url.Values{"clause": {"HS006"}, "ground": {"x"}}).want(t, 409, "没有失分")
	made := head.upload(send, url.Values{"clause": {"HS044"}, "ground": {"清单当日更新"}},
		photograph(t, 41))
	at := made.header.Get("Location")
	if made.status != 303 || !strings.HasPrefix(at, "/appeals/") {
		t.Fatalf("made: %d to %q %s", made.status, at, made.main())
	}
	for _, b := range []*browser{head, boss} { // the one asked, the other approved the audit
		if p := b.get(at); p.status != 200 || strings.Contains(p.body, at+"/decide") {
			t.Errorf("%d, or a form for who may not decide", p.status)
		}
	}
	boss.get(at).want(t, 200, "参与过检查、审定或提出申诉的人不能作复核决定")
	other.step(at, "decide", url.Values{"uphold": {"1"}, "level": {"3"}, "reason": {""}}).
		want(t, 422, `href="#reason"`)
	other.step(at, "decide", url.Values{"uphold": {"1"}, "level": {"3"}, "reason": {"材料属实"}}).
		want(t, 303, "")
	head.get(at).want(t, 200, "已采纳")
	head.get("/appeals?status=upheld").want(t, 200, at)
	head.get("/audits/"+audit+"/score").want(t, 200, at)
}

// TestHomeOfHallHead shows a hall head the own hall after the sign-in: the result, what is to be
// mended, and the way to an appeal; a supervisor sees the same, an auditor does not.
func TestHomeOfHallHead(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	head := k.browse("head")
	if p := head.get("/"); p.header.Get("Location") != "/halls/GS-S03" {
		t.Fatalf("home is %q", p.header.Get("Location"))
	}
	head.get("/halls/GS-S03").want(t, 200, "还没有审定的评定结果")
	audit := k.approvedAudit()
	k.closeRectification(audit, "HS079")
	page := head.get("/halls/GS-S03")
	for _, text := range []string{"/audits/" + audit + "/report.pdf", "2018年3月8日前可对失分的条款提出申诉",
		"/rectifications/" + audit, "还没有提交的自查", "已整改"} {
		page.want(t, 200, text)
	}
	k.browse("supervisor").get("/halls/GS-S03").want(t, 200, "四个维度")
	if p := k.browse("auditor").get("/halls/GS-S03"); p.status != 200 ||
		strings.Contains(p.body, "四个维度") {
		t.Errorf("an auditor sees how the hall stands: %d", p.status)
	}
	if p := head.get("/halls/GS-D00"); p.status != 404 {
		t.Errorf("another hall: %d", p.status)
	}
}

// closeRectification lets the head reply and an inspector find the clause whole.
func (k *kit) closeRectification(audit, clause string) {
	at := "/api/v1/rectifications/" + audit + "-" + clause
	k.signIn("head")
	photo := k.upload(61)
	k.want(200, "POST", at+"/reply", object{"text": "已补齐", "evidence": []string{photo}}, nil)
	k.signIn("auditor")
	k.want(200, "POST", at+"/verify", object{"answer": object{"level": 3}, "comment": "属实"}, nil)
}

// TestStartOfSupervisor shows what is late and what waits, as time goes by. The minor finding is due
// 30 working days after 1 March 2018, on 13 April, for Qingming takes two and gives a Sunday.
func TestStartOfSupervisor(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	boss := k.browse("supervisor")
	if p := boss.get("/"); p.header.Get("Location") != "/start" {
		t.Fatalf("home is %q", p.header.Get("Location"))
	}
	boss.get("/start").want(t, 200, "没有需要督办的事项")
	audit := k.approvedAudit()
	head := k.browse("head")
	at := "/rectifications/" + audit + "-HS079"
	head.step(at, "extend", url.Values{"until": {"2018-06-01"}, "reason": {"采购"}}).want(t, 303, "")
	boss.get("/start").want(t, 200, at)
	for _, c := range []struct {
		day  string
		want string
	}{{"2018-04-13", ""}, {"2018-04-16", "催办"}, {"2018-04-20", "通报"}, {"2018-04-27", "约谈"}} {
		until, err := time.Parse(time.DateOnly, c.day)
		k.must(err)
		k.clock.advance(until.Sub(k.clock.read()))
		boss = k.browse("supervisor")
		list := boss.get("/rectifications?escalated=true&hall=GS-S03")
		_, row, found := strings.Cut(list.body, `href="`+at+`"`)
		row, _, _ = strings.Cut(row, "</tr>")
		if found != (c.want != "") || !strings.Contains(row, c.want) {
			t.Errorf("on %s the list has the row %q, want one with %q", c.day, row, c.want)
		}
	}
	boss.get("/start").want(t, 200, "约谈")
	late := "/rectifications/" + audit + "-HS079"
	page := k.browse("head").get(late)
	page.want(t, 200, "整改期限已过，不能再提交计划")
	if strings.Contains(page.body, late+"/plan") {
		t.Error("a plan is asked for that no day is left for")
	}
}

// TestSettingsByForm sets deadlines on the page, and is refused there.
func TestSettingsByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	boss := k.browse("supervisor")
	form := url.Values{"plan": {"0"}, "verify": {"5"}, "appeal": {"7"}, "decide": {"10"},
		"urge": {"1"}, "report": {"5"}, "summon": {"4"}, "repeats": {"2"}, "revision": {"0"}}
	boss.post("/settings", form).want(t, 422, `href="#summon"`)
	form.Set("summon", "10")
	boss.post("/settings", form).want(t, 303, "")
	boss.post("/settings", form).want(t, 409, "")
	boss.get("/settings").want(t, 200, "申诉7、")
	form.Set("revision", "1")
	form.Set("parent-year", "13")
	boss.post("/settings", form).want(t, 422, `href="#parent-year"`)
	form.Set("parent-year", "5")
	boss.post("/settings", form).want(t, 303, "")
	boss.get("/settings").want(t, 200, "一年5次通报主管部门")
	form.Set("appeal", "many")
	boss.post("/settings", form).want(t, 400, "")
}
