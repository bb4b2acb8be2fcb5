package oscal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// schemaOf compiles one of NIST's schemas, which are in the public domain.
func schemaOf(t testing.TB, document string) *jsonschema.Schema {
	t.Helper()
	path := filepath.Join("../../standard/oscal/testdata/oscal-1.2.1", "oscal_"+document+"_schema.json")
	schema, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t testing.TB, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// demos draws the photographs of the demo audits once.
var demos = sync.OnceValues(fixtures.DemoAudits)

// record is the approved demo audit of a tier.
func record(t testing.TB, tier standard.Tier) oscal.Record {
	t.Helper()
	r := running(t, tier)
	at := r.Audit.UpdatedAt.Add(20 * time.Minute)
	signed := checklists.Signature{Role: checklists.SignedByPresent, Name: "许知白", Refused: "外出开会"}
	must(t, r.Audit.Submit(r.Edition, r.Audit.Inspectors[0], at, "现场检查*完毕*。", signed))
	must(t, r.Audit.Confirm(r.Audit.Inspectors[1], "陈晓禾", "", at.Add(time.Hour)))
	must(t, r.Audit.Approve("supervisor", at.Add(24*time.Hour), ""))
	return r
}

// running is the same audit before it is handed in.
func running(t testing.TB, tier standard.Tier) oscal.Record {
	t.Helper()
	e, err := fixtures.Edition2017()
	must(t, err)
	halls, err := fixtures.Halls()
	must(t, err)
	list, err := demos()
	must(t, err)
	for _, demo := range list {
		i := slices.IndexFunc(halls, func(h checklists.Hall) bool { return h.ID == demo.Hall })
		if halls[i].Tier != tier {
			continue
		}
		a, err := checklists.Start(checklists.Opening{ID: demo.ID, Hall: halls[i], Kind: demo.Kind,
			Campaign: demo.Campaign, Edition: e, Inspectors: demo.Inspectors, At: demo.Started.Time})
		must(t, err)
		for i, answer := range demo.Answers {
			value, err := json.Marshal(answer.Answer)
			must(t, err)
			c := checklists.Change{
				ID:     checklists.ChangeID(fmt.Sprintf("01940000-0000-7000-8000-%012d", i)),
				Clause: answer.Clause, At: checklists.StampAt(answer.At.Time, 0, "demo"),
				Device: "demo", Op: checklists.OpAnswer, Value: value}
			for _, r := range a.Apply(e, []checklists.Change{c}, answer.By, answer.At.Time) {
				if r.Status != checklists.Applied {
					t.Fatalf("%s: %s %s", answer.Clause, r.Status, r.Text(message.English))
				}
			}
		}
		score, err := a.Score(e)
		must(t, err)
		return oscal.Record{Edition: e, Audit: &a, Office: "拱墅区行政审批办",
			Names: map[checklists.Username]string{"auditor": "陈砚秋(虚构)"},
			Findings: checklists.FindingsOf(e, score, a.Answers(), a.UpdatedAt.Time,
				checklists.Calendar{})}
	}
	t.Fatalf("no demo audit of tier %s", tier)
	return oscal.Record{}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write calls one of the three writers and returns its document and its report in English.
func write(t testing.TB, r oscal.Record, writer writer) ([]byte, []string) {
	t.Helper()
	var b bytes.Buffer
	losses, err := writer(&b, r)
	must(t, err)
	lines := []string{}
	for _, l := range losses {
		lines = append(lines, l.Path+": "+l.Text(message.English))
		if text := l.Text(message.Chinese); text == l.Code || strings.Contains(text, "%!") {
			t.Errorf("%s: %s", l.Path, text)
		}
	}
	return b.Bytes(), lines
}

// read fills a document from its text.
func read[T any](t testing.TB, text []byte, name string) T {
	t.Helper()
	var root map[string]T
	must(t, json.Unmarshal(text, &root))
	document, ok := root[name]
	if !ok {
		t.Fatalf("no %s in the document", name)
	}
	return document
}
