package checklists_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// TestScoreCases runs testdata/scores/*.txt; its README.md tells the form.
func TestScoreCases(t *testing.T) {
	files, err := filepath.Glob("testdata/scores/*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := sections(string(text))
			e := editionOf(t, parts["edition"])
			tier, err := standard.ParseTier(parts["tier"])
			if err != nil {
				t.Fatal(err)
			}
			score, err := checklists.PartScoreOf(e, tier, answersOf(t, e, tier, parts["answers"]),
				clauseList(parts["only"]))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(parts["want"], printed(score)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func clauseList(text string) (list []standard.ClauseUID) {
	for word := range strings.FieldsSeq(text) {
		list = append(list, standard.ClauseUID(word))
	}
	return list
}

// sections splits a case into what follows each "-- name --" line.
func sections(text string) map[string]string {
	parts, name := map[string]string{}, ""
	for line := range strings.Lines(text) {
		if head := strings.TrimSpace(line); strings.HasPrefix(head, "-- ") {
			name = strings.Trim(head, "- ")
		} else {
			parts[name] += line
		}
	}
	for name := range parts {
		parts[name] = strings.TrimSpace(parts[name])
	}
	return parts
}

// editionOf makes the edition of a case: JSON laid over testdata/scores/defaults.json.
func editionOf(t testing.TB, text string) *standard.Edition {
	t.Helper()
	if text == "reference" {
		return checktest.Reference(t)
	}
	var patch struct {
		Scoring  map[string]any
		Chapters []map[string]any
		Clauses  []map[string]any
	}
	readJSON(t, []byte(text), &patch)
	var defaults struct{ Edition, Scoring, Clause map[string]any }
	b, err := os.ReadFile("testdata/scores/defaults.json")
	if err != nil {
		t.Fatal(err)
	}
	readJSON(t, b, &defaults)

	tree := defaults.Edition
	tree["scoring"] = laidOver(patch.Scoring, defaults.Scoring)
	titles := map[string]bool{}
	sectionList, clauses := []any{}, []any{}
	for _, clause := range patch.Clauses {
		code := clause["code"].(string)
		section := code[:strings.LastIndex(code, ".")]
		clause["section"] = section
		clause["chapter"] = json.Number(section[:strings.Index(section, ".")])
		if !titles[section] {
			sectionList = append(sectionList, map[string]any{"code": section, "title": "算例"})
		}
		titles[section] = true
		for _, at := range []any{clause, clause["method"]} {
			perTier(at.(map[string]any), "points", "bonus_points", "target", "zero_at", "min_sample")
		}
		clauses = append(clauses, laidOver(clause, defaults.Clause))
	}
	chapters := []any{}
	for _, chapter := range patch.Chapters {
		perTier(chapter, "weight")
		chapters = append(chapters, chapter)
	}
	tree["chapters"], tree["sections"], tree["clauses"] = chapters, sectionList, clauses
	e, err := standard.FromTree(tree)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func readJSON(t testing.TB, b []byte, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

func laidOver(patch, under map[string]any) map[string]any {
	all := map[string]any{}
	for _, m := range []map[string]any{under, patch} {
		for name, v := range m {
			all[name] = v
		}
	}
	return all
}

// perTier turns a number into a table that holds it for every tier.
func perTier(m map[string]any, names ...string) {
	for _, name := range names {
		if n, ok := m[name].(json.Number); ok {
			m[name] = map[string]any{"district": n, "subdistrict": n, "community": n}
		}
	}
}

func answersOf(t testing.TB, e *standard.Edition, tier standard.Tier,
	text string) checklists.Answers {
	t.Helper()
	var forms map[standard.ClauseUID]json.RawMessage
	readJSON(t, []byte(text), &forms)
	answers := checklists.Answers{}
	if string(forms["*"]) == `"full"` {
		answers = full(e, tier)
	}
	delete(forms, "*")
	for uid, form := range forms {
		var a checklists.Answer
		if err := json.Unmarshal(form, &a); err != nil {
			t.Fatal(uid, err)
		}
		answers[uid] = a
	}
	return answers
}

// full returns the best answer to every clause.
func full(e *standard.Edition, tier standard.Tier) checklists.Answers {
	answers := checklists.Answers{}
	for _, c := range e.Checklist(tier) {
		a := checklists.Answer{}
		switch c.Method.Type {
		case standard.PassFail:
			a.Kind, a.Pass = checklists.Verdict, true
		case standard.Graded:
			a.Kind, a.Level = checklists.Level, checklists.MaxLevel
		case standard.Measured:
			a.Kind = checklists.Value
			a.Value, _ = c.Method.Target.Get(tier)
		case standard.Ratio:
			a.Kind, a.Numerator, a.Denominator = checklists.RatioOf, 1000, 1000
		case standard.Deduction:
			a.Kind, a.Occurrences = checklists.Occurrences, []checklists.Occurrence{}
		}
		answers[c.UID] = a
	}
	return answers
}

// printed writes a score as the lines of a case.
func printed(s checklists.Score) string {
	var lines []string
	line := func(words ...string) {
		lines = append(lines, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	for _, c := range s.Clauses {
		bonus, what := "", fmt.Sprintf("%s/%s", c.Earned, c.Max)
		if c.Bonus {
			bonus = "bonus"
		}
		switch {
		case c.Excluded:
			what = "excluded"
		case c.Unanswered:
			what = "unanswered"
		case c.Earned == c.Max && !c.Bonus && len(c.Flags) == 0:
			continue
		}
		line(string(c.UID), bonus, what, strings.Join(c.Flags, " "))
	}
	for _, c := range s.Chapters {
		if c.Dropped {
			line(fmt.Sprintf("chapter %d: dropped", c.Number))
			continue
		}
		line(fmt.Sprintf("chapter %d: %s/%s rate %s contributes %s",
			c.Number, c.Earned, c.Applicable, c.Rate, c.Contribution))
	}
	for _, c := range s.Caps {
		if c.Clause != "" {
			line("cap", c.Grade, string(c.Clause))
		} else {
			line("cap", c.Grade, fmt.Sprint("chapter ", c.Chapter))
		}
	}
	if s.Unanswered > 0 {
		line(fmt.Sprint("unanswered ", s.Unanswered))
	}
	line("bonus", s.Bonus.String())
	line("total", s.Total.String(), s.Grade, s.Stars)
	return strings.Join(lines, "\n")
}
