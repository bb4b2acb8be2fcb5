package checklists_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// sameJSON fails unless both say the same.
func sameJSON(t *testing.T, want, have []byte) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(want, &a); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if err := json.Unmarshal(have, &b); err != nil {
		t.Fatalf("%s: %v", have, err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("(-json.Marshal +AppendJSON)\n%s", diff)
	}
}

func FuzzChangeAppendJSON(f *testing.F) {
	f.Add("0190", "HS001", "tab", "li", `{"note": "a b <&>\u2028"}`, 3, int64(1_500_000_000_000))
	f.Add("", "\"\\\n\x7f", "文\xff", "", ``, 0, int64(0))
	f.Fuzz(func(t *testing.T, id, clause, device, by, value string, revision int, at int64) {
		if value != "" && (!json.Valid([]byte(value)) || !utf8.ValidString(value)) {
			t.Skip("no value that an audit would hold")
		}
		c := checklists.Change{ID: checklists.ChangeID(id), Clause: standard.ClauseUID(clause),
			Device: device, By: checklists.Username(by), Revision: revision,
			Saw: []checklists.ChangeID{checklists.ChangeID(by), "b"}, Claimed: checklists.Stamp(id)}
		if value != "" {
			c.Value = json.RawMessage(value)
		}
		if revision > 1 {
			c.Handed = &checklists.Handover{File: standard.Digest(clause), Of: checklists.Username(by)}
		}
		if at > 0 && at < 4_000_000_000_000 {
			c.Received = checklists.At(time.UnixMilli(at))
		}
		for _, saw := range [][]checklists.ChangeID{c.Saw, {}, nil} {
			c.Saw = saw
			want, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, want, c.AppendJSON(nil))
		}
	})
}

// An audit is the same when it is read whole and from its head and gains, after every change,
// beside its clones and wherever it was cut.
func TestAuditHeadAndGains(t *testing.T) {
	e := checktest.Reference(t)
	a := started(t, e)
	gains := [][]byte{gainOf(t, &a, -1)}
	check := func() {
		t.Helper()
		for _, list := range [][][]byte{gains, {gainOf(t, &a, -1)}} {
			again := joined(t, &a, list)
			want, err := json.Marshal(a)
			have, err2 := json.Marshal(again)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			sameJSON(t, want, have)
			if err := again.CheckDigest(); err != nil {
				t.Error(err)
			}
			want, err = json.Marshal(a.Answers())
			have, err2 = json.Marshal(again.Answers())
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			sameJSON(t, want, have)
		}
	}
	check()
	before := a.Clone()
	a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
	gains = append(gains, gainOf(t, &a, before.Revision))
	check()
	for i := range 3 {
		before := a.Clone()
		change := checklists.Change{ID: numbered(9000 + i), Clause: "HS078", At: stamp(900 + i),
			Device: "tab", Op: "answer", Saw: a.ClauseState("HS078").Heads,
			Value: json.RawMessage(fmt.Sprintf(`{"level": %d}`, i%2))}
		if r := a.Apply(e, []checklists.Change{change}, "wu", checktest.Morning); r[0].Status != "applied" {
			t.Fatal(r)
		}
		gains = append(gains, gainOf(t, &a, before.Revision))
		check()
		if err := before.CheckDigest(); err != nil {
			t.Error(err)
		}
	}
	if n := len(gains[len(gains)-1]); n > 700 {
		t.Errorf("one answer is stored as %d bytes", n)
	}
}

func gainOf(t *testing.T, a *checklists.Audit, after int) []byte {
	t.Helper()
	b, err := a.AppendGain(nil, after)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func joined(t *testing.T, a *checklists.Audit, gains [][]byte) (again checklists.Audit) {
	t.Helper()
	head, err := a.AppendHead(nil)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(head, []byte(`"log"`)) || bytes.Contains(head, []byte(`"transitions"`)) {
		t.Errorf("head %s", head)
	}
	b := append(head[:len(head)-1], `,"gains":[`...)
	b = append(append(b, bytes.Join(gains, []byte(","))...), "]}"...)
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	return again
}
