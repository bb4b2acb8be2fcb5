package aids_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hallmark/api/aids"
	"hallmark/api/apitest"
)

// TestPinyin holds how titles are found by typing.
func TestPinyin(t *testing.T) {
	for title, want := range map[string][]string{
		"卫生间":      {"weishengjian", "wsj"},
		"Wi-Fi 覆盖": {"wififugai", "wififg"},
		"银行":       {"yinhang", "yinxing", "yh", "yx"},
	} {
		got := aids.Pinyin(title)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q lacks %s", title, got, w)
			}
		}
	}
	if got := aids.Pinyin(strings.Repeat("行", 40)); len(got) > 16 {
		t.Errorf("%d ways to type a title", len(got))
	}
}

// TestAidsPage saves the whole page at once: what is refused comes back as it was typed with the
// problem at its control, and who was overtaken loses nothing of the other's.
func TestAidsPage(t *testing.T) {
	k := apitest.New(t)
	k.SignIn("supervisor")
	form := url.Values{"revision": {"1"}, "phrases-HS001": {"等候区过窄\r\n通道被占用"},
		"synonyms-HS001": {"场地、地方大小，空间"}, "hint-HS001": {"看等候区"},
		"phrases-HS002": {strings.Repeat("长", 121)}}
	save := func(want int) string {
		status, _, page := k.SendForm("/editions/2017/aids", form)
		if status != want {
			t.Errorf("saved with %d, want %d", status, want)
		}
		return page
	}
	page := save(http.StatusUnprocessableEntity)
	for _, want := range []string{`href="#phrases-HS002"`, "通道被占用", "地方大小"} {
		if !strings.Contains(page, want) {
			t.Errorf("the refused page lacks %s", want)
		}
	}
	form.Del("phrases-HS002")
	if page := save(http.StatusOK); !strings.Contains(page, "已保存") {
		t.Error("the page does not say that it was saved")
	}
	save(http.StatusConflict)
	var got struct {
		Revision int `json:"revision"`
		Clauses  []struct {
			Clause   string   `json:"clause"`
			Synonyms []string `json:"synonyms"`
		} `json:"clauses"`
	}
	k.Want(200, "GET", "/api/v1/editions/2017/aids", nil, &got)
	if got.Revision != 2 || len(got.Clauses) != 1 || got.Clauses[0].Clause != "HS001" ||
		!slices.Equal(got.Clauses[0].Synonyms, []string{"场地", "地方大小", "空间"}) {
		t.Errorf("saved %+v", got)
	}
}
