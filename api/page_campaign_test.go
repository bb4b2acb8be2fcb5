package api_test

import (
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/checklists"
	"hallmark/standard"
)

// planFields is the form of a plan with some of its fields set otherwise.
func planFields(set url.Values) url.Values {
	form := url.Values{"revision": {"0"}, "name": {"第一季度暗访"}, "kind": {"unannounced"},
		"from": {"2018-03-01"}, "to": {"2018-03-31"}, "tier": {"subdistrict"},
		"quota-subdistrict": {"1"}, "team": {"2"}, "rest": {"30"},
		"inspector": {"auditor", "auditor2"}}
	for name, values := range set {
		form[name] = values
	}
	return form
}

// TestCampaignForms plans, seals, draws twice, opens, visits and closes a campaign by the pages
// alone, and is refused where it must be.
func TestCampaignForms(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("supervisor")
	if p := b.get("/campaigns"); p.status != 200 || !strings.Contains(p.body, "还没有检查活动") {
		t.Errorf("no campaigns: %d %s", p.status, p.main())
	}
	for field, wrong := range map[string]url.Values{
		"name": {"name": {" "}}, "to": {"to": {"2018-02-01"}}, "team": {"team": {"zwei"}},
		"clauses": {"clauses": {"5.1.1, 99"}}, "quota-subdistrict": {"quota-subdistrict": {"-1"}},
		"tiers": {"tier": nil}, "firm": {"kind": {"third-party"}}, "area": {"area": {"33x"}},
	} {
		p := b.post("/campaigns", planFields(wrong))
		if p.status != 422 || !strings.Contains(p.body, `href="#`+field+`"`) {
			t.Errorf("%s: %d %s", field, p.status, p.main())
		}
	}
	p := b.post("/campaigns", planFields(url.Values{"clauses": {"5.1.1，8"}}))
	one := p.header.Get("Location")
	if p.status != 303 || !strings.HasPrefix(one, "/campaigns/") {
		t.Fatalf("made: %d %s", p.status, p.main())
	}
	if p := b.get(one + "/plan"); !strings.Contains(p.body, `value="5.1.1, 8.1`) {
		t.Errorf("a chapter stands for its clauses: %s", p.main())
	}
	p = b.post(one+"/plan", planFields(url.Values{"revision": {"1"}, "name": {"一季度暗访"}}))
	if p.status != 303 {
		t.Errorf("changed: %d %s", p.status, p.main())
	}
	k.stepCampaign(b, one)
	k.planVisit(b, one)

	b = k.browse("auditor")
	page := b.get(one)
	if !strings.Contains(page.body, "2018年3月5日") {
		t.Errorf("the inspector does not see the day of the visit: %s", page.main())
	}
	hall := regexp.MustCompile(`name="hall" value="([^"]+)"`).FindStringSubmatch(page.body)
	if hall == nil || strings.Contains(page.body, "第 2 次抽取") || b.get(one+"/draws/2").status != 404 {
		t.Fatalf("an inspector's own visits: %d %s", page.status, page.main())
	}
	k.visitByForm(b, one, hall[1])
	b = k.browse("supervisor")
	p = b.get(one + "?show=started")
	if !strings.Contains(p.body, "方既明") || !strings.Contains(p.body, "检查中") {
		t.Errorf("progress: %s", p.main())
	}
	if p := b.post(one+"/close", url.Values{"revision": {"0"}}); p.status != 422 {
		t.Errorf("a form without a revision: %d", p.status)
	}
}

