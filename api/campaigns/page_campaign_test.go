package campaigns_test

import (
	"encoding/json"
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

	"hallmark/api/apitest"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// TestCampaignForms plans, seals, draws twice, opens, visits and closes a campaign by the pages
// alone, and is refused where it must be.
func TestCampaignForms(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("supervisor")
	if p := b.Get("/campaigns"); p.Status != 200 || !strings.Contains(p.Body, "还没有检查活动") {
		t.Errorf("no campaigns: %d %s", p.Status, p.Main())
	}
	for field, wrong := range map[string]url.Values{
		"name": {"name": {" "}}, "to": {"to": {"2018-02-01"}}, "team": {"team": {"zwei"}},
		"clauses": {"clauses": {"5.1.1, 99"}}, "quota-subdistrict": {"quota-subdistrict": {"-1"}},
		"tiers": {"tier": nil}, "firm": {"kind": {"third-party"}}, "area": {"area": {"33x"}},
	} {
		p := b.Post("/campaigns", apitest.PlanFields(wrong))
		if p.Status != 422 || !strings.Contains(p.Body, `href="#`+field+`"`) {
			t.Errorf("%s: %d %s", field, p.Status, p.Main())
		}
	}
	p := b.Post("/campaigns", apitest.PlanFields(url.Values{"clauses": {"5.1.1，8"}}))
	one := p.Header.Get("Location")
	if p.Status != 303 || !strings.HasPrefix(one, "/campaigns/") {
		t.Fatalf("made: %d %s", p.Status, p.Main())
	}
	if p := b.Get(one + "/plan"); !strings.Contains(p.Body, `value="5.1.1, 8.1`) {
		t.Errorf("a chapter stands for its clauses: %s", p.Main())
	}
	p = b.Post(one+"/plan", apitest.PlanFields(url.Values{"revision": {"1"}, "name": {"一季度暗访"}}))
	if p.Status != 303 {
		t.Errorf("changed: %d %s", p.Status, p.Main())
	}
	k.StepCampaign(b, one)
	planVisit(k, b, one)

	b = k.Browse("auditor")
	page := b.Get(one)
	if !strings.Contains(page.Body, "2018年3月5日") {
		t.Errorf("the inspector does not see the day of the visit: %s", page.Main())
	}
	hall := regexp.MustCompile(`name="hall" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if hall == nil || strings.Contains(page.Body, "第 2 次抽取") || b.Get(one+"/draws/2").Status != 404 {
		t.Fatalf("an inspector's own visits: %d %s", page.Status, page.Main())
	}
	visitByForm(k, b, one, hall[1])
	b = k.Browse("supervisor")
	p = b.Get(one + "?show=started")
	if !strings.Contains(p.Body, "方既明") || !strings.Contains(p.Body, "检查中") {
		t.Errorf("progress: %s", p.Main())
	}
	if p := b.Post(one+"/close", url.Values{"revision": {"0"}}); p.Status != 422 {
		t.Errorf("a form without a revision: %d", p.Status)
	}
}

// TestDrawPages shows a draw hall by hall, of all of them one page after the other, and what is
// searched for.
func TestDrawPages(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for i := range 150 {
		k.Must(k.Server.Register.AddHall(t.Context(), "seed", checklists.Hall{Name: fmt.Sprintf("示例厅 %d(虚构)", i),
			ID: checklists.HallID(fmt.Sprintf("X-%03d", i)), Tier: standard.Subdistrict, Area: "330105",
			Status: checklists.InService, Revision: 1}))
	}
	b := k.Browse("supervisor")
	plan := apitest.PlanFields(url.Values{"quota-subdistrict": {"30"}})
	one := b.Post("/campaigns", plan).Header.Get("Location")
	for revision, step := range []string{"seal", "draw"} {
		form := url.Values{"revision": {strconv.Itoa(revision + 1)}, "confirmed": {"true"}}
		if p := b.Post(one+"/"+step, form); p.Status != 303 {
			t.Fatalf("%s: %d %s", step, p.Status, p.Main())
		}
	}
	// of a page that is out of date, and without a reason: nothing of it is kept
	for _, form := range []url.Values{{"revision": {"2"}, "comment": {"复核"}}, {"revision": {"3"}}} {
		if p := b.Post(one+"/draw", form); p.Status != 409 {
			t.Errorf("drawn again by %v: %d %s", form, p.Status, p.Main())
		}
	}
	parts, err := wire.Gather(t.Context(), k.Server.Campaigns.Docs.Draws, store.Query{})
	k.Must(err)
	if len(parts) != 2 || parts[0].Lists == nil || len(parts[1].Result.Drawn) != 30 {
		t.Fatalf("%d parts are kept apart", len(parts))
	}
	all := len(parts[0].Lists.Halls)
	if p := b.Get(one); !strings.Contains(p.Body, fmt.Sprintf("抽中 30 个，共 %d 个", all)) ||
		!strings.Contains(p.Body, one+"/draws/1") {
		t.Errorf("the sum of the draw: %s", p.Main())
	}
	seen := map[string]bool{}
	line := regexp.MustCompile(`class="nowrap">([A-Z]+-[0-9A-Z]+)</td>`)
	pages := 0
	for at := one + "/draws/1"; at != ""; pages++ {
		p := b.Get(at)
		for _, m := range line.FindAllStringSubmatch(p.Body, -1) {
			seen[m[1]] = true
		}
		next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(p.Body)
		at = ""
		if next != nil {
			at = html.UnescapeString(next[1])
		}
	}
	if len(seen) != all || pages != 2 {
		t.Errorf("%d of %d halls on %d pages", len(seen), all, pages)
	}
	drawn := b.Get(one + "/draws/1?outcome=drawn")
	if n := len(line.FindAllString(drawn.Body, -1)); n != 30 {
		t.Errorf("%d halls were drawn", n)
	}
	found := b.Get(one + "/draws/1?q=x-007")
	if m := line.FindAllStringSubmatch(found.Body, -1); len(m) != 1 || m[0][1] != "X-007" {
		t.Errorf("searched: %v", m)
	}
	hall := line.FindStringSubmatch(drawn.Body)[1]
	name := regexp.MustCompile(`id="day-([^"]+)"`)
	visits := b.Get(one + "?q=" + strings.ToLower(hall))
	if m := name.FindAllStringSubmatch(visits.Body, -1); len(m) != 1 || m[0][1] != hall {
		t.Errorf("the visit of %s: %v", hall, m)
	}
	if p := b.Get(one + "/draws/2"); p.Status != 404 {
		t.Errorf("a draw that was not made: %d", p.Status)
	}
}

