package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/csv"
	"hallmark/standard/message"
)

var exactly = []cmp.Option{cmp.AllowUnexported(standard.Decimal{}, standard.PerTier{}),
	cmpopts.IgnoreUnexported(standard.Edition{})}

func editions(t testing.TB) (base, amended *standard.Edition) {
	t.Helper()
	base, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	if amended, err = standard.Apply(base, sheet); err != nil {
		t.Fatal(err)
	}
	return base, amended
}

func write(t testing.TB, e *standard.Edition, l message.Language) string {
	t.Helper()
	var b bytes.Buffer
	losses, err := csv.Write(&b, e, l)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, loss := range losses {
		places = append(places, loss.Path)
	}
	want := []string{"standard", "scoring", "chapters", "sections", "front_matter", "terms"}
	if len(e.Transitions) > 0 {
		want = append(want, "transitions")
	}
	if d := cmp.Diff(want, places); d != "" {
		t.Errorf("losses: %s", d)
	}
	return b.String()
}

func TestRoundTrip(t *testing.T) {
	base, amended := editions(t)
	for _, e := range []*standard.Edition{base, amended} {
		for _, l := range message.Languages() {
			back, losses, err := csv.Read(strings.NewReader(write(t, e, l)), e)
			if err != nil || len(losses) > 0 {
				t.Fatalf("losses %v, error %v", losses, err)
			}
			if d := cmp.Diff(e, back, exactly...); d != "" || back.Digest() != e.Digest() {
				t.Errorf("%s in %s: %s", e.ID(), l, d)
			}
		}
	}
}

// TestOntoAnotherEdition puts the clauses of the amended edition into the edition before: the
// clauses and their digest are the new ones, totals are counted anew, the rest is old.
func TestOntoAnotherEdition(t *testing.T) {
	base, amended := editions(t)
	back, _, err := csv.Read(strings.NewReader(write(t, amended, message.Chinese)), base)
	if err != nil {
		t.Fatal(err)
	}
	if back.Digest() != amended.Digest() || back.ID() != base.ID() {
		t.Errorf("%s %s", back.ID(), back.Digest())
	}
	if d := cmp.Diff(amended.Standard.Counts, back.Standard.Counts); d != "" {
		t.Error(d)
	}
}

func TestForm(t *testing.T) {
	base, _ := editions(t)
	text := write(t, base, message.Chinese)
	if !strings.HasPrefix(text, "\ufeffuid,code,") || strings.Count(text, "\r\n") < 138 {
		t.Errorf("%.200q", text)
	}
	records, err := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(records) != 138 {
		t.Errorf("%d records, error %v", len(records), err)
	}
}

// TestNoFormula writes texts that a spreadsheet program would run, and reads the same texts back.
func TestNoFormula(t *testing.T) {
	hostile := []string{`=HYPERLINK("x";"应")`, "+应", "-应", "@应", "＝应", "'应", "''应", "应=1"}
	for _, s := range hostile {
		e, _ := editions(t)
		e.Clauses[0].Text = s
		text := write(t, e, message.Chinese)
		records, err := stdcsv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			for _, field := range record {
				if field != "" && strings.IndexAny(field, "=+-@\t\r＝＋－＠") == 0 {
					t.Errorf("%q is a formula", field)
				}
			}
		}
		back, _, err := csv.Read(strings.NewReader(text), e)
		if err != nil {
			t.Fatal(err)
		}
		if back.Clauses[0].Text != s {
			t.Errorf("%q came back as %q", s, back.Clauses[0].Text)
		}
	}
}

