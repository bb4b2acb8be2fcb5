package web_test

import (
	"html"
	"strings"
	"testing"
	"time"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// TestTexts looks for numbers, dates and thresholds as people of each language write them.
func TestTexts(t *testing.T) {
	w, pages := newWorld(t, ""), newPages(t)
	w.audit.StartedAt = checklists.At(time.Date(2018, 1, 11, 16, 30, 0, 0, time.UTC)) // 00:30 there
	want := map[string][2]string{                                                     // page: in Chinese, in English
		"checklist":     {"满分值 ≥ 200 m²；零分值 ≤ 100 m²。", "Full points at ≤ 15 min; no points at ≥ 30 min."},
		"score":         {"2018年1月12日", "12 January 2018"},
		"step-missing":  {"还差 14 条，暂不能提交", "Not ready: 14 still missing"},
		"verify":        {"2018年1月22日 17:00", "22 January 2018, 17:00"},
		"hall":          {"青萍街道便民服务中心", "Qingping Sub-district Convenience Service Centre"},
		"edition":       {"场所与空间", "Premises and space"},
		"comparison":    {"要求提高", "Tightened"},
		"error-unknown": {"请求有误", "Something in the request is wrong"},
	}
	for _, s := range w.stories() {
		for l, text := range want[s.name] {
			page := string(w.render(t, pages, s, message.Language(l)))
			if !strings.Contains(html.UnescapeString(page), text) {
				t.Errorf("%s in %s does not say %q", s.name, message.Language(l), text)
			}
		}
		delete(want, s.name)
	}
	for name := range want {
		t.Errorf("there is no story %q", name)
	}
}

// TestNumbers shows scores as they are, to the last digit.
func TestNumbers(t *testing.T) {
	w, pages := newWorld(t, ""), newPages(t)
	for total, want := range map[string]string{
		"0": ">0.0<", "88.4": ">88.4<", "100": ">100.0<", "103.25": ">103.25<", "-1": ">-1.0<",
	} {
		page, err := pages.Render(&web.Score{Audit: &w.audit, Edition: w.edition,
			Score: checklists.Score{Total: standard.MustDecimal(total)}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), want) {
			t.Errorf("score %s is not shown as %s", total, want)
		}
	}
}

// TestMenu shows everybody the way to what they may see, and where they are; what does not fit into
// the bar folds out.
func TestMenu(t *testing.T) {
	for role, want := range map[checklists.Role]string{
		checklists.Auditor:  "/audits /campaigns /phone-checks /rectifications /halls* /bulletins | /editions /consultations",
		checklists.Editor:   "/halls* /bulletins /editions /drafts /amendments /consultations | /problems /changes /webhooks",
		checklists.HallHead: "/halls/GS-S03* /audits /rectifications /appeals /bulletins /rankings | /editions /consultations /feedback /training",
		checklists.Admin: "/audits /campaigns /rectifications /appeals /halls* /bulletins | /results /rankings /editions /drafts /amendments " +
			"/consultations /feedback /training /problems /changes /webhooks /robots /settings /users /events",
	} {
		menu := (&web.Frame{Path: "/halls/GS-S03?x=/audits", User: &web.User{Role: role, Hall: "GS-S03"}}).Menu()
		got := urls(menu.Bar)
		if menu.More != nil {
			got += " | " + urls(menu.More)
		}
		if got != want {
			t.Errorf("menu of %s = %v, want %s", role, got, want)
		}
		if menu.Hidden() != nil {
			t.Errorf("menu of %s hides where one is", role)
		}
	}
	if (&web.Frame{}).Menu().Bar != nil {
		t.Error("there is a menu for nobody")
	}
	f := web.Frame{Path: "/events", User: &web.User{Role: checklists.Admin}}
	if at := f.Menu().Hidden(); at == nil || at.URL != "/events" {
		t.Errorf("the entry that folds out is %v", at)
	}
}

func urls(items []web.MenuItem) string {
	var out []string
	for _, item := range items {
		if item.Current {
			item.URL += "*"
		}
		out = append(out, item.URL)
	}
	return strings.Join(out, " ")
}
