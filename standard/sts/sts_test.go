package sts_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/sts"
)

func TestFilesAreValid(t *testing.T) {
	a, before, after := sheet(t)
	var amendment bytes.Buffer
	if _, err := sts.WriteAmendment(&amendment, a, before); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"2017": written(t, before), "2017+XG1": written(t, after),
		"XG1": amendment.String()}
	files["foreign"] = strings.Replace(files["2017"], "<body>", "<body><clause/>", 1)
	for name, valid := range held(t, files) {
		if valid != (name != "foreign") {
			t.Errorf("%s: valid is %v", name, valid)
		}
	}
}

// TestTextComesBack: with the base the file is the same edition; with the edition before, it
// brings every text of the amendment.
func TestTextComesBack(t *testing.T) {
	_, before, after := sheet(t)
	for _, e := range []*standard.Edition{before, after} {
		reading, err := sts.Read(strings.NewReader(written(t, e)), e)
		if err != nil || reading.Edition == nil {
			t.Fatalf("%s: %v %v", e.ID(), err, reading.Missing)
		}
		if len(reading.Losses) > 0 || reading.Edition.Digest() != e.Digest() {
			t.Errorf("%s: digest %s, losses %v", e.ID(), reading.Edition.Digest(), reading.Losses)
		}
		if d := cmp.Diff(native(t, e), native(t, reading.Edition)); d != "" {
			t.Error(d)
		}
	}
	reading, err := sts.Read(strings.NewReader(written(t, after)), before)
	if err != nil || reading.Edition == nil {
		t.Fatalf("%v %v", err, reading.Missing)
	}
	for i := range after.Clauses {
		want := &after.Clauses[i]
		have, ok := reading.Edition.Clause(want.UID)
		if !ok || have.Code != want.Code || have.Text != want.Text || have.Title != want.Title ||
			cmp.Diff(have.Items, want.Items) != "" {
			t.Errorf("%s: %+v", want.UID, have)
		}
	}
	if have := reading.Edition; len(have.Clauses) != len(after.Clauses) ||
		have.ID() != after.ID() || have.Standard.Effective != after.Standard.Effective ||
		cmp.Diff(have.Terms, after.Terms) != "" ||
		cmp.Diff(have.FrontMatter, after.FrontMatter) != "" {
		t.Errorf("%d clauses of %s, effective %s", len(have.Clauses), have.ID(),
			have.Standard.Effective)
	}
}

func TestWithoutBaseTheRestIsMissing(t *testing.T) {
	_, before, _ := sheet(t)
	reading, err := sts.Read(strings.NewReader(written(t, before)), nil)
	if err != nil || reading.Edition != nil || len(reading.Losses) > 0 {
		t.Fatalf("%v %v", err, reading.Losses)
	}
	places := map[string]bool{}
	for _, p := range reading.Missing {
		places[p.Path] = true
	}
	for _, place := range []string{"scoring", "standard.tiers", "clauses[0].tiers"} {
		if !places[place] {
			t.Errorf("%s is not missing: %v", place, reading.Missing)
		}
	}
	clauses := reading.Tree["clauses"].([]any)
	first := clauses[5].(map[string]any)
	want := before.Clauses[5]
	if len(clauses) != len(before.Clauses) || first["text"] != want.Text ||
		first["modality"] != string(want.Modality) || first["uid"] != string(want.UID) {
		t.Errorf("%d clauses, %v", len(clauses), first)
	}
}

func TestLosses(t *testing.T) {
	a, before, _ := sheet(t)
	var b bytes.Buffer
	losses, err := sts.Write(&b, before)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := sts.WriteAmendment(&b, a, before)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, l := range append(losses, sheets...) {
		said[l.Path] = l.Text(message.English)
		if strings.Contains(l.Text(message.Chinese), "%!") || l.Text(message.Chinese) == l.Code {
			t.Errorf("%s: %s", l.Path, l.Text(message.Chinese))
		}
	}
	for path, part := range map[string]string{"clauses[].points": "129 places",
		"clauses[].method": "131 places", "clauses[].veto": "6 places", "scoring": "coring",
		"chapters[].weight": "places", "items[].reason": "16 places"} {
		if !strings.Contains(said[path], part) {
			t.Errorf("%s: %q", path, said[path])
		}
	}
	if len(losses) > 40 {
		t.Errorf("%d losses: one a kind is enough", len(losses))
	}
}

// foreign is a file of another maker: other types of sec, wrapped lines, what has no place here.
const foreign = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE standard PUBLIC "-//NISO//DTD NISO STS Extended//EN" "NISO-STS-extended-1-mathml3.dtd">
<standard xmlns:mml="http://www.w3.org/1998/Math/MathML">
 <front><iso-meta><title-wrap xml:lang="en"><full>Halls</full></title-wrap>
  <std-ref>T/X 1—2020</std-ref><price-ref>9</price-ref></iso-meta><sec><title>Foreword</title></sec></front>
 <body>
  <sec id="sec_1" sec-type="scope"><label>1</label><title>Scope</title><p>About
     halls.</p></sec>
  <sec id="sec_5"><label>5</label><title>Room</title><p>loose</p>
   <sec id="sec_5.1"><label>5.1</label><title>Area</title>
    <sec id="sec_5.1.1"><label>5.1.1</label><title>Floor</title>
     <p>面积<bold>应</bold>达到 <mml:math><mml:mi>x</mml:mi></mml:math>:
       <list><list-item><label>a)</label><p>前厅&amp;后厅</p></list-item></list></p></sec></sec></sec>
  <sec><label>Annex</label><title>Other</title></sec>
 </body><back/>
