package yaml_test

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
	"hallmark/standard/yaml"
)

const editionFile = "../../fixtures/edition-2017.yaml"

func source(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(editionFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// problems returns each problem as "line path code".
func problems(t testing.TB, err error) []string {
	t.Helper()
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("not an InvalidError: %v", err)
	}
	list := []string{}
	for _, p := range invalid.Problems {
		list = append(list, fmt.Sprintf("%d %s %s", p.Line, p.Path, p.Code))
		if text := p.Text(message.Chinese); strings.Contains(text, "problem.") ||
			strings.Contains(text, "%!") {
			t.Errorf("text of %s: %q", p.Code, text)
		}
	}
	return list
}

func TestTreeRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing":        {"", []string{"0  empty"}},
		"comment only":   {"# nothing\n", []string{"0  empty"}},
		"bad syntax":     {"a: [1", []string{"1  yaml.bracket"}},
		"tab":            {"a:\n\t- 1", []string{"2  yaml.tab"}},
		"two documents":  {"a: 1\n---\nb: 2\n", []string{"3  many-documents"}},
		"bad second":     {"a: 1\n---\n[", []string{"3  yaml.bracket"}},
		"anchor, alias":  {"a: &x [1]\nb: *x\n", []string{"1 a alias", "2 b alias"}},
		"merge key":      {"a:\n  <<: {b: 1}\n", []string{"2 a.<< merge"}},
		"name twice":     {"a:\n  b: 1\n  c: 2\n  b: 3\n", []string{"4 a.b twice"}},
		"list as a name": {"? [a]\n: 1\n", []string{"1  key"}},
		"tags": {"a: !!binary aGk=\nb: !x 1\nc: !!str 1\n", []string{"1 a tag",
			"2 b tag", "3 c tag"}},
		"not UTF-8": {"a: \xff", []string{"0  utf8"}},
		"UTF-16":    {"\xff\xfea\x00:\x00", []string{"0  utf8"}},
		"too large": {strings.Repeat("#", standard.MaxSource+1), []string{"0  too-large"}},
		"bracket bomb": {strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000),
			[]string{"1 " + strings.Repeat("[0]", 33) + " depth"}},
		"bracket flood": {strings.Repeat("[", 1<<20), []string{"0  yaml.depth"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := yaml.Tree(strings.NewReader(test.text))
			have := problems(t, err)
			if d := cmp.Diff(test.want, have); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestAliasBomb asks that a short text that stands for billions of items is refused at once.
func TestAliasBomb(t *testing.T) {
	text := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := range 20 {
		text += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i),
			9))
	}
	if _, err := yaml.Tree(strings.NewReader(text)); err == nil {
		t.Error("an alias bomb was read")
	}
}

func TestPlacesHaveLines(t *testing.T) {
	text := source(t)
	for _, test := range []struct{ old, new, want string }{
		{"      district: 3000\n", "      district: 0x10\n",
			"clauses[5].method.target.district number-range"},
		{"      district: 3000\n", "      district: 3_000\n",
			"clauses[5].method.target.district number-range"},
		{"      district: 3000\n", "      district: .inf\n",
			"clauses[5].method.target.district number-range"},
		{"      district: 3000\n", "      district: .nan\n",
			"clauses[5].method.target.district number-range"},
		{"      district: 3000\n", "      district: 1000\n",
			"clauses[5].method.target.district threshold-above"},
		{"  code: \"5.1.1\"\n", "  code: 5.10\n", "clauses[5].code type-string"},
		{"  title: 大厅使用面积\n", "  titel: 大厅使用面积\n", "clauses[5].title missing"},
		{"issued: '2017-12-20'", "issued: 2017-13-20", "standard.issued date"},
	} {
		at := strings.Index(text, test.old)
		if at < 0 {
			t.Fatalf("%q is not in the file", test.old)
		}
		line := 1 + strings.Count(text[:at], "\n")
		_, err := yaml.Parse(strings.NewReader(text[:at] + test.new + text[at+len(test.old):]))
		have := problems(t, err)[0]
		if test.new[:4] == "  ti" { // what is missing has the line of what it is missing from
			line = 1 + strings.Count(text[:strings.Index(text, "- uid: HS001")], "\n")
		}
		if want := fmt.Sprintf("%d %s", line, test.want); have != want {
			t.Errorf("%q: have %q, want %q", test.new, have, want)
		}
	}
}

