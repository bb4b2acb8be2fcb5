package register_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/standard"
)

// fillRegister adds 120 halls, too many for a list to choose from; the first two are called the same.
func fillRegister(k *apitest.Kit) {
	for i := range 120 {
		h := checklists.Hall{ID: checklists.HallID(fmt.Sprintf("X-%03d", i)), Tier: standard.Subdistrict,
			Name: fmt.Sprintf("示例厅 %d(虚构)", max(i, 1)), Status: checklists.InService, Revision: 1}
		if i == 119 {
			h.Status = checklists.Closed
		}
		k.Must(k.Server.Register.AddHall(k.T.Context(), "seed", h))
	}
}

// TestHallPicker finds one of many halls by its code, its name and a part of them, on every page on
// which one is chosen; what names several is answered with a list or a sentence.
func TestHallPicker(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	fillRegister(k)
	b := k.Browse("supervisor")
	field := regexp.MustCompile(`<input id="hall"[^>]*value="([^"]*)"`)
	for _, path := range []string{"/audits", "/rectifications", "/feedback"} {
		for text, want := range map[string]string{"": "", "X-007": "X-007 示例厅 7(虚构)",
			"X-007 示例厅 7(虚构)": "X-007 示例厅 7(虚构)", "示例厅 7(虚构)": "X-007 示例厅 7(虚构)",
			" x-007": "X-007 示例厅 7(虚构)", "厅 17": "X-017 示例厅 17(虚构)", "X-9": "X-9", "示例": "示例"} {
			p := b.Get(path + "?hall=" + url.QueryEscape(text))
			m := field.FindStringSubmatch(p.Body)
			if p.Status != 200 || m == nil || html.UnescapeString(m[1]) != want || len(p.Body) > 60_000 {
				t.Errorf("%s %q: %d %v, %d bytes", path, text, p.Status, m, len(p.Body))
			}
			if strings.HasPrefix(want, "X-007 ") && !strings.Contains(p.Body, path+"?hall=X-007") {
				t.Errorf("%s %q: the files of the list are of another hall", path, text)
			}
			for wrong, sentence := range map[string]string{"X-9": "没有名称或编号含“X-9”", "示例": "示例”的大厅有120个"} {
				if strings.Contains(p.Body, sentence) != (text == wrong) {
					t.Errorf("%s %q: %s", path, text, p.Main())
				}
			}
		}
		if p := b.Get(path + "?hall=X-9"); !strings.Contains(p.Body, "没有符合") {
			t.Errorf("%s: nothing is found: %s", path, p.Main())
		}
		several := b.Get(path + "?hall=" + url.QueryEscape("厅 11"))
		if n := strings.Count(several.Body, `<option value="X-`); n != 11 || !strings.Contains(several.Body, "有11个") {
			t.Errorf("%s: %d are offered: %s", path, n, several.Main())
		}
	}
	k.SignIn("auditor")
	var found struct{ Items []struct{ ID string } }
	k.Want(200, "GET", "/api/v1/halls?limit=5&q=x-11", nil, &found)
	if len(found.Items) != 5 || found.Items[4].ID != "X-114" {
		t.Errorf("the script is offered %v", found.Items)
	}
}

// TestHallPickerOfAudits starts an audit of a hall that is typed; a name given only in part starts
// none.
func TestHallPickerOfAudits(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	fillRegister(k)
	b := k.Browse("auditor")
	start := func(hall string) apitest.Page {
		return b.Post("/audits", url.Values{"hall": {hall}, "kind": {"comprehensive"}})
	}
	for text, sentence := range map[string]string{"厅 17": "有1个", "示例厅 1(虚构)": "有2个", "没有的厅": "没有名称",
		"X-119": "没有名称"} {
		if p := start(text); p.Status != 422 || !strings.Contains(p.Body, sentence) {
			t.Errorf("%s: %d %s", text, p.Status, p.Main())
		}
	}
	for _, text := range []string{"X-001", "X-002 示例厅 2(虚构)", "示例厅 3(虚构)"} {
		if p := start(text); p.Status != 303 {
			t.Errorf("%s: %d %s", text, p.Status, p.Main())
		}
	}
	if p := b.Get("/audits/new?hall=X-004"); !strings.Contains(p.Body, `value="X-004 示例厅 4(虚构)"`) {
		t.Errorf("a hall that is given: %s", p.Main())
	}
	head := k.Browse("head")
	if p := head.Get("/audits/new"); strings.Contains(p.Body, "data-halls") || strings.Count(p.Body, "<option value=\"GS-") != 1 {
		t.Errorf("a hall head chooses: %s", p.Main())
	}
}

// TestHallPickerOfTrainings adds halls to a training one after the other.
func TestHallPickerOfTrainings(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	fillRegister(k)
	b := k.Browse("supervisor")
	form := url.Values{"revision": {"0"}, "topic": {"窗口礼仪"}, "clauses": {"5.1.1"}, "from": {"2018-03-05"},
		"to": {"2018-03-06"}, "hall": {"X-005", "示例厅 6(虚构)"}, "add": {"1"}}
	ticked := regexp.MustCompile(`name="hall" value="([^"]+)" checked`)
	p := b.Post("/training", form)
	if m := ticked.FindAllStringSubmatch(p.Body, -1); p.Status != 200 || len(m) != 2 || m[1][1] != "X-006" ||
		!strings.Contains(p.Body, `value="窗口礼仪"`) {
		t.Errorf("added: %d %v %s", p.Status, m, p.Main())
	}
	form["hall"] = []string{"X-005", "厅 11"}
	p = b.Post("/training", form)
	if m := ticked.FindAllStringSubmatch(p.Body, -1); p.Status != 422 || len(m) != 1 ||
		strings.Count(p.Body, `<option value="X-`) != 11 {
		t.Errorf("several: %d %v %s", p.Status, m, p.Main())
	}
	form["hall"] = []string{"X-005", "X-006", ""}
	form.Del("add")
	p = b.Post("/training", form)
	one := p.Header.Get("Location")
	if p.Status != 303 {
		t.Fatalf("planned: %d %s", p.Status, p.Main())
	}
	if m := ticked.FindAllStringSubmatch(b.Get(one).Body, -1); len(m) != 2 {
		t.Errorf("the plan has %v", m)
	}
}
