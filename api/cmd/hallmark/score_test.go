package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/checklists"
)

func TestScore(t *testing.T) {
	file := write(t, "answers.json", `{
	"HS001": {"notApplicable": "尚未开通"}
}`)
	var score checklists.Score
	text := succeed(t, "score", "--edition", edition2017, "--tier", "subdistrict", file)
	if err := json.Unmarshal([]byte(text), &score); err != nil {
		t.Fatal(err)
	}
	if score.Edition != "2017" || score.Formula != checklists.Formula || score.Unanswered == 0 ||
		len(score.Clauses) != score.Unanswered+1 || len(score.Chapters) == 0 {
		t.Errorf("%s", text)
	}
	again := succeed(t, "score", "--edition", edition2017, "--tier", "subdistrict", file)
	if again != text {
		t.Error("a second run prints another score")
	}
}

func TestScoreRefuses(t *testing.T) {
	bad := write(t, "bad.json",
		"{\n  \"HS001\": {\"verdict\": \"pass\"},\n  \"HS002\": {\"level\" 2}\n}")
	wrong := write(t, "wrong.json", "{\n  \"HS999\": {\"level\": 1},\n\n"+
		"  \"HS001\": {\"level\": 1, \"colour\": \"red\"},\n  \"HS001\": {}\n}")
	unknown := write(t, "unknown.json", "{\n\"HS999\": {\"verdict\": \"pass\"}\n}")
	list := write(t, "list.json", "[]")
	edition := write(t, "edition.yaml", "standard:\n  id: x\nchapters: 7\n")
	broken := write(t, "broken.yaml", "standard: [\n")
	for _, tt := range []struct {
		name, edition, tier, file string
		zh, en                    string
	}{
		{"tier", edition2017, "village", bad, "--tier：“village”", "--tier: “village”"},
		{"no edition", "none.yaml", "district", bad, "没有这个文件或目录：none.yaml", "none.yaml"},
		{"no answers", edition2017, "district", "none.json", "none.json", "no such file"},
		{"a directory", edition2017, "district", t.TempDir(), "是目录，不是文件", "is a directory"},
		{"syntax", edition2017, "district", bad, bad + ":3: 第 21 列",
			bad + ":3: column 21"},
		{"member", edition2017, "district", wrong, wrong + ":4: HS001.colour: ",
			wrong + ":4: HS001.colour: "},
		{"unknown clause", edition2017, "district", unknown, unknown + ":2: HS999: ",
			unknown + ":2: HS999: "},
		{"a list", edition2017, "district", list, list + ": ", list + ": "},
		{"edition", edition, "district", bad, edition + ":3: chapters: ", edition + ":3: chapters: "},
		{"YAML", broken, "district", bad, broken, broken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"score", "--edition", tt.edition, "--tier", tt.tier, tt.file}
			t.Setenv("LANG", "zh_CN.UTF-8")
			refused(t, "", args, tt.zh)
			t.Setenv("LANG", "en_GB.UTF-8")
			refused(t, "", args, tt.en)
		})
	}
}

// All that is wrong is said at once.
func TestScoreSaysAll(t *testing.T) {
	file := write(t, "answers.json", "{\n\"HS997\": {},\n\"HS998\": {},\n\"HS999\": {}\n}")
	o := call(t, "", "score", "--edition", edition2017, "--tier", "community", file)
	if n := strings.Count(o.errors, file+":"); n != 3 || strings.Count(o.errors, "\n") != 3 {
		t.Errorf("%s", o.errors)
	}
}

// TestScoreReadsWhatProgramsWrite: answers with a byte order mark, the edition in another form under
// another name.
func TestScoreReadsWhatProgramsWrite(t *testing.T) {
	plain := write(t, "plain.json", `{"HS001":{"value":80}}`)
	marked := write(t, "score-bom.json", "\ufeff"+`{"HS001":{"value":80}}`)
	catalog := filepath.Join(t.TempDir(), "2017.oscal.json")
	succeed(t, "edition", "convert", edition2017, "-o", catalog)
	renamed := write(t, "2017.yaml", string(readFile(t, catalog)))
	want := succeed(t, "score", "--edition", edition2017, "--tier", "community", plain)
	for _, args := range [][]string{{edition2017, marked}, {renamed, plain}} {
		o := call(t, "", "score", "--edition", args[0], "--tier", "community", args[1])
		if o.status != 0 || o.out != want {
			t.Errorf("%v: %d %s", args, o.status, o.errors)
		}
	}
	o := call(t, "", "edition", "diff", edition2017, renamed)
	if o.status != 0 || !strings.Contains(o.out, `"clauses": []`) {
		t.Error(o.status, o.errors)
	}
}
