package oscal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/oscal"
)

// TestExact checks that texts which OSCAL cannot hold as they are come back unchanged.
func TestExact(t *testing.T) {
	awkward := []string{"*a* _b_ `c` [d](e) {{ insert: param, x }} <f> \\ \\* \"g\" 'h' & | ~i~ ^j^ !",
		" 　前后有空格　 ", "一行\n两行\n\n四行\n", "\n", "1. 应", "- 应\n# 应\n2) 应\n  + 应", "\"引号\"", "\\\n",
		"quoted\u2028separator", "tab\tinside", "—"}
	e := editions(t)[1]
	tree := treeOf(t, e)
	for i, text := range awkward {
		clause := at(tree, "clauses", i+6).(map[string]any)
		clause["title"] = text + "x"
		clause["text"] = text + " 应 宜 可 不应" + text
		clause["check"], clause["condition"] = text, text+"?"
		clause["items"] = []any{map[string]any{"label": text + "1", "text": "应" + text}}
		clause["refs"] = []any{text, "", text}
		at(tree, "scoring", "source_key").(map[string]any)[text] = text
		at(tree, "sections", i).(map[string]any)["title"] = text + "y"
	}
	cover := at(tree, "standard").(map[string]any)
	cover["name"], cover["number"], cover["issuing_body"] = "名\n称", " 号 ", "发布\n机构"
	cover["issued"], cover["effective"] = "0001-02-03", "9999-12-31"
	at(tree, "terms", 0).(map[string]any)["term"] = "术\n语"
	at(tree, "chapters", 0).(map[string]any)["title"] = "章\t\n"
	at(tree, "clauses", 7).(map[string]any)["uid"] = "1+2"
	at(tree, "clauses", 8).(map[string]any)["uid"] = "-_+"
	e, err := standard.FromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	text := catalog(t, e)
	reading, err := oscal.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	same(t, e, reading.Edition)
	for _, l := range reading.Losses {
		t.Errorf("lost: %s %v", l.Path, l.Args)
	}
	if err := validate(t, schemaOf(t, "catalog"), text); err != nil {
		t.Error(err)
	}
}

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"不小于200 m²,每天2次": "不小于200 m²,每天2次",
		"5*3 [a]":        `5\*3 \[a\]`,
		"1. 一\n- 二":      "1\\. 一\\\n\\- 二",
		"1.5 m":          "1.5 m",
		"a\n\nb":         "a\n\nb",
	} {
		have := oscal.Escape(text)
		if have != want {
			t.Errorf("%q became %q, want %q", text, have, want)
		}
		if back := oscal.Unescape(have); back != text {
			t.Errorf("%q came back as %q", text, back)
		}
	}
}

// TestReadChanged checks that a catalog which somebody else has worked on is read, and that what
// was added is reported.
func TestReadChanged(t *testing.T) {
	e := editions(t)[0]
	text := edit(t, catalog(t, e), func(root map[string]any) {
		root["catalog"].(map[string]any)["extra"] = 1
		control := at(root, "catalog", "groups", 7, "groups", 0, "controls", 0).(map[string]any)
		control["props"] = append(control["props"].([]any),
			map[string]any{"name": "points", "ns": "urn:other", "value": "9"})
		statement := at(control, "parts", 0).(map[string]any)
		statement["prose"] = "大厅应\\*新写\\*。"
	})
	reading, err := oscal.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	have := []string{}
	for _, l := range reading.Losses {
		have = append(have, l.Path+" "+fmt.Sprint(l.Args...))
	}
	want := []string{"catalog.extra extra", "catalog.groups[7].groups[0].controls[0].props[18] props points"}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	if c := reading.Edition.Clauses[5]; c.Text != "大厅应*新写*。" || c.Code != "5.1.1" {
		t.Errorf("%s: %s", c.Code, c.Text)
	}
	if reading.Edition.Digest() == e.Digest() {
		t.Error("another text has the same digest")
	}
}

