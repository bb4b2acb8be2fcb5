package checklists_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// An answer means the same whether it is written plainly or with spaces, which the strict reader
// reads; and what is wrong is refused in both forms.
func TestPlainAnswers(t *testing.T) {
	e := checktest.Reference(t)
	for _, text := range []string{
		`{"verdict":"pass"}`, `{"verdict":"fail"}`, `{"verdict":"none"}`, `{"level":0}`, `{"level":3}`,
		`{"level":9}`, `{"level":03}`, `{"level":}`, `{"level":3}}`, `{"value":12}`, `{"value":0}`,
		`{"value":00}`, `{"value":999999999}`, `{"value":1234567890}`, `{"value":1.5}`, `{"value":-1}`,
		`{"value":1,"note":"x"}`, `{"numerator":1,"denominator":2}`, `{"numerator":3,"denominator":2}`,
		`{"numerator":1,"denominator":0}`, `{"numerator":1}`, `{"numerator":1,"denominator":02}`,
		`{"denominator":2,"numerator":1}`, `{"value":12`, `{"value":12 }`, `{"value":"12"}`,
	} {
		for _, clause := range e.Checklist(standard.District) {
			plain, spaced := started(t, e), started(t, e)
			have, haveState := answered(&plain, e, clause.UID, text)
			want, wantState := answered(&spaced, e, clause.UID, " "+text)
			if diff := cmp.Diff(want, have); diff != "" {
				t.Fatalf("%s to %s (-spaced +plain)\n%s", text, clause.UID, diff)
			}
			if diff := cmp.Diff(wantState, haveState); diff != "" {
				t.Fatalf("%s to %s (-spaced +plain)\n%s", text, clause.UID, diff)
			}
			if plain.Digest != spaced.Digest {
				t.Fatalf("%s to %s: another digest", text, clause.UID)
			}
			if err := plain.CheckDigest(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// answered is what becomes of one answer, and the state of its clause as text.
func answered(a *checklists.Audit, e *standard.Edition, uid standard.ClauseUID, value string) (
	checklists.ChangeResult, string) {
	result := a.Apply(e, []checklists.Change{{ID: numbered(1), Clause: uid, At: stamp(1),
		Device: "tab", Op: checklists.OpAnswer, Value: json.RawMessage(value)}}, "li",
		checktest.Morning.Add(time.Minute))[0]
	b, err := json.Marshal(a.ClauseState(uid))
	if err != nil {
		return result, err.Error()
	}
	return result, string(b)
}