</standard>`

func TestForeignFile(t *testing.T) {
	reading, err := sts.Read(strings.NewReader(foreign), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"uid": "STS-5-1-1", "code": "5.1.1", "section": "5.1", "title": "Floor",
		"text": "面积应达到 :", "modality": "应", "scored": false, "veto": false,
		"items": []any{map[string]any{"label": "a", "text": "前厅&后厅"}}}
	have := reading.Tree["clauses"].([]any)[0].(map[string]any)
	delete(have, "chapter")
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	if scope := reading.Tree["front_matter"].(map[string]any)["scope"]; scope != "About halls." {
		t.Errorf("scope %q", scope)
	}
	var left []string
	for _, l := range reading.Losses {
		left = append(left, l.Path+" "+l.Text(message.English))
	}
	whole := strings.Join(left, "\n")
	for _, name := range []string{"price-ref", "math", "sec:5", "p:9", "Annex", "back"} {
		if !strings.Contains(whole, name) {
			t.Errorf("%s is not reported in\n%s", name, whole)
		}
	}
}

// TestForeignOntoBase: a clause is found by its number where its name is unknown.
func TestForeignOntoBase(t *testing.T) {
	_, before, _ := sheet(t)
	reading, err := sts.Read(strings.NewReader(foreign), before)
	if err != nil {
		t.Fatal(err)
	}
	c := reading.Tree["clauses"].([]any)[0].(map[string]any)
	if c["uid"] != "HS001" || c["title"] != "Floor" || c["points"] == nil {
		t.Errorf("%v", c)
	}
	gone := 0
	for _, l := range reading.Losses {
		if l.Code == "sts.gone" {
			gone++
		}
	}
	if gone != len(before.Clauses)-1 {
		t.Errorf("%d clauses gone", gone)
	}
}

func TestBadFiles(t *testing.T) {
	bomb := `<!DOCTYPE standard [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><standard>&b;</standard>`
	file := `<!DOCTYPE standard [<!ENTITY x SYSTEM "file:///etc/passwd">]><standard>&x;</standard>`
	for name, test := range map[string]struct{ source, code string }{
		"empty":           {"", "sts.xml"},
		"text":            {"hello", "sts.xml"},
		"json":            {`{"a":1}`, "sts.xml"},
		"billion laughs":  {bomb, "sts.doctype"},
		"external entity": {file, "sts.doctype"},
		"entity":          {"<standard>&nbsp;</standard>", "sts.xml"},
		"half":            {"<standard><front>", "sts.xml"},
		"two":             {"<standard/><standard/>", "sts.xml"},
		"other root":      {"<article/>", "sts.root"},
		"other namespace": {`<standard xmlns="urn:x"/>`, "sts.root"},
		"encoding":        {`<?xml version="1.0" encoding="GBK"?><standard/>`, "sts.xml"},
		"bytes":           {"<standard>\xff</standard>", "utf8"},
		"deep":            {strings.Repeat("<standard>", 65), "depth"},
		"many":            {"<standard>" + strings.Repeat("<p/>", 200_001), "sts.nodes"},
		"large":           {"<standard>" + strings.Repeat("x", standard.MaxSource), "too-large"},
	} {
		reading, err := sts.Read(strings.NewReader(test.source), nil)
		var invalid *standard.InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Code != test.code || reading != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := invalid.Problems[0].Text(message.Chinese); strings.Contains(s, "%!") ||
			s == test.code {
			t.Errorf("%s: %s", name, s)
		}
	}
}

func FuzzRead(f *testing.F) {
	_, before, _ := sheet(f)
	f.Add(foreign)
	f.Add(written(f, before)[:4000])
	f.Add(`<standard><body><sec><label>1</label></sec></body></standard>`)
	f.Fuzz(func(t *testing.T, source string) {
		if _, err := sts.Read(strings.NewReader(source), nil); err != nil {
			return // most inputs; a base takes its time
		}
		reading, err := sts.Read(strings.NewReader(source), before)
		if err == nil && reading.Edition == nil && len(reading.Missing) == 0 {
			t.Error("neither an edition nor a reason")
		}
		if err != nil || reading.Edition == nil {
			return
		}
		again, err := sts.Read(strings.NewReader(written(t, reading.Edition)), reading.Edition)
		if err != nil || again.Edition == nil || again.Edition.Digest() != reading.Edition.Digest() {
			t.Errorf("does not come back: %v", err)
		}
	})
}
