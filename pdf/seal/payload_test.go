package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// demoAudits draws the photographs once.
var demoAudits = sync.OnceValues(fixtures.DemoAudits)

// payload is that of the report on a hall of the tier.
func payload(t testing.TB, tier standard.Tier) seal.Payload {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	audits, err := demoAudits()
	if err != nil {
		t.Fatal(err)
	}
	audit := audits[tier-standard.District]
	p := seal.Payload{
		Code: "4F2A9C", IssuedAt: checklists.At(signedAt()), Audit: audit.ID, Revision: 3,
		Number: "GS-S03-20180112-4F2A9C", RecordDigest: standard.DigestBytes([]byte("chain")),
		Hall: audit.Hall, HallName: "大厅", Tier: tier, Formula: checklists.Formula,
		Answers: checklists.Answers{},
	}
	for _, a := range audit.Answers {
		p.Answers[a.Clause] = a.Answer
	}
	if err := p.SetEdition(e); err != nil {
		t.Fatal(err)
	}
	if p.Score, err = checklists.ScoreOf(e, tier, p.Answers); err != nil {
		t.Fatal(err)
	}
	return p
}

// A report goes out with its data and comes back; the score follows from them.
func TestPayloadThroughAReport(t *testing.T) {
	for _, tier := range standard.Tiers() {
		data, err := payload(t, tier).Encode()
		if err != nil {
			t.Fatal(err)
		}
		o := options()
		o.Attachments[0].Data = data
		pdf, err := seal.Sign(report(t, 1), key(t), o)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := verify(t, pdf).Attachment(seal.PayloadName)
		if !ok || !a.Covered {
			t.Fatal("no payload")
		}
		p, err := seal.ParsePayload(a.Data)
		if err != nil {
			t.Fatal(err)
		}
		differences, err := seal.CheckPayload(p)
		if err != nil || len(differences) > 0 {
			t.Errorf("%s: %v %v", tier, err, differences)
		}
		again, err := p.Encode()
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s: the payload changes when it is written again: %v", tier, err)
		}
	}
}

func TestCheckPayloadNamesDifferences(t *testing.T) {
	base := payload(t, standard.Subdistrict)
	data, err := base.Encode()
	if err != nil {
		t.Fatal(err)
	}
	first := base.Score.Clauses[0]
	chapter := base.Score.Chapters[0]
	for name, tt := range map[string]struct {
		change func(*seal.Payload)
		want   []string
	}{
		"total": {func(p *seal.Payload) { p.Score.Total = standard.MustDecimal("99.9") },
			[]string{"total: the report states 99.9, computed again it is " + base.Score.Total.String()}},
		"grade": {func(p *seal.Payload) { p.Score.Grade = "优秀!" },
			[]string{"grade: the report states 优秀!, computed again it is " + base.Score.Grade}},
		"a clause's points": {func(p *seal.Payload) {
			p.Score.Clauses[0].Earned = standard.MustDecimal("0.01")
		},
			[]string{"clause " + first.Code + ": the report states 0.01 / " + first.Max.String() +
				", computed again it is " + first.Earned.String() + " / " + first.Max.String()}},
		"a flag": {func(p *seal.Payload) { p.Score.Clauses[0].Flags = []string{"small-sample"} },
			[]string{"clause " + first.Code + `: the report states {"code":`}},
		"a chapter": {func(p *seal.Payload) {
			p.Score.Chapters[0].Contribution = standard.MustDecimal("1")
		},
			[]string{fmt.Sprintf("chapter %d: the report states ", chapter.Number)}},
		"a clause left out": {func(p *seal.Payload) {
			p.Score.Clauses = p.Score.Clauses[:len(p.Score.Clauses)-1]
		},
			[]string{"number of clauses and chapters: "}},
		"edition digest": {func(p *seal.Payload) { p.EditionDigest = standard.DigestBytes(nil) },
			[]string{"edition of the standard: "}},
		"formula": {func(p *seal.Payload) { p.Formula = "hallmark/0" },
			[]string{"formula: the report states hallmark/0, computed again it is hallmark/1"}},
		"cap added": {func(p *seal.Payload) {
			p.Score.Caps = append(p.Score.Caps, checklists.Cap{Grade: "合格"})
		},
			[]string{"caps on the grade: "}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := seal.ParsePayload(data)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(p)
			differences, err := seal.CheckPayload(p)
			if err != nil || len(differences) != len(tt.want) {
				t.Fatalf("%v %v", err, differences)
			}
			for i, d := range differences {
				if got := d.Text(message.English); !strings.HasPrefix(got, tt.want[i]) {
					t.Errorf("%s\nwant %s", got, tt.want[i])
				}
			}
		})
	}
}

// An answer that is changed, with the score left as it was, shows on its clause and above.
func TestCheckPayloadAnswerChanged(t *testing.T) {
	p := payload(t, standard.Subdistrict)
	var changed string
	for _, c := range p.Score.Clauses {
		a := p.Answers[c.UID]
		if a.Kind == checklists.Verdict && a.Pass {
			a.Pass, changed = false, c.Code
			p.Answers[c.UID] = a
			break
		}
	}
	differences, err := seal.CheckPayload(&p)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []seal.DifferenceKind
	for _, d := range differences {
		kinds = append(kinds, d.Kind)
	}
	want := []seal.DifferenceKind{seal.DiffersClause, seal.DiffersChapter, seal.DiffersTotal}
	if len(kinds) < 3 || differences[0].Of != changed || !cmp.Equal(kinds[:3], want) {
		t.Errorf("clause %s: %v", changed, differences)
	}
}

func TestPayloadRefused(t *testing.T) {
	data, err := payload(t, standard.Community).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "not JSON": "hello", "null": "null", "list": "[]",
		"two":           string(data) + "{}",
		"unknown field": strings.Replace(string(data), `"code"`, `"cod"`, 1),
		"other format":  strings.Replace(string(data), "hallmark-report/1", "hallmark-report/2", 1),
		"bad tier":      strings.Replace(string(data), `"tier": "community"`, `"tier": "village"`, 1),
	} {
		if _, err := seal.ParsePayload([]byte(text)); !errors.Is(err, seal.ErrPayload) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := seal.ParsePayload(data)
	if err != nil {
		t.Fatal(err)
	}
	p.Edition = []byte(`{}`)
	if _, err := seal.CheckPayload(p); !errors.Is(err, seal.ErrPayload) {
		t.Error(err)
	}
	p = new(seal.Payload)
	if _, err := seal.CheckPayload(p); !errors.Is(err, seal.ErrPayload) {
		t.Error(err)
	}
}

func FuzzPayload(f *testing.F) {
	data, err := payload(f, standard.Community).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"format":"hallmark-report/1","tier":"","edition":{}}`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if p, err := seal.ParsePayload(b); err == nil {
			differences, _ := seal.CheckPayload(p)
			for _, d := range differences {
				_ = d.Text(message.Chinese)
			}
		}
	})
}