// TestDrawPages shows a draw hall by hall, of all of them one page after the other, and what is
// searched for.
func TestDrawPages(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	for i := range 150 {
		k.must(k.server.AddHall(t.Context(), "seed", checklists.Hall{Name: fmt.Sprintf("示例厅 %d(虚构)", i),
			ID: checklists.HallID(fmt.Sprintf("X-%03d", i)), Tier: standard.Subdistrict, Area: "330105",
			Status: checklists.InService, Revision: 1}))
	}
	b := k.browse("supervisor")
	plan := planFields(url.Values{"quota-subdistrict": {"30"}})
	one := b.post("/campaigns", plan).header.Get("Location")
	for revision, step := range []string{"seal", "draw"} {
		form := url.Values{"revision": {strconv.Itoa(revision + 1)}}
		if p := b.post(one+"/"+step, form); p.status != 303 {
			t.Fatalf("%s: %d %s", step, p.status, p.main())
		}
	}
	// of a page that is out of date, and without a reason: nothing of it is kept
	for _, form := range []url.Values{{"revision": {"2"}, "comment": {"复核"}}, {"revision": {"3"}}} {
		if p := b.post(one+"/draw", form); p.status != 409 {
			t.Errorf("drawn again by %v: %d %s", form, p.status, p.main())
		}
	}
	parts, err := k.server.DrawsForTest(t.Context())
	k.must(err)
	if len(parts) != 2 || parts[0].Lists == nil || len(parts[1].Result.Drawn) != 30 {
		t.Fatalf("%d parts are kept apart", len(parts))
	}
	all := len(parts[0].Lists.Halls)
	if p := b.get(one); !strings.Contains(p.body, fmt.Sprintf("抽中 30 个，共 %d 个", all)) ||
		!strings.Contains(p.body, one+"/draws/1") {
		t.Errorf("the sum of the draw: %s", p.main())
	}
	seen := map[string]bool{}
	line := regexp.MustCompile(`class="nowrap">([A-Z]+-[0-9A-Z]+)</td>`)
	pages := 0
	for at := one + "/draws/1"; at != ""; pages++ {
		p := b.get(at)
		for _, m := range line.FindAllStringSubmatch(p.body, -1) {
			seen[m[1]] = true
		}
		next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(p.body)
		at = ""
		if next != nil {
			at = html.UnescapeString(next[1])
		}
	}
	if len(seen) != all || pages != 2 {
		t.Errorf("%d of %d halls on %d pages", len(seen), all, pages)
	}
	drawn := b.get(one + "/draws/1?outcome=drawn")
	if n := len(line.FindAllString(drawn.body, -1)); n != 30 {
		t.Errorf("%d halls were drawn", n)
	}
	found := b.get(one + "/draws/1?q=x-007")
	if m := line.FindAllStringSubmatch(found.body, -1); len(m) != 1 || m[0][1] != "X-007" {
		t.Errorf("searched: %v", m)
	}
	hall := line.FindStringSubmatch(drawn.body)[1]
	name := regexp.MustCompile(`id="day-([^"]+)"`)
	visits := b.get(one + "?q=" + strings.ToLower(hall))
	if m := name.FindAllStringSubmatch(visits.body, -1); len(m) != 1 || m[0][1] != hall {
		t.Errorf("the visit of %s: %v", hall, m)
	}
	if p := b.get(one + "/draws/2"); p.status != 404 {
		t.Errorf("a draw that was not made: %d", p.status)
	}
}

// TestCampaignWithDraws opens a campaign that the program stored while lists and draws lay in the
// campaign, with the record that was published then.
func TestCampaignWithDraws(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	file, err := os.ReadFile("../checklists/testdata/campaign-2018.json")
	k.must(err)
	want, err := os.ReadFile("../checklists/testdata/campaign-2018-record.json")
	k.must(err)
	k.must(k.server.AddCampaignForTest(t.Context(), file))
	b := k.browse("supervisor")
	if p := b.get("/campaigns/01610000-0000-7000-8000-000000000003"); p.status != 200 || !strings.Contains(p.body, "抽中 3 个，共 6 个") {
		t.Errorf("%d %s", p.status, p.main())
	}
	if p := b.get("/campaigns/01610000-0000-7000-8000-000000000003/draws/2"); p.status != 200 || !strings.Contains(p.body, "H5") {
		t.Errorf("%d %s", p.status, p.main())
	}
	k.signIn("supervisor")
	if status, _, body := k.call("GET", "/api/v1/campaigns/01610000-0000-7000-8000-000000000003/draw", nil); status != 200 ||
		strings.TrimSpace(string(body)) != strings.TrimSpace(string(want)) {
		t.Errorf("the record is another one: %d %s", status, body)
	}
}

