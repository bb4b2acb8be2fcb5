package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard/message"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[\d*]*(\.\d+)?([a-zA-Z%])`)

// arguments returns which argument each verb takes and how, "1s" "2d", in the order of arguments.
func arguments(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(strings.Trim(m[1], "[]"))
		}
		list = append(list, strconv.Itoa(next)+m[3])
		next++
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestLanguagesAgree(t *testing.T) {
	zh, en := message.Keys(message.Chinese), message.Keys(message.English)
	if len(zh) == 0 {
		t.Fatal("the catalogue is empty")
	}
	for key, format := range zh {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s is not in English", key)
			continue
		}
		if d := cmp.Diff(arguments(format), arguments(other)); d != "" {
			t.Errorf("%s takes other arguments in English:\n%s", key, d)
		}
		if strings.TrimSpace(format) == "" || strings.TrimSpace(other) == "" {
			t.Errorf("%s says nothing", key)
		}
	}
	for key := range en {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s is not in Chinese", key)
		}
	}
}

// TestFiles compares the files of both languages with each other: the same keys in the same order,
// and no key twice, neither in one file nor in two, nor without the area that it begins with.
func TestFiles(t *testing.T) {
	zh, en := keysByFile(t, "zh"), keysByFile(t, "en")
	if d := cmp.Diff(zh, en); d != "" {
		t.Errorf("Chinese and English are grouped differently (-zh +en):\n%s", d)
	}
	at := map[string]string{}
	for file, keys := range zh {
		for _, key := range keys {
			if other, ok := at[key]; ok {
				t.Errorf("%s stands in %s and in %s", key, other, file)
			}
			at[key] = file
			if !strings.Contains(key, ".") {
				t.Errorf("%s: %q does not stand there in full", file, key)
			}
		}
	}
	if len(at) != len(message.Keys(message.Chinese)) {
		t.Errorf("the files hold %d keys, the catalogue %d", len(at), len(message.Keys(message.Chinese)))
	}
}

func keysByFile(t *testing.T, dir string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.json")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		for _, m := range keyLine.FindAllStringSubmatch(string(text), -1) {
			keys[name] = append(keys[name], m[1])
		}
	}
	return keys
}

// keyLine is the line of a text, which begins with its key.
var keyLine = regexp.MustCompile(`(?m)^  "([^"]+)": "`)

func TestArguments(t *testing.T) {
	for format, want := range map[string][]string{
		"100%":               nil,
		"%s 与 %d":            {"1s", "2d"},
		"%[2]d of %[1]s":     {"1s", "2d"},
		"%.1f%% of %[1]f %d": {"1f", "2d"},
	} {
		if d := cmp.Diff(want, arguments(format)); d != "" {
			t.Errorf("%s: %s", format, d)
		}
	}
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		l    message.Language
		key  string
		args []any
		want string
	}{
		{message.Chinese, "problem.empty", nil, "请填写"},
		{message.English, "problem.empty", nil, "must not be empty"},
		{message.Chinese, "problem.count", []any{3, 4}, "写明 3，实际为 4"},
		{message.English, "no.such-key", []any{1}, "no.such-key"},
	} {
		if have := message.Text(test.l, test.key, test.args...); have != test.want {
			t.Errorf("%s in %s: %q, want %q", test.key, test.l, have, test.want)
		}
	}
	for tag, want := range map[string]message.Language{
		"": message.Chinese, "zh-TW": message.Chinese, "fr": message.Chinese,
		"en-GB": message.English, "EN": message.English,
	} {
		if have := message.ParseLanguage(tag); have != want {
			t.Errorf("language %q: %s", tag, have)
		}
	}
}

// TestProblemCodes reads the sources of package standard and its codecs: every code that they can
// report has a sentence, and every sentence of the area can be reported.
func TestProblemCodes(t *testing.T) {
	used := codesInSources(t, "..")
	for _, kind := range []string{"struct", "map", "slice", "string", "bool", "int"} {
		used["type-"+kind] = "decode.go" // put together there from the kind
	}
	for code, where := range used {
		own := !strings.Contains(code, ".") // with a dot, it is of another area
		if own && !message.Has(message.Chinese, "problem."+code) {
			t.Errorf("%s reports %q, which has no sentence", where, code)
		}
	}
	for key := range message.Keys(message.Chinese) {
		if code, ok := strings.CutPrefix(key, "problem."); ok && used[code] == "" {
			t.Errorf("nothing reports %s", key)
		}
	}
}

// codesInSources returns every code with the file that reports it.
func codesInSources(t *testing.T, root string) map[string]string {
	t.Helper()
	used := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		source := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
		if err != nil || d.IsDir() || !source {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, code := range codesAt(n) {
				used[code] = path
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return used
}

// codesAt returns the codes in a call of Problems.Add or applier.refuse, in a Code field, and in a
// text that begins with "problem.".
func codesAt(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		if ok && (f.Sel.Name == "Add" || f.Sel.Name == "refuse") && len(n.Args) > 1 {
			return literal(n.Args[1])
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			return literal(n.Value)
		}
	case *ast.BasicLit:
		if texts := literal(n); len(texts) > 0 {
			if code, ok := strings.CutPrefix(texts[0], "problem."); ok && code != "" {
				return []string{code}
			}
		}
	}
	return nil
}

func literal(e ast.Expr) []string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	return []string{text}
}
