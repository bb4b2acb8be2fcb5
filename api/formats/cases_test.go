package formats_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"hallmark/api/formats"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

func reference(t *testing.T) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// form writes the reference edition in a form.
func form(t *testing.T, name string) string {
	t.Helper()
	f, _ := formats.Named(name)
	var b bytes.Buffer
	if _, err := f.Write(&b, reference(t), formats.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// edit replaces a text that has to stand in a file.
func edit(t *testing.T, file, old, with string) string {
	t.Helper()
	if !strings.Contains(file, old) {
		t.Fatalf("%q is not in the file", old)
	}
	return strings.Replace(file, old, with, 1)
}

// said lists what a person reads of a refusal or of the losses, in Chinese.
func said(err error, losses []standard.Loss) string {
	var lines []string
	if open := (*formats.Unfinished)(nil); errors.As(err, &open) {
		lines, err = append(lines, "unfinished"), nil
	}
	var invalid *standard.InvalidError
	switch {
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			lines = append(lines, fmt.Sprintf("%d %s: %s", p.Line, p.Path, p.Said(message.Chinese)))
		}
	case err != nil:
		lines = append(lines, err.Error())
	}
	for _, l := range losses {
		lines = append(lines, l.Path+": "+l.Text(message.Chinese))
	}
	return strings.Join(lines, "\n")
}

const firstText = "对公众开放的办事区域使用面积应达到本级下限:区级3000 m²,街道级200 m²,社区级50 m²。"

// TestEditionFiles reads everyday files and files that were hurt by hand; ok is whether there is an
// edition, want is what has to be said, not what must not be.
func TestEditionFiles(t *testing.T) {
	yaml, native, sts := form(t, "yaml"), form(t, "json"), form(t, "sts")
	line := func(file, text string) int { return 1 + strings.Count(file[:strings.Index(file, text)], "\n") }
	text := func(with string) string { return edit(t, native, firstText, with) }
	lead := "出发点。</p>"
	for name, test := range map[string]struct {
		file, name string
		ok         bool
		want       []string
		not        string
	}{
		"verb in 响应": {text("窗口响应时间不超过3分钟。"), "a.json", false, []string{"5.1.1 HS001", "没有能愿动词“应”"}, ""},
		"verb in 供应": {text("供应商名单在大厅公示。"), "a.json", false, []string{"没有能愿动词“应”"}, ""},
		"所需要件":       {text("办事所需要件应一次性告知。"), "a.json", true, nil, "需要"},
		"noun 需要":    {text("大厅布局应满足老年人和残疾人的需要。"), "a.json", true, nil, "需要"},
		"不得已":        {text("不得已中断服务时应公告。"), "a.json", true, nil, "不得"},
		"slash":      {strings.ReplaceAll(native, "/", `\/`), "a.json", true, nil, ""},
		"pair":       {text(`应\ud842\udfb7\ud83d\ude00`), "a.json", true, nil, ""},
		"half pair":  {text(`应\ud83d。`), "a.json", false, []string{"半个代理对"}, ""},
		"U+0085":     {text("应\u0085。"), "a.json", false, []string{"U+0085", "5.1.1"}, ""},
		"U+007F":     {text("应\u007f。"), "a.json", false, []string{"U+007F", "5.1.1"}, ""},
		"NEL, YAML":  {edit(t, yaml, firstText, "应\u0085尾部"), "a.yaml", false, []string{"U+0085"}, ""},
		"by content": {native, "a.yaml", true, nil, "识别"},
		"YAML named": {yaml, "a.json", true, []string{"按内容识别为“YAML”"}, ""},
		"mark":       {"\ufeff" + native, "a.json", true, nil, ""},
		"cut off":    {native[:3000], "a.json", false, []string{"列中断"}, "EOF"},
		"comma":      {edit(t, native, "\n", ",\n"), "a.json", false, []string{"1 : "}, "invalid character"},
		"two documents": {yaml + "\n---\na: 1\n", "a.yaml", false,
			[]string{fmt.Sprintf("%d : ", 3+strings.Count(yaml, "\n"))}, ""},
		"tab": {edit(t, yaml, "  - id: district", "\t- id: district"), "a.yaml", false,
			[]string{fmt.Sprintf("%d : 缩进用了制表符", line(yaml, "  - id: district"))}, "found"},
		"norway": {edit(t, yaml, "  veto: false", "  veto: no"), "a.yaml", false,
			[]string{fmt.Sprintf("%d clauses[", line(yaml, "  veto: false")), "条款 4.1 ", "true 或 false"}, ""},
		"days": {edit(t, yaml, "effective: \"2018-01-20\"", "effective: \"2008-01-20\""), "a.yaml", false,
			[]string{"早于发布日期"}, ""},

		"STS 响应": {recommend(t, sts, "网上咨询的响应时间宜不超过1个工作日。"), "a.xml", true, nil, "动词"},
		"STS open": {recommend(t, sts, "供应商信息在大厅公示。"), "a.xml", false,
			[]string{"7.1.5 的文字没有可以识别的能愿动词", "没有能愿动词“宜”"}, ""},
		"bullets": {edit(t, sts, lead, lead+"<list list-type=\"bullet\"><list-item><label>—</label><p>甲</p>"+
			"</list-item><list-item><label>—</label><p>乙</p></list-item></list>"), "a.xml", true,
			[]string{"2 项依次改编为 a、b、c"}, ""},
		"no labels": {edit(t, sts, lead, lead+"<list><list-item><p>甲</p></list-item><list-item><p>乙</p>"+
			"</list-item></list>"), "a.xml", true, []string{"2 项依次改编为 a、b、c"}, ""},
		"full-width number": {edit(t, edit(t, sts, "specific-use=\"", "specific-use=\"x"),
			"<label>4.1</label>", "<label>４．１</label>"), "a.xml", true, nil, "4.1 "},
		"after a list": {edit(t, sts, lead, lead+"<list><list-item><label>a</label><p>甲</p></list-item>"+
			"</list><p>以上均应公示。</p>"), "a.xml", true, []string{"列项之后的段落“以上均应公示。”"}, ""},
		"tail of a paragraph": {edit(t, sts, lead, "<list><list-item><label>a</label><p>甲</p></list-item>"+
			"</list>以上均应公示。</p>"), "a.xml", true, []string{"列项之后的段落“以上均应公示。”"}, ""},
		"strike": {edit(t, sts, lead, "<strike>已删</strike></p>"), "a.xml", true,
			[]string{"删除线文字“已删”"}, ""},
		"struck by style": {edit(t, sts, lead, "<styled-content style=\"text-decoration: line-through\">已删"+
			"</styled-content></p>"), "a.xml", true, []string{"删除线文字“已删”"}, ""},
		"raised word": {edit(t, sts, lead, "见<sup>注</sup></p>"), "a.xml", true, []string{"“注”没有对应的字符"}, ""},
		"nesting":     {edit(t, sts, "</front>", "</fron>"), "a.xml", false, []string{"标签没有成对"}, "element"},
		"entity":      {edit(t, sts, lead, "&nbsp;</p>"), "a.xml", false, []string{"实体"}, "entity"},

		"xls":       {"\xd0\xcf\x11\xe0" + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "a.xlsx", false, []string{"另存为 .xlsx"}, ""},
		"doc":       {"\xd0\xcf\x11\xe0" + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "a.doc", false, []string{"Word"}, ""},
		"pdf":       {"%PDF-1.7\n\xff", "a.csv", false, []string{"PDF"}, "UTF-8"},
		"web page":  {"<html><table>", "a.xls", false, []string{"网页"}, ""},
		"docx":      {form(t, "docx"), "a.docx", false, []string{"Word 文档（.docx）"}, ""},
		"profile":   {`{"profile": {}}`, "a.json", false, []string{"OSCAL 配置文件（profile）"}, ""},
		"plan":      {"assessment-plan:\n  uuid: x\n", "a.yaml", false, []string{"OSCAL 检查方案"}, ""},
		"OSCAL XML": {`<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"/>`, "a.xml", false, []string{"转换为 JSON"}, ""},
		"sheet":     {`{"amendment": {}}`, "a.json", false, []string{"修改单"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e, losses, err := formats.Read(test.name, strings.NewReader(test.file), reference(t))
			text := said(err, losses)
			if (e != nil) != test.ok {
				t.Fatalf("an edition: %v\n%.2000s", e != nil, text)
			}
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in\n%.2000s", want, text)
				}
			}
			if test.not != "" && strings.Contains(text, test.not) {
				t.Errorf("%q stands in\n%.2000s", test.not, text)
			}
		})
	}
}