// planVisit sets the day of the first visit, at first a wrong one.
func (k *kit) planVisit(b *browser, one string) {
	k.t.Helper()
	page := b.get(one).body
	field := func(name string) string {
		m := regexp.MustCompile(`action="` + one + `/visits".*?name="` + name + `" value="([^"]*)"`).
			FindStringSubmatch(page)
		if m == nil {
			k.t.Fatalf("no field %s to plan a visit", name)
		}
		return m[1]
	}
	form := url.Values{"revision": {field("revision")}, "hall": {field("hall")}, "day": {"2018-04-01"}}
	if p := b.post(one+"/visits", form); p.status != 422 || !strings.Contains(p.body, "至2018年3月31日") ||
		!strings.Contains(p.body, "不在活动期间内") || strings.Contains(p.body, "整改期限") {
		k.t.Errorf("a day after the campaign: %d %s", p.status, p.main())
	}
	form.Set("day", "2018-03-05")
	if p := b.post(one+"/visits", form); p.status != 303 {
		k.t.Errorf("planned: %d %s", p.status, p.main())
	}
}

// stepCampaign seals, draws twice and opens, looking for the seed at each step.
func (k *kit) stepCampaign(b *browser, one string) {
	t := k.t
	t.Helper()
	revision := func() url.Values {
		m := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(b.get(one).body)
		if m == nil {
			t.Fatalf("no step at %s: %s", one, b.get(one).main())
		}
		return url.Values{"revision": {m[1]}}
	}
	if p := b.post(one+"/draw", revision()); p.status != 409 || !strings.Contains(p.body, "不能进行这一步") {
		t.Errorf("drawn before the lists were closed: %d", p.status)
	}
	for _, step := range []string{"seal", "draw"} {
		if p := b.post(one+"/"+step, revision()); p.status != 303 {
			t.Errorf("%s: %d %s", step, p.status, p.main())
		}
	}
	if p := b.get(one + "/plan"); p.status != 409 {
		t.Errorf("the plan of an announced campaign: %d", p.status)
	}
	if p := b.post(one+"/draw", revision()); p.status != 409 || !strings.Contains(p.body, "理由") {
		t.Errorf("drawn again without a reason: %d", p.status)
	}
	again := revision()
	again.Set("comment", "一名检查员生病")
	if p := b.post(one+"/draw", again); p.status != 303 {
		t.Errorf("drawn again: %d", p.status)
	}
	if p := b.get(one); !strings.Contains(p.body, "一名检查员生病") || !strings.Contains(p.body,
		"检查开始后公开") {
		t.Errorf("before the opening: %s", p.main())
	}
	if p := b.post(one+"/open", revision()); p.status != 303 {
		t.Errorf("opened: %d", p.status)
	}
	p := b.get(one).body
	digest := regexp.MustCompile(`<code class="break">([0-9a-f]{64})</code>`).FindStringSubmatch(p)
	seed := regexp.MustCompile(`<code class="break">([A-Z2-7]{26})</code>`).FindStringSubmatch(p)
	if digest == nil || seed == nil || digestOf([]byte(seed[1])) != digest[1] {
		t.Errorf("digest %v, seed %v", digest, seed)
	}
}

// visitByForm starts the visit of a hall from the campaign's page; the whole team inspects.
func (k *kit) visitByForm(b *browser, one, hall string) {
	k.t.Helper()
	head := k.browse("head")
	if p := head.get(one); p.status != 403 {
		k.t.Errorf("a hall head sees who is drawn: %d", p.status)
	}
	p := b.post("/audits", url.Values{"hall": {hall}, "kind": {"unannounced"},
		"campaign": {strings.TrimPrefix(one, "/campaigns/")}})
	if p.status != 303 {
		k.t.Fatalf("visit: %d %s", p.status, p.main())
	}
	audit := strings.TrimPrefix(p.header.Get("Location"), "/audits/")
	k.signIn("auditor2")
	k.want(200, "GET", "/api/v1/audits/"+audit, nil, nil)
}