// TestPartsKeepEverything fills the cells that hold records with every sign that divides them.
func TestPartsKeepEverything(t *testing.T) {
	e, _ := editions(t)
	const odd = `一|二\n三\|四` + "\n五\\"
	for i := range e.Clauses {
		c := &e.Clauses[i]
		c.Refs = append(c.Refs, odd)
		c.Items = append(c.Items, standard.ListItem{Label: "z|)", Text: odd})
		if c.Method != nil && c.Method.Type == standard.Graded {
			c.Method.Levels["2"] = odd
		}
		if c.Method != nil && len(c.Method.Occurrences) > 0 {
			c.Method.Occurrences[0].What = odd
		}
	}
	back, _, err := csv.Read(strings.NewReader(write(t, e, message.English)), e)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(e.Clauses, back.Clauses, exactly...); d != "" {
		t.Error(d)
	}
}

func TestProblems(t *testing.T) {
	base, _ := editions(t)
	text := write(t, base, message.Chinese)
	for name, test := range map[string]struct {
		text string
		want []string // "line path code"
	}{
		"cells": {strings.NewReplacer("HS001,5.1.1,5,", "HS001,5.1.1,五,", "HS002,", "HS 2,",
			"HS003,5.1.3,5,5.1,", "HS003,5.1.3,5,5.9,").Replace(text),
			[]string{"10 chapter number-range", "13 uid name-form", "17 section section-unknown"}},
		"empty":     {"", []string{"1  grid.csv-empty"}},
		"no header": {"a,b\n1,2\n", []string{"1 A grid.no-headings"}},
		"quotes":    {text + "\"open", []string{"297 A grid.csv-open"}},
		"stray":     {strings.Replace(text, "HS003,", "H\"S\"003,", 1), []string{"17 A grid.csv-quote"}},
		"after one": {strings.Replace(text, "HS003,", "\"HS\"003,", 1), []string{"17 A grid.csv-quote"}},
		"damaged":   {strings.Replace(text, "HS003,", "HS003\xff,", 1), []string{"17  grid.csv-encoding"}},
		"no GBK":    {"uid,code\n\xff\xff", []string{"2  grid.csv-encoding"}},
		"Big5":      {"\xbd\x73\xb8\xb9,\xa6\x57\xba\xd9\n", []string{"1  grid.csv-encoding"}},
		"columns": {"uid,code,title\nHS001,5.1.1,面积\n", slices.Repeat([]string{
			"1 A grid.column-missing"}, 5)},
		"too large": {strings.Repeat("a,b\n", standard.MaxSource/4+1), []string{"0  too-large"}},
		"rows":      {text + strings.Repeat("a,b\n", 6000), []string{"0  grid.rows"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := csv.Read(strings.NewReader(test.text), base)
			var invalid *standard.InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("error %v", err)
			}
			have := []string{}
			for _, p := range invalid.Problems {
				have = append(have, strings.Join([]string{strconv.Itoa(p.Line), p.Path, p.Code}, " "))
				if s := p.Text(message.Chinese); strings.Contains(s, "%!") {
					t.Errorf("%s", s)
				}
			}
			if d := cmp.Diff(test.want, have); d != "" {
				t.Error(d)
			}
		})
	}
	if _, _, err := csv.Read(strings.NewReader(text), nil); err == nil {
		t.Error("read onto nothing")
	}
}

func FuzzRead(f *testing.F) {
	base, _ := editions(f)
	var b bytes.Buffer
	if _, err := csv.Write(&b, base, message.Chinese); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes()[:4000])
	f.Add([]byte("uid,code,chapter,section,title,text,modality,tiers\nA,1.1,1,1.1,a,应,应,区\n"))
	f.Add([]byte("uid,code\n\"a\nb\",'=1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, _, err := csv.Read(bytes.NewReader(text), base)
		var invalid *standard.InvalidError
		if err != nil && !errors.As(err, &invalid) {
			t.Fatalf("error of another kind: %v", err)
		}
		if err != nil {
			return
		}
		var again bytes.Buffer
		if _, err := csv.Write(&again, e, message.English); err != nil {
			t.Fatal(err)
		}
		back, _, err := csv.Read(&again, e)
		if err != nil {
			t.Fatal(err)
		}
		if back.Digest() != e.Digest() {
			t.Error("another digest after a round trip")
		}
	})
}