// TestCampaignWithDraws opens a campaign that the program stored while lists and draws lay in the
// campaign, with the record that was published then.
func TestCampaignWithDraws(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	file, err := os.ReadFile("../../checklists/campaign/testdata/campaign-2018.json")
	k.Must(err)
	want, err := os.ReadFile("../../checklists/campaign/testdata/campaign-2018-record.json")
	k.Must(err)
	var stored campaign.Campaign
	k.Must(json.Unmarshal(file, &stored))
	k.Must(k.Server.Campaigns.Docs.Campaigns.Insert(t.Context(), stored))
	b := k.Browse("supervisor")
	if p := b.Get("/campaigns/01610000-0000-7000-8000-000000000003"); p.Status != 200 || !strings.Contains(p.Body, "抽中 3 个，共 6 个") {
		t.Errorf("%d %s", p.Status, p.Main())
	}
	if p := b.Get("/campaigns/01610000-0000-7000-8000-000000000003/draws/2"); p.Status != 200 || !strings.Contains(p.Body, "H5") {
		t.Errorf("%d %s", p.Status, p.Main())
	}
	k.SignIn("supervisor")
	if status, _, body := k.Call("GET", "/api/v1/campaigns/01610000-0000-7000-8000-000000000003/draw", nil); status != 200 ||
		strings.TrimSpace(string(body)) != strings.TrimSpace(string(want)) {
		t.Errorf("the record is another one: %d %s", status, body)
	}
}

// planVisit sets the day of the first visit, at first a wrong one.
func planVisit(k *apitest.Kit, b *apitest.Browser, one string) {
	k.T.Helper()
	page := b.Get(one).Body
	field := func(name string) string {
		m := regexp.MustCompile(`action="` + one + `/visits".*?name="` + name + `" value="([^"]*)"`).
			FindStringSubmatch(page)
		if m == nil {
			k.T.Fatalf("no field %s to plan a visit", name)
		}
		return m[1]
	}
	form := url.Values{"revision": {field("revision")}, "hall": {field("hall")}, "day": {"2018-04-01"}}
	if p := b.Post(one+"/visits", form); p.Status != 422 || !strings.Contains(p.Body, "至2018年3月31日") ||
		!strings.Contains(p.Body, "不在活动期间内") || strings.Contains(p.Body, "整改期限") {
		k.T.Errorf("a day after the campaign: %d %s", p.Status, p.Main())
	}
	form.Set("day", "2018-03-05")
	if p := b.Post(one+"/visits", form); p.Status != 303 {
		k.T.Errorf("planned: %d %s", p.Status, p.Main())
	}
}

// visitByForm starts the visit of a hall from the campaign's page; the whole team inspects.
func visitByForm(k *apitest.Kit, b *apitest.Browser, one, hall string) {
	k.T.Helper()
	head := k.Browse("head")
	if p := head.Get(one); p.Status != 403 {
		k.T.Errorf("a hall head sees who is drawn: %d", p.Status)
	}
	p := b.Post("/audits", url.Values{"hall": {hall}, "kind": {"unannounced"},
		"campaign": {strings.TrimPrefix(one, "/campaigns/")}})
	if p.Status != 303 {
		k.T.Fatalf("visit: %d %s", p.Status, p.Main())
	}
	audit := strings.TrimPrefix(p.Header.Get("Location"), "/audits/")
	k.SignIn("auditor2")
	k.Want(200, "GET", "/api/v1/audits/"+audit, nil, nil)
}

