package tablet_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/standard"
)

// value is what somebody wants to record about a clause; Value is JSON, nil for none.
type value struct {
	UID   standard.ClauseUID `json:"uid"`
	Tier  string             `json:"tier"`
	Op    checklists.Op      `json:"op"`
	Value *string            `json:"value"`
}

// problem is a reason to refuse a value.
type problem struct {
	Path string `json:"path"`
	Code string `json:"code"`
	Args []any  `json:"args"`
}

// says is what people read of a problem, without its place.
func (p problem) says(t testing.TB) string { return p.Code + argument(t, p.Args) }

// clauses are one of each method in the reference edition, and a veto clause.
func clauses() []standard.ClauseUID {
	return []standard.ClauseUID{"HS038", "HS078", "HS001", "HS005", "HS036", "HS008"}
}

// values compares the tablet's check with the server's for good and bad values of every method.
func (p *page) values(t *testing.T) {
	long, sha := strings.Repeat("长", checklists.MaxNote), strings.Repeat("ab", 32)
	shas := `"` + strings.Repeat(sha+`","`, checklists.MaxEvidence-1) + sha + `"`
	var found []string
	for i := range checklists.MaxOccurrences {
		found = append(found, fmt.Sprintf(`{"id":"%d","kind":"a"}`, i))
	}
	all := strings.Join(found, ",")
	table := map[checklists.Op][]string{
		"answer": {`{"verdict":"pass"}`, `{"verdict":"fail"}`, `{"verdict":"maybe"}`,
			`{"verdict":true}`, `{"level":0}`, `{"level":3}`, `{"level":4}`, `{"level":-1}`,
			`{"level":1.5}`, `{"level":"2"}`, `{"level":null}`, `{"value":0}`, `{"value":-3.25}`,
			`{"value":187.5}`, `{"value":0.000001}`, `{"value":0.0000001}`, `{"value":1e-7}`,
			`{"value":123456789.123456}`, `{"value":123456789.1234567}`,
			`{"value":100}`, `{"value":100.5}`, `{"value":999999999999999}`, `{"value":1000000000000000}`, `{"value":1e21}`,
			`{"value":1e14}`, `{"value":1e15}`, `{"value":"5"}`, `{"value":1,"level":1}`,
			`{"numerator":17,"denominator":20}`, `{"numerator":20,"denominator":20}`,
			`{"numerator":21,"denominator":20}`, `{"numerator":0,"denominator":0}`,
			`{"numerator":-1,"denominator":20}`, `{"numerator":1}`, `{"denominator":1}`,
			`{"numerator":0.5,"denominator":1}`, `{"occurrences":[]}`, `{"occurrences":{}}`,
			`{"occurrences":[{"id":"1","kind":"a"},{"id":"2","kind":"b","note":"二号窗"}]}`,
			`{"occurrences":[{"id":"1","kind":"z"},{"id":"1","kind":"a"},{"kind":"a"}]}`,
			`{"occurrences":[{"id":"` + strings.Repeat("长", 22) + `","kind":"a"}]}`,
			`{"occurrences":[{"id":"1","kind":1,"what":2}]}`, `{"occurrences":[7]}`,
			`{"occurrences":[` + all + `]}`, `{"occurrences":[` + all + `,{"id":"x","kind":"a"}]}`,
			`{"counts":{"a":2}}`, `{"notApplicable":"无电梯"}`, `{"notApplicable":""}`,
			`{"notApplicable":" \t\u3000\u0085\u00a0"}`, `{"notApplicable":"\ufeff"}`,
			`{"notApplicable":"\u200b"}`, `{"notApplicable":"\u202e\u3164"}`,
			`{"notApplicable":"\ufe0f\u2800"}`, `{"notApplicable":"无\u202e"}`,
			`{"level":1,"note":"\u0000"}`, `{"level":1,"note":"a\r\n\u001b"}`,
			`{"level":1,"note":"\ufffd"}`, `{"level":1,"note":"😀\u007f"}`,
			`{"level":1,"note":"\u202e左"}`, `{"occurrences":[{"id":"1","kind":"a","note":"\ufdd0"}]}`,
			`{"notApplicable":true}`,
			`{}`, `null`, `[]`, `7`, `"pass"`, `{"note":"x"}`, `{"level":1,"note":7}`,
			`{"Verdict":"pass"}`, `{"__proto__":1}`, `{"constructor":1,"level":1}`,
			`{"level":1,"note":"` + long + `"}`, `{"level":1,"note":"` + long + `字"}`,
			`{"level":1,"note":"` + strings.Repeat(`😀`, checklists.MaxNote) + `"}`,
			`{"level":1,"note":"` + strings.Repeat(`😀`, checklists.MaxNote+1) + `"}`,
			`{"level":1,"evidence":["` + sha + `"]}`, `{"level":1,"evidence":["AB"]}`,
			`{"level":1,"evidence":["` + strings.ToUpper(sha) + `"]}`,
			`{"level":1,"evidence":[` + shas + `]}`,
			`{"level":1,"evidence":[` + shas + `,"` + sha + `"]}`,
			`{"level":1,"note":"` + strings.Repeat("x", 66_000) + `"}`},
		"not-applicable": {`"无此项"`, `{"notApplicable":"无此项","note":"x"}`, `""`, `" "`,
			`{"level":1}`, `{}`, `7`, `"` + long + `字"`},
		"clear": {``, `null`, `{}`, `{"level":1}`},
		"note": {`"x"`, `""`, `{"note":"x"}`, `{"note":7}`, `{"text":"x"}`, `{}`, `7`,
			`"` + long + `字"`},
		"occurrence.add": {`{"id":"1","kind":"a"}`, `{"id":"1","kind":"z"}`, `{"kind":"a"}`, `"1"`,
			``},
		"occurrence.remove": {`"1"`, `{"id":"1"}`, `""`, `{}`, `{"id":"1","kind":"a"}`, `7`},
		"evidence.add": {`"` + sha + `"`, `{"sha256":"` + sha + `"}`, `"x"`, `{}`,
			`{"sha256":1}`},
		"evidence.remove": {`"` + sha + `"`, `"x"`},
		"answer.add":      {`{"level":1}`},
	}
	var list []value
	for _, uid := range clauses() {
		for op, texts := range table {
			for _, text := range texts {
				list = append(list, valued(uid, op, text))
			}
		}
	}
	list = append(list, value{"HS071", "community", "answer", ptr(`{"level":3}`)},
		value{"HG01", "community", "answer", ptr(`{"level":3}`)})
	for uid, taken := range p.compare(t, list) {
		if uid[:2] == "HS" && uid != "HS071" && (taken[true] < 5 || taken[false] < 5) {
			t.Errorf("%s: %v accepted or refused", uid, taken)
		}
	}
}

