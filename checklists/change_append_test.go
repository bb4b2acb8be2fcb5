package checklists_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
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

// An audit writes itself as encoding/json would, after every change and beside its clones.
func TestAuditAppendJSON(t *testing.T) {
	e := reference(t)
	a := started(t, e)
	check := func(a *checklists.Audit) {
		t.Helper()
		want, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		have, err := a.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, want, have)
		var again checklists.Audit
		if err := json.Unmarshal(have, &again); err != nil {
			t.Fatal(err)
		}
		if err := again.CheckDigest(); err != nil {
			t.Error(err)
		}
	}
	check(&a)
	a.Apply(e, answerAll(t, e, a.Tier), "li", morning)
	check(&a)
	before := a.Clone()
	for i := range 3 {
		change := checklists.Change{ID: numbered(9000 + i), Clause: "HS078", At: stamp(900 + i),
			Device: "tab", Op: "answer", Saw: a.ClauseState("HS078").Heads,
			Value: json.RawMessage(fmt.Sprintf(`{"level": %d}`, i%2))}
		if r := a.Apply(e, []checklists.Change{change}, "wu", morning); r[0].Status != "applied" {
			t.Fatal(r)
		}
		check(&a)
		check(&before)
	}
}
