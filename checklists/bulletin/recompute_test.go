package bulletin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/checktest"
	"hallmark/standard/message"
)

// issued is the bulletin of the week, issued after it.
func issued(t *testing.T) bulletin.Bulletin {
	t.Helper()
	b, err := bulletin.New(theWeek(t), message.Chinese, nil,
		bulletin.Words{Issuer: "区政务服务办"}, "du", checktest.Morning)
	checktest.Must(t, err)
	checktest.Must(t, b.Seal("du", checktest.Morning.AddDate(0, 0, 9)))
	checktest.Must(t, b.Issue(bulletin.Number{Kind: bulletin.Weekly, Year: 2018, Serial: 1}))
	return b
}

// TestRecompute computes the figures of an issued bulletin again, and of forged ones: one whose data
// were changed, and some that somebody has also given digests that fit.
func TestRecompute(t *testing.T) {
	b := issued(t)
	if found := b.Recompute(); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	if text := strings.Join(b.RecomputedText(message.Chinese), ""); !strings.Contains(text,
		"厅评周报〔2018〕1号") {
		t.Error(text)
	}
	b.Data.Checks = b.Data.Checks[1:]
	if found := b.Recompute(); len(found) != 1 || found[0].Section != "" {
		t.Errorf("data without the digest: %+v", found)
	}
	for name, forge := range map[string]func(*bulletin.Bulletin){
		"a check left out": func(b *bulletin.Bulletin) { b.Data.Checks = b.Data.Checks[1:] },
		"a number in the text": func(b *bulletin.Bulletin) {
			s := &b.Sections[0]
			s.Drafted = strings.Replace(s.Drafted, "3项", "4项", 1)
			s.Text = s.Drafted
		},
		"a section left out": func(b *bulletin.Bulletin) { b.Sections = b.Sections[1:] },
	} {
		b := issued(t)
		forge(&b)
		reseal(t, &b)
		found := b.Recompute()
		if len(found) == 0 || found[0].Section != bulletin.SectionChecks {
			t.Errorf("%s: %+v", name, found)
			continue
		}
		for _, l := range message.Languages() {
			if text := found[0].Text(l); strings.Contains(text, "bulletin.") || strings.Contains(text, "%!") {
				t.Error(text)
			}
		}
	}
}

// reseal gives a forged bulletin digests that fit.
func reseal(t *testing.T, b *bulletin.Bulletin) {
	t.Helper()
	var err error
	b.DataDigest, err = checklists.ChainDigest("", b.Data)
	checktest.Must(t, err)
	b.Digest = ""
	b.Digest, err = checklists.ChainDigest("", *b)
	checktest.Must(t, err)
	if !b.CheckDigest() {
		t.Fatal("the digests do not fit")
	}
}

// TestRecomputeHostile computes what strangers have written: it must return.
func TestRecomputeHostile(t *testing.T) {
	for _, text := range []string{`{}`, `{"kind":"quarterly","data":{"earlier":[{"period":{"from":""}}]}}`,
		`{"kind":"quarterly","period":{"from":"x"},"data":{"clauses":[{"asked":0,"failed":9}]}}`} {
		var b bulletin.Bulletin
		checktest.Must(t, json.Unmarshal([]byte(text), &b))
		if len(b.Recompute()) == 0 {
			t.Errorf("%s agrees", text)
		}
	}
}