func TestReadRefuses(t *testing.T) {
	valid := catalog(t, editions(t)[0])
	clause := func(change func(c map[string]any)) string {
		return string(edit(t, valid, func(root map[string]any) {
			change(at(root, "catalog", "groups", 7, "groups", 0, "controls", 0).(map[string]any))
		}))
	}
	const place = "catalog.groups[7].groups[0].controls[0]"
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing":      {"", []string{" json.end"}},
		"no object":    {"[]", []string{"catalog missing"}},
		"a profile":    {`{"profile":{}}`, []string{"catalog missing"}},
		"no catalog":   {`{"catalog":[]}`, []string{"catalog type-struct", "catalog missing"}},
		"a name twice": {`{"catalog":{},"catalog":{}}`, []string{"catalog twice"}},
		"too deep": {`{"catalog":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
			[]string{"catalog" + strings.Repeat("[0]", 32) + " depth"}},
		"wrong types": {`{"catalog":{"groups":{},"metadata":{"title":1,"props":[3]},"controls":[[]]}}`,
			[]string{"catalog.groups type-slice", "catalog.metadata.title type-string",
				"catalog.controls[0] type-struct"}},
		"clause": {clause(func(c map[string]any) {
			c["title"] = ""
			for _, p := range c["props"].([]any) {
				if p := p.(map[string]any); p["name"] == "points" && p["class"] == "district" {
					p["value"] = "a lot"
				}
				if p := p.(map[string]any); p["name"] == "tiers" {
					p["value"] = "moon"
				}
			}
		}), []string{place + ".props[7] value", place + ".props[8] value",
			place + ".props[9] value", place + ".props[11] number-range"}},
		"no statement": {clause(func(c map[string]any) { c["parts"] = c["parts"].([]any)[1:] }),
			[]string{place + " missing"}},
	} {
		_, err := oscal.Read(strings.NewReader(test.text))
		var invalid *standard.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		have := []string{}
		for _, p := range invalid.Problems {
			have = append(have, p.Path+" "+p.Code)
			if text := p.Text(message.Chinese); strings.Contains(text, "problem.") ||
				strings.Contains(text, "%!") {
				t.Errorf("%s: %q", name, text)
			}
		}
		if d := cmp.Diff(test.want, have); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestReadLimits(t *testing.T) {
	long := `{"catalog":{"x":"` + strings.Repeat("a", oscal.MaxSource) + `"}}`
	if _, err := oscal.Read(strings.NewReader(long)); err == nil ||
		!strings.Contains(err.Error(), "16 MiB") {
		t.Error(err)
	}
	// parameters inside parameters would fill 1,000,000 × 1,000 words
	insert := func(id string) string {
		return strings.TrimSuffix(strings.Repeat(`"{{ insert: param, `+id+` }}",`, 1000), ",")
	}
	bomb := `{"catalog":{"metadata":{"title":"x"},"params":[{"id":"a","select":{"choice":[` +
		insert("b") + `]}},{"id":"b","select":{"choice":[` + insert("c") + `]}},{"id":"c",` +
		`"values":["` + strings.Repeat("w", 1000) + `"]}],"controls":[{"id":"k","title":"k",` +
		`"parts":[{"name":"statement","prose":"{{ insert: param, a }} {{ insert: param, a }}"}]}]}}`
	reading, err := oscal.Read(strings.NewReader(bomb))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(at(reading.Tree, "clauses", 0, "text").(string)); n > 16<<20 {
		t.Errorf("a text of %d bytes", n)
	}
}

// small returns an edition of a few clauses; a fuzzer gets stuck in a large one.
func small(t testing.TB) *standard.Edition {
	tree := treeOf(t, editions(t)[0])
	tree["clauses"] = tree["clauses"].([]any)[4:7]
	delete(at(tree, "standard").(map[string]any), "counts")
	e, err := standard.FromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func FuzzRead(f *testing.F) {
	foreign, err := os.ReadFile("testdata/foreign.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(foreign)
	f.Add([]byte(`{"catalog":{"groups":[{"class":"front-matter","parts":[{"name":"cover","ns":"` +
		oscal.Namespace + `"}]},{"class":"chapter","props":[{"name":"label","value":"5"}]}]}}`))
	f.Add(catalog(f, small(f)))
	f.Fuzz(func(t *testing.T, text []byte) {
		reading, err := oscal.Read(bytes.NewReader(text))
		if err != nil {
			var invalid *standard.InvalidError
			if !errors.As(err, &invalid) || len(invalid.Problems) == 0 {
				t.Fatalf("not an InvalidError: %v", err)
			}
			return
		}
		if reading.Edition == nil {
			if len(reading.Missing) == 0 {
				t.Fatal("neither an edition nor why not")
			}
			return
		}
		again, err := oscal.Read(bytes.NewReader(catalog(t, reading.Edition)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, reading.Edition, again.Edition)
	})
}
