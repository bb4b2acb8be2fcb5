package oscal_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/oscal"
)

func foreign(t testing.TB) *oscal.Reading {
	t.Helper()
	text, err := os.ReadFile("testdata/foreign.json")
	if err != nil {
		t.Fatal(err)
	}
	reading, err := oscal.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// TestForeignFollowsNIST checks that the foreign catalog of these tests could really exist.
func TestForeignFollowsNIST(t *testing.T) {
	text, err := os.ReadFile("testdata/foreign.json")
	if err != nil {
		t.Fatal(err)
	}
	// empty parts, which the schema refuses, are in the file to be read all the same
	text = bytes.Replace(text, []byte(`, "parts": []`), nil, 1)
	if err := validate(t, schemaOf(t, "catalog"), text); err != nil {
		t.Error(err)
	}
}

func TestForeignClauses(t *testing.T) {
	tree := foreign(t).Tree
	have := []string{}
	for _, c := range tree["clauses"].([]any) {
		c := c.(map[string]any)
		line := fmt.Sprintf("%s %s (%s) %s %s: %s", c["code"], c["uid"], c["section"], c["modality"],
			c["title"], c["text"])
		if items, ok := c["items"].([]any); ok {
			for _, item := range items {
				line += fmt.Sprintf(" | %s %s", at(item, "label"), at(item, "text"))
			}
		}
		have = append(have, line)
	}
	want := []string{
		"1.1 ac-1 (1.1) 应 Policy: Policy | a. The [organization] must tell [personnel or roles]:" +
			" | a.1. [[personnel or roles]; system-level] policy *that* | b. Review yearly and [nowhere].",
		"1.2 ac-2 (1.2) 应 Accounts: 账户应定期核对。",
		"1.2.1 ac-2_1 (1.2.1) 宜 Automated: 宜自动核对。",
		"2.1.1.1.1.1 deep (2.1.1.1.1)  Deep: Deep",
		"3.1 oscal___-1 (3.1)  Loose: Loose",
	}
	want[4] = "3.1 __-1 (3.1)  Loose: Loose"
	want = append(want, "3.2 __-2 (3.2)  Loose too: Loose too")
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	first := at(tree, "clauses", 0)
	if d := cmp.Diff([]any{"Example Controls AC-1", "Circular A-130"}, at(first, "refs")); d != "" {
		t.Error("refs", d)
	}
	if d := cmp.Diff("INTERVIEW: the people", at(first, "check")); d != "" {
		t.Error("check", d)
	}
	sections := []string{}
	for _, s := range tree["sections"].([]any) {
		sections = append(sections, fmt.Sprint(at(s, "code"), " ", at(s, "title")))
	}
	want = []string{"2.1 Plans", "2.1.1 1", "2.1.1.1 2", "2.1.1.1.1 3"}
	if d := cmp.Diff(want, sections); d != "" {
		t.Error("sections", d)
	}
	cover := tree["standard"].(map[string]any)
	for name, want := range map[string]any{"name": "Example Controls", "number": "10.6028/X",
		"edition": "5_1_1", "issued": "2024-05-01", "issuing_body": "Example Body", "status": "draft"} {
		if cover[name] != want {
			t.Errorf("%s: %v, want %v", name, cover[name], want)
		}
	}
}

// TestForeignLosses names every single thing in the file that found no place.
func TestForeignLosses(t *testing.T) {
	have := []string{}
	for _, l := range foreign(t).Losses {
		have = append(have, l.Path+": "+l.Text(message.English))
		if text := l.Text(message.Chinese); strings.Contains(text, "%!") || text == l.Code {
			t.Errorf("%s: %s", l.Path, text)
		}
	}
	const aside = " has no counterpart here; it was left aside"
	asWords := func(id string) string {
		return "the parameter “" + id + "” was written into the text as words and can no longer be set"
	}
	noVerb := func(id string) string {
		return "the text of control “" + id + "” has no verb of a provision that is known here" +
			" (应, 宜, 可, shall, should, may), so its type cannot be told from it"
	}
	ac1 := "catalog.groups[0].controls[0]"
	want := []string{
		"catalog.params[0]: " + asWords("org"),
		ac1 + ".params[0]: " + asWords("ac-1_prm_1"),
		ac1 + ".params[1]: " + asWords("ac-1_prm_2"),
		ac1 + ".params[2]: " + asWords("ac-1_prm_3"),
		"catalog.groups[0].controls[1].controls[1]: the withdrawn control “ac-2.10” was not read" +
			" (moved to: ac-2)",
		"catalog.groups[1].groups[0].groups[0].groups[0].groups[0].groups[0]: numbers have six" +
			" levels at most; “4” became no section, its content joined the level above",
		"catalog.groups[1].groups[0].groups[0].groups[0].groups[0].groups[0].controls[0]: " +
			noVerb("deep"),
		"catalog.controls[0]: " + noVerb("条款-1"),
		"catalog.controls[1]: " + noVerb("条款-2"),
		"catalog.back-matter.resources[0].rlinks: rlinks" + aside,
		"catalog.back-matter.resources[0].title: title" + aside,
		ac1 + ".links[1]: links related" + aside,
		ac1 + ".parts[1]: parts guidance" + aside,
		ac1 + ".props[2]: props implementation-level" + aside,
		"catalog.groups[0].parts: parts" + aside,
		"catalog.metadata.document-ids[0].scheme: scheme" + aside,
		"catalog.metadata.parties[0].email-addresses: email-addresses" + aside,
		"catalog.metadata.roles[1]: roles contact" + aside,
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
}

// TestForeignMissing tells an editor what is left to do before this is an edition.
func TestForeignMissing(t *testing.T) {
	reading := foreign(t)
	if reading.Edition != nil {
		t.Fatal("a catalog without points became an edition")
	}
	have := map[string]int{}
	for _, p := range reading.Missing {
		have[p.Code]++
	}
	want := map[string]int{
		"empty":      2,                  // no scope, no grades
		"verb":       1,                  // an English text without 应
		"missing":    3,                  // texts without any verb
		"weight-sum": 3, "tier-empty": 3, // nothing is scored in any tier
		"range": 3, // deadlines
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d, reading.Missing)
	}
	for _, p := range reading.Missing {
		if strings.HasPrefix(p.Path, "catalog") || p.Path == "" {
			t.Errorf("place %q is none of the draft", p.Path)
		}
	}
	var invalid error = &standard.InvalidError{Problems: reading.Missing}
	if !strings.Contains(invalid.Error(), "front_matter.scope") {
		t.Error(invalid)
	}
}