// TestSelfCheckCampaign lets halls check themselves: they are drawn, and nobody is sent.
func TestSelfCheckCampaign(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall, Audit string
			Inspectors  []string
		}
	}
	k.want(201, "POST", "/api/v1/campaigns", campaignPlan(object{"kind": "self", "quota": object{},
		"inspectors": []string{}, "team": 0}), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, object{}, &m)
	}
	if len(m.Visits) < 2 || len(m.Visits[0].Inspectors) != 0 {
		t.Errorf("visits %+v", m.Visits)
	}
	b := k.browse("head")
	for _, path := range []string{"/halls/GS-S03", "/audits/new"} {
		if p := b.get(path); !strings.Contains(p.body, "按活动自查") || !strings.Contains(p.body, "2018年3月31日") {
			t.Errorf("%s does not tell: %s", path, p.main())
		}
	}
	if p := k.browse("auditor").get("/halls/GS-S03"); strings.Contains(p.body, "按活动自查") {
		t.Errorf("an auditor is asked: %s", p.main())
	}
	counted := func() (of string) {
		k.signIn("supervisor")
		k.want(200, "GET", "/api/v1/campaigns/"+m.ID, nil, &m)
		for _, v := range m.Visits {
			if v.Hall == "GS-S03" {
				of = v.Audit
			}
		}
		return of
	}
	// A part of the checklist is not what is asked, nor what an auditor starts; the whole one is.
	k.signIn("auditor")
	k.want(201, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "self"}, nil)
	k.signIn("head")
	k.want(201, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "self",
		"only": []string{"HS001"}}, nil)
	if id := counted(); id != "" {
		t.Errorf("%s is counted", id)
	}
	k.signIn("head")
	id := uuid.NewString()
	for range 2 { // the second time what is there already
		k.want(201, "POST", "/api/v1/audits", object{"id": id, "hall": "GS-S03", "kind": "self"}, nil)
	}
	if got := counted(); got != id {
		t.Errorf("%q is counted, want %s", got, id)
	}
	if p := b.get("/halls/GS-S03"); !strings.Contains(p.body, "/audits/"+id+`">查看本次自查`) {
		t.Errorf("after the start: %s", p.main())
	}
	k.signIn("head")
	k.want(201, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "self"}, nil) // one more, on its own
	k.clock.advance(31 * 24 * time.Hour)
	if p := k.browse("head").get("/halls/GS-S03"); strings.Contains(p.body, "查看本次自查") {
		t.Errorf("after the last day: %s", p.main())
	}
}

// TestSelfCheckByForm starts what a campaign asks from the page of the hall.
func TestSelfCheckByForm(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("supervisor")
	var m struct {
		ID    string
		Begun int
	}
	k.want(201, "POST", "/api/v1/campaigns", campaignPlan(object{"kind": "self", "quota": object{},
		"inspectors": []string{}, "team": 0}), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, object{}, nil)
	}
	b := k.browse("head")
	form := url.Values{"hall": {"GS-S03"}, "kind": {"self"}, "campaign": {m.ID}}
	if p := b.post("/audits", form); p.status != 303 {
		t.Fatalf("%d %s", p.status, p.main())
	}
	k.want(200, "GET", "/api/v1/campaigns/"+m.ID, nil, &m)
	if m.Begun != 1 {
		t.Errorf("%d have begun", m.Begun)
	}
}

// TestVisitBeforeTheFirstDay: an opened campaign's visits wait for its first day; one that began too
// early without a network is taken over then.
func TestVisitBeforeTheFirstDay(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall, Audit string }
	}
	k.want(201, "POST", "/api/v1/campaigns", campaignPlan(object{"from": "2018-03-05"}), &m)
	one := "/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.want(200, "POST", "/api/v1"+one+"/"+step, object{}, &m)
	}
	b := k.browse("auditor")
	const button = `<button>开始检查`
	if p := b.get(one); strings.Contains(p.body, button) {
		t.Errorf("offered too early: %s", p.main())
	}
	k.signIn("auditor")
	early := object{"hall": m.Visits[0].Hall, "kind": "unannounced", "campaign": m.ID,
		"startedAt": k.clock.read().Format(time.RFC3339)}
	status, _, body := k.call("POST", "/api/v1/audits", early)
	if status != 422 || !strings.Contains(string(body), "campaign-early") ||
		!strings.Contains(string(body), "2018年3月5日") {
		t.Errorf("%d %s", status, body)
	}
	k.clock.advance(4 * 24 * time.Hour) // 5 March, 09:00
	if p := b.get(one); !strings.Contains(p.body, button) {
		t.Errorf("not offered on the first day: %s", p.main())
	}
	k.want(201, "POST", "/api/v1/audits", early, nil)
	k.want(200, "GET", "/api/v1"+one, nil, &m)
	if m.Visits[0].Audit == "" {
		t.Error("what was begun without a network is not counted")
	}
}