// recommend makes the provision of HS032, whose type the file then does not say, another text.
func recommend(t *testing.T, sts, text string) string {
	t.Helper()
	from := strings.Index(sts, `<sec id="HS032"`)
	to := from + strings.Index(sts[from:], "</sec>")
	if from < 0 {
		t.Fatal("no HS032")
	}
	return sts[:from] + `<sec id="HS032"><label>7.1.5</label><title>聘用人员稳定</title><p>` + text +
		"</p>" + sts[to:]
}

// TestStandardText compares what is read of a standard's text with the text.
func TestStandardText(t *testing.T) {
	sts := form(t, "sts")
	raised := edit(t, sts, "出发点。</p>", "出发点。误差不大于10<sup>-3</sup>,面积40 m<sup>2</sup>,H<sub>2</sub>O。</p>")
	e, losses, err := formats.Read("a.xml", strings.NewReader(raised), reference(t))
	if err != nil || len(losses) > 0 {
		t.Fatal(said(err, losses))
	}
	if have := e.Clauses[0].Text; !strings.HasSuffix(have, "误差不大于10⁻³,面积40 m²,H₂O。") {
		t.Error(have)
	}
	title := edit(t, sts, "<main>政务大厅现场服务管理规范</main>", "<intro>政务服务</intro><main>大厅管理</main>"+
		"<compl>第2部分：街道</compl>")
	title = edit(t, title, "<full>政务大厅现场服务管理规范</full>", "")
	if e, losses, err = formats.Read("a.xml", strings.NewReader(title), reference(t)); err != nil {
		t.Fatal(said(err, losses))
	}
	if have := e.Standard.Name; have != "政务服务 大厅管理 第2部分：街道" {
		t.Error(have)
	}
	french := edit(t, sts, "<release-version>", `<title-wrap xml:lang="fr"><main>Règlement</main></title-wrap><release-version>`)
	e, losses, err = formats.Read("a.xml", strings.NewReader(french), reference(t))
	if err != nil || e.Standard.Name != reference(t).Standard.Name ||
		!strings.Contains(said(nil, losses), "fr 文标题“Règlement”") {
		t.Error(said(err, losses), e.Standard.Name)
	}
	adopted := edit(t, sts, "<standard ", "<adoption><adoption-front/><standard ") + "</adoption>"
	if e, losses, err = formats.Read("a.xml", strings.NewReader(adopted), reference(t)); err != nil ||
		e.Digest() != reference(t).Digest() {
		t.Error(said(err, losses))
	}
}

