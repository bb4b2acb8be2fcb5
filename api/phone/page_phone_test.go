package phone_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestPhoneChecksOnPages walks the daily round: the supervisor sets the form, the auditor calls, a
// call that is not whole is refused with what was typed, and the week shows what failed.
func TestPhoneChecksOnPages(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	k.SignIn("auditor")
	page := func(path string) string {
		status, _, body := k.Call("GET", path, nil)
		if status != http.StatusOK {
			t.Fatalf("%s: %d %.300s", path, status, body)
		}
		return string(body)
	}
	if text := page("/phone-checks"); !strings.Contains(text, "还没有设定电话抽查的内容") {
		t.Error("nothing says that the form is not set")
	}
	k.SignIn("supervisor")
	if status, _, _ := k.SendForm("/phone-checks/form", url.Values{"revision": {"0"}, "perDay": {"2"},
		"clause": {"HS001", "HS003"}}); status != 303 {
		t.Fatalf("setting the form: %d", status)
	}
	k.SignIn("auditor")
	day := page("/phone-checks")
	if n := strings.Count(day, `href="/phone-checks/halls/`); n != 2 {
		t.Fatalf("%d halls to call, want 2", n)
	}
	_, path, _ := strings.Cut(day, `href="/phone-checks/halls/`)
	path, _, _ = strings.Cut(path, `"`)
	path = "/phone-checks/halls/" + path
	hall := strings.TrimPrefix(path, "/phone-checks/halls/")
	for _, at := range []string{"/phone-checks", path} {
		if text := page(at); !strings.Contains(text, "未登记电话") || !strings.Contains(text, `href="/halls/`+hall+`"`) {
			t.Errorf("%s does not say that there is no number", at)
		}
	}
	k.SignIn("admin")
	k.Want(200, "PATCH", "/api/v1/halls/"+hall, apitest.Object{"revision": 1, "phone": "0571-8811 2233 转 8"}, nil)
	k.SignIn("auditor")
	for _, at := range []string{"/phone-checks", path} {
		if text := page(at); !strings.Contains(text, `<a href="tel:057188112233">0571-8811 2233 转 8</a>`) {
			t.Errorf("%s has no number to be called", at)
		}
	}
	_, id, _ := strings.Cut(page(path), `name="id" value="`)
	id, _, _ = strings.Cut(id, `"`)
	form := url.Values{"id": {id}, "value-HS001": {"0"}, "note-HS001": {"电话无人接听"}}
	status, _, text := k.SendForm(path, form)
	if status != 422 || !strings.Contains(text, "电话无人接听") || !strings.Contains(text, "field-problem") {
		t.Errorf("a call that is not whole: %d", status)
	}
	form.Set("reason-HS003", "电话中无法核实")
	for range 2 { // sent twice, it is one call
		if status, _, text := k.SendForm(path, form); status != 303 {
			t.Fatalf("the call: %d %.2000s", status, text)
		}
	}
	if n := strings.Count(page("/phone-checks"), `href="/phone-checks/halls/`); n != 1 {
		t.Errorf("%d halls are left, want 1", n)
	}
	if text := page("/phone-checks/weekly"); !strings.Contains(text, "电话无人接听") ||
		!strings.Contains(text, "共抽查1次") || !strings.Contains(text, "<h1>电话抽查周汇总 2018年第9周</h1>") {
		t.Error("the week does not show the call")
	}
	k.Clock.Advance(24 * time.Hour)
	if text := page("/phone-checks"); strings.Contains(text, path+`"`) ||
		strings.Count(text, `href="/phone-checks/halls/`) != 2 {
		t.Error("the next day does not go on with other halls")
	}
}