func valued(uid standard.ClauseUID, op checklists.Op, text string) value {
	v := value{UID: uid, Tier: "district", Op: op}
	if text != "" {
		v.Value = &text
	}
	return v
}

func ptr[T any](v T) *T { return &v }

// randomValues puts values together from parts that fit and parts that do not.
func (p *page) randomValues(t *testing.T) {
	dice := rand.New(rand.NewPCG(2017, 3))
	parts := []string{`1`, `0`, `-1`, `2.5`, `3`, `100001`, `0.1234567`, `"pass"`, `"fail"`, `""`,
		`"无"`, `null`, `true`, `[]`, `{}`, `{"a":1}`, `{"a":-1,"z":1}`, `[{"id":"1","kind":"a"}]`,
		`[{"id":"1","kind":"a"},{"id":"1","kind":"z"}]`, `["` + strings.Repeat("0f", 32) + `"]`}
	names := []string{"verdict", "level", "value", "numerator", "denominator", "occurrences",
		"counts", "notApplicable", "note", "evidence", "other"}
	fit := map[string]string{"verdict": `"pass"`, "level": `2`, "value": `2.5`, "numerator": `3`,
		"denominator": `3`, "occurrences": `[{"id":"1","kind":"a"}]`, "counts": `{"a":1}`,
		"notApplicable": `"无"`, "note": `"x"`, "evidence": parts[len(parts)-1], "other": `1`}
	var list []value
	for range 5_000 {
		var members []string
		for _, i := range dice.Perm(len(names))[:dice.IntN(4)] {
			part := fit[names[i]]
			if dice.IntN(3) == 0 {
				part = parts[dice.IntN(len(parts))]
			}
			members = append(members, fmt.Sprintf("%q:%s", names[i], part))
		}
		uids := clauses()
		list = append(list, valued(uids[dice.IntN(len(uids))], "answer",
			"{"+strings.Join(members, ",")+"}"))
	}
	taken := 0
	for _, of := range p.compare(t, list) {
		taken += of[true]
	}
	if taken < len(list)/50 {
		t.Errorf("%d of %d are taken", taken, len(list))
	}
}