// TestProvisionsOfAStandard asks for the type of a provision that the file does not give.
func TestProvisionsOfAStandard(t *testing.T) {
	sts := form(t, "sts")
	for text, want := range map[string]standard.Modality{
		"网上咨询的响应时间宜不超过1个工作日。": "宜", "供应商信息可在大厅公示。": "可", "许可事项应公示。": "应",
	} {
		e, losses, err := formats.Read("a.xml", strings.NewReader(recommend(t, sts, text)), reference(t))
		if err != nil {
			t.Errorf("%s: %s", text, said(err, losses))
			continue
		}
		if c, _ := e.Clause("HS032"); c.Modality != want || len(losses) > 0 {
			t.Errorf("%s: %s %s", text, c.Modality, said(nil, losses))
		}
	}
}

// TestForeignCatalogs reads catalogs of other makers from files under any name.
func TestForeignCatalogs(t *testing.T) {
	for file, test := range map[string]struct{ modality, loss string }{
		"oscal-catalog-under-the-name-json.json": {"宜", ""},
		"oscal-minimal-foreign.oscal.json":       {"宜", ""},
		"oscal-controls-nested-12.oscal.json":    {"应", ""},
		"oscal-german-muss.oscal.json":           {"", "没有可以识别的能愿动词"},
		"oscal-marshall.oscal.json":              {"可", ""},
		"oscal-must-end.oscal.json":              {"应", ""},
		"oscal-shall-colon.oscal.json":           {"应", ""},
		"oscal-xiangying-yi.oscal.json":          {"宜", ""},
		"oscal-duplicate-control-ids.oscal.json": {"应", "控制项标识“a”与前面的控制项相同，此处条款标识改为“a-3”"},
	} {
		content, err := os.ReadFile("testdata/cases/" + file)
		if err != nil {
			t.Fatal(err)
		}
		_, losses, err := formats.Read(file, bytes.NewReader(content), reference(t))
		var open *formats.Unfinished
		if !errors.As(err, &open) {
			t.Errorf("%s: %v", file, err)
			continue
		}
		clauses := open.Tree["clauses"].([]any)
		for _, c := range clauses {
			if have := c.(map[string]any)["modality"]; have != test.modality {
				t.Errorf("%s: %v is %q", file, c.(map[string]any)["uid"], have)
			}
		}
		if text := said(nil, losses); !strings.Contains(text, test.loss) {
			t.Errorf("%s: %s", file, text)
		}
		for _, p := range open.InFile().Problems {
			if strings.HasPrefix(p.Path, "clauses[") {
				t.Errorf("%s: the file has no place %s", file, p.Path)
			}
		}
		w, placed, err := standard.DraftWith(reference(t), open.Tree, open.Places)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if n := len(w.Clauses) - len(reference(t).Clauses); n != len(clauses) ||
			len(placed) != 1+len(clauses) || !strings.HasPrefix(placed[1].Path, "catalog.groups[0]") {
			t.Errorf("%s: %d clauses were added; %v", file, n, placed)
		}
		last := w.Clauses[len(w.Clauses)-1]
		if last.Scored || string(last.Modality) != test.modality {
			t.Errorf("%s: %+v", file, last)
		}
		if again, err := standard.ResumeDraft(reference(t), stored(t, w)); err != nil ||
			test.modality == "" && len(again.Check()) == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestVisibleTextCounts changes the visible title of a catalog of this program as another program
// would.
func TestVisibleTextCounts(t *testing.T) {
	e := reference(t)
	tree := edit(t, form(t, "json"), `"大厅使用面积"`, `"大厅使用面积 "`)
	spaced, err := standard.Parse(strings.NewReader(tree))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := formats.Named("oscal-catalog")
	var b bytes.Buffer
	if _, err := f.Write(&b, spaced, formats.Options{}); err != nil {
		t.Fatal(err)
	}
	back, losses, err := formats.Read("a.oscal.json", bytes.NewReader(b.Bytes()), nil)
	if err != nil || len(losses) > 0 || back.Digest() != spaced.Digest() {
		t.Fatal("untouched", said(err, losses))
	}
	changed := edit(t, b.String(), `"title": "大厅使用面积"`, `"title": "改过的标题"`)
	back, losses, err = formats.Read("a.oscal.json", strings.NewReader(changed), nil)
	if err != nil {
		t.Fatal(said(err, losses))
	}
	if c, _ := back.Clause(e.Clauses[5].UID); c.Title != "改过的标题" ||
		!strings.Contains(said(nil, losses), "看得见的文字“改过的标题”") {
		t.Error(c.Title, said(nil, losses))
	}
}

func stored(t *testing.T, w *standard.WorkingDraft) []byte {
	t.Helper()
	b, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