func TestUnquotedDateIsText(t *testing.T) {
	text := strings.Replace(source(t), "issued: '2017-12-20'", "issued: 2017-12-20", 1)
	if _, err := yaml.Parse(strings.NewReader(text)); err != nil {
		t.Error(err)
	}
}

func TestWrite(t *testing.T) {
	e, err := yaml.Parse(strings.NewReader(source(t)))
	if err != nil {
		t.Fatal(err)
	}
	first := written(t, e)
	again, err := yaml.Parse(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if again.Digest() != e.Digest() {
		t.Errorf("digest %s, want %s", again.Digest(), e.Digest())
	}
	if d := cmp.Diff(first, written(t, again)); d != "" {
		t.Errorf("the second writing differs: %s", d)
	}
	want := "- uid: HS001\n  code: \"5.1.1\"\n  chapter: 5\n  section: \"5.1\"\n  title: 大厅使用面积\n"
	if !strings.Contains(first, want) {
		t.Errorf("no\n%s", want)
	}
}

func written(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if err := yaml.Write(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWriteKeepsAwkwardTexts writes texts that YAML takes for something else when they stand bare.
func TestWriteKeepsAwkwardTexts(t *testing.T) {
	doc, err := yaml.Tree(strings.NewReader(source(t)))
	if err != nil {
		t.Fatal(err)
	}
	tree := doc.(map[string]any)
	texts := []string{"应 # 注", "应: 是", "- 应", "应\n\n  两行\n", " 应 ", "\t应", "应\u2028", "'应'",
		"\"应\"", "{应}", "应 *a &b !c", "应\\n", "%应", "@应", "`应`", "|应", ">应", "应<<", "null",
		"true", "1_000", "0x10", "~", "2017-01-01", "yes", "1e3", ".5", "<<", "=", "---", "...", ""}
	for i, text := range texts {
		tree["clauses"].([]any)[5+i].(map[string]any)["check"] = text
	}
	tree["scoring"].(map[string]any)["source_key"] = map[string]any{
		"<<": "a", "null": "b", "5": "c", "a: b": "d", "": "e", "? x": "f",
	}
	e, err := standard.FromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	again, err := yaml.Parse(strings.NewReader(written(t, e)))
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if have := again.Clauses[5+i].Check; have != text {
			t.Errorf("%q came back as %q", text, have)
		}
	}
	if d := cmp.Diff(e.Scoring.SourceKey, again.Scoring.SourceKey); d != "" {
		t.Error(d)
	}
	if again.Digest() != e.Digest() {
		t.Error("another digest")
	}
}

// small returns the reference edition with its first clauses only.
func small(f *testing.F) string {
	text := source(f)
	counts, scoring := strings.Index(text, "  counts:\n"), strings.Index(text, "scoring:\n")
	text = text[:counts] + text[scoring:strings.Index(text, "- uid: HS004")]
	if _, err := yaml.Parse(strings.NewReader(text)); err != nil {
		f.Fatal(err)
	}
	return text
}

func FuzzParseYAML(f *testing.F) {
	text := small(f)
	f.Add(text)
	f.Add("standard:\n  id: x\nclauses: []\n")
	f.Add("a: &b [*b]")
	f.Add(text[:3000])
	f.Fuzz(func(t *testing.T, text string) {
		e, err := yaml.Parse(strings.NewReader(text))
		if err != nil {
			var invalid *standard.InvalidError
			if !errors.As(err, &invalid) || err.Error() == "" {
				t.Fatalf("not an InvalidError: %v", err)
			}
			return
		}
		first := written(t, e)
		again, err := yaml.Parse(strings.NewReader(first))
		if err != nil {
			t.Fatalf("written, it cannot be read: %v\n%s", err, first)
		}
		if again.Digest() != e.Digest() || written(t, again) != first {
			t.Fatalf("written and read, it is another edition:\n%s", first)
		}
	})
}