// TestSelfCheckCampaign lets halls check themselves: they are drawn, and nobody is sent.
func TestSelfCheckCampaign(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct {
			Hall, Audit string
			Inspectors  []string
		}
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"kind": "self", "quota": apitest.Object{},
		"inspectors": []string{}, "team": 0}), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, &m)
	}
	if len(m.Visits) < 2 || len(m.Visits[0].Inspectors) != 0 {
		t.Errorf("visits %+v", m.Visits)
	}
	b := k.Browse("head")
	for _, path := range []string{"/halls/GS-S03", "/audits/new"} {
		if p := b.Get(path); !strings.Contains(p.Body, "按活动自查") || !strings.Contains(p.Body, "2018年3月31日") {
			t.Errorf("%s does not tell: %s", path, p.Main())
		}
	}
	if p := k.Browse("auditor").Get("/halls/GS-S03"); strings.Contains(p.Body, "按活动自查") {
		t.Errorf("an auditor is asked: %s", p.Main())
	}
	counted := func() (of string) {
		k.SignIn("supervisor")
		k.Want(200, "GET", "/api/v1/campaigns/"+m.ID, nil, &m)
		for _, v := range m.Visits {
			if v.Hall == "GS-S03" {
				of = v.Audit
			}
		}
		return of
	}
	// An auditor starts none; a part of the checklist is not what is asked, the whole one is.
	k.SignIn("auditor")
	k.Want(422, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "self"}, nil)
	k.SignIn("head")
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "self",
		"only": []string{"HS001"}}, nil)
	if id := counted(); id != "" {
		t.Errorf("%s is counted", id)
	}
	k.SignIn("head")
	id := uuid.Must(uuid.NewV7()).String()
	for range 2 { // the second time what is there already
		k.Want(201, "POST", "/api/v1/audits", apitest.Object{"id": id, "hall": "GS-S03", "kind": "self"}, nil)
	}
	if got := counted(); got != id {
		t.Errorf("%q is counted, want %s", got, id)
	}
	if p := b.Get("/halls/GS-S03"); !strings.Contains(p.Body, "/audits/"+id+`">查看本次自查`) {
		t.Errorf("after the start: %s", p.Main())
	}
	k.SignIn("head")
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "self"}, nil) // one more, on its own
	k.Clock.Advance(31 * 24 * time.Hour)
	if p := k.Browse("head").Get("/halls/GS-S03"); strings.Contains(p.Body, "查看本次自查") {
		t.Errorf("after the last day: %s", p.Main())
	}
}

// TestSelfCheckByForm starts what a campaign asks from the page of the hall.
func TestSelfCheckByForm(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID    string
		Begun int
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"kind": "self", "quota": apitest.Object{},
		"inspectors": []string{}, "team": 0}), &m)
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1/campaigns/"+m.ID+"/"+step, apitest.Object{}, nil)
	}
	b := k.Browse("head")
	form := url.Values{"hall": {"GS-S03"}, "kind": {"self"}, "campaign": {m.ID}}
	if p := b.Post("/audits", form); p.Status != 303 {
		t.Fatalf("%d %s", p.Status, p.Main())
	}
	k.Want(200, "GET", "/api/v1/campaigns/"+m.ID, nil, &m)
	if m.Begun != 1 {
		t.Errorf("%d have begun", m.Begun)
	}
}

// TestVisitBeforeTheFirstDay: an opened campaign's visits wait for its first day; one that began too
// early without a network is taken over then.
func TestVisitBeforeTheFirstDay(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall, Audit string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"from": "2018-03-05"}), &m)
	one := "/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", "/api/v1"+one+"/"+step, apitest.Object{}, &m)
	}
	b := k.Browse("auditor")
	const button = `<button>开始检查`
	if p := b.Get(one); strings.Contains(p.Body, button) {
		t.Errorf("offered too early: %s", p.Main())
	}
	k.SignIn("auditor")
	early := apitest.Object{"hall": m.Visits[0].Hall, "kind": "unannounced", "campaign": m.ID,
		"startedAt": k.Clock.Read().Format(time.RFC3339)}
	status, _, body := k.Call("POST", "/api/v1/audits", early)
	if status != 422 || !strings.Contains(string(body), "campaign-early") ||
		!strings.Contains(string(body), "2018年3月5日") {
		t.Errorf("%d %s", status, body)
	}
	k.Clock.Advance(4 * 24 * time.Hour) // 5 March, 09:00
	if p := b.Get(one); !strings.Contains(p.Body, button) {
		t.Errorf("not offered on the first day: %s", p.Main())
	}
	k.Want(201, "POST", "/api/v1/audits", early, nil)
	k.Want(200, "GET", "/api/v1"+one, nil, &m)
	if m.Visits[0].Audit == "" {
		t.Error("what was begun without a network is not counted")
	}
}