// compare asks both for every problem of each value, and the server for what it does with a change
// that says so. It returns how many each clause took and refused.
func (p *page) compare(t *testing.T, list []value) map[standard.ClauseUID]map[bool]int {
	t.Helper()
	e := reference(t)
	p.serve(t, "values", map[string]any{"edition": e, "values": list})
	got := ask[[][]problem](t, p, `core.checkAll()`)
	if len(got) != len(list) {
		t.Fatalf("%d verdicts of %d", len(got), len(list))
	}
	taken := map[standard.ClauseUID]map[bool]int{}
	for i, v := range list {
		name := fmt.Sprintf("%s %s %.200s", v.UID, v.Op, argument(t, v.Value))
		first, refused := refusalOf(t, e, v)
		if taken[v.UID] == nil {
			taken[v.UID] = map[bool]int{}
		}
		taken[v.UID][!refused]++
		same := refused == (len(got[i]) > 0)
		if same && refused && first.Code != "change.clause-tier" { // that, the answer's rule says
			same = first.says(t) == got[i][0].says(t)
		}
		if !same {
			t.Errorf("%s: server %v, tablet %v", name, first, got[i])
		}
		want := problemsOf(t, e, v)
		if d := cmp.Diff(argument(t, want), argument(t, got[i])); want != nil && d != "" {
			t.Errorf("%s (-server +tablet):\n%s", name, d)
		}
	}
	return taken
}

// refusalOf records the value in an audit and returns why that is refused.
func refusalOf(t testing.TB, e *standard.Edition, v value) (problem, bool) {
	t.Helper()
	tier, err := standard.ParseTier(v.Tier)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2018, 1, 12, 9, 30, 0, 0, checklists.HallZone)
	a, err := checklists.Start(checklists.Opening{ID: "01940000-0000-7000-8000-00000000abcd",
		Hall: checklists.Hall{ID: "GS-D01", Name: "区行政服务中心", Tier: tier},
		Kind: checklists.Kinds()[0], Edition: e, Inspectors: []checklists.Username{"li"}, At: now})
	if err != nil {
		t.Fatal(err)
	}
	c := checklists.Change{ID: numbered(1), Clause: v.UID, At: "1515720600000-0000-tab",
		Device: "tab", Op: v.Op, Saw: []checklists.ChangeID{}}
	if v.Value != nil {
		c.Value = json.RawMessage(*v.Value)
	}
	r := a.Apply(e, []checklists.Change{c}, "li", now)[0]
	code := r.Code
	if !strings.Contains(code, ".") {
		code = "change." + code
	}
	// The form of IDs is no matter of the tablet's rule, for it makes its own.
	return problem{Code: code, Args: nonNil(r.Args)}, r.Status == checklists.Rejected &&
		code != "answer.occurrence-uuid"
}

// problemsOf lists every problem of an answer; nil where it takes a change to refuse it.
func problemsOf(t testing.TB, e *standard.Edition, v value) []problem {
	t.Helper()
	if v.Op != "answer" || v.Value == nil || len(*v.Value) > 64<<10 {
		return nil
	}
	tier, err := standard.ParseTier(v.Tier)
	if err != nil {
		t.Fatal(err)
	}
	clause, ok := e.Clause(v.UID)
	if !ok {
		t.Fatal(v.UID)
	}
	value, _, wrong := standard.EnterJSON([]byte(*v.Value), nil)
	if wrong != nil {
		return nil // the change is refused before its value is read
	}
	var a checklists.Answer
	if err = json.Unmarshal(value, &a); err == nil {
		if a.Kind == checklists.Counts || a.Kind == checklists.Unanswered {
			return nil
		}
		err = a.CheckFor(clause, tier)
	} else if a.Kind == checklists.Counts {
		return nil
	}
	list := []problem{}
	if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			list = append(list, problem{p.Path, p.Code, nonNil(p.Args)})
		}
	} else if err != nil {
		t.Fatal(err)
	}
	return list
}

func nonNil(list []any) []any { return append([]any{}, list...) }
