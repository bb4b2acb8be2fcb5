package oscal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
	catalogs "hallmark/standard/oscal"
)

type writer func(io.Writer, oscal.Record) ([]standard.Loss, error)

// documents are the three, by the name of their schema.
func documents() map[string]writer {
	return map[string]writer{"assessment-plan": oscal.WritePlan,
		"assessment-results": oscal.WriteResults, "poam": oscal.WritePOAM}
}

func TestDocumentsFollowNIST(t *testing.T) {
	records := map[string]oscal.Record{
		"district, approved":  record(t, standard.District),
		"subdistrict, mended": mended(t, record(t, standard.Subdistrict)),
		"community, approved": record(t, standard.Community),
		"community, running":  running(t, standard.Community),
	}
	for name, writer := range documents() {
		schema := schemaOf(t, name)
		for state, r := range records {
			text, _ := write(t, r, writer)
			if err := validate(t, schema, text); err != nil {
				t.Errorf("%s of %s: %v", name, state, err)
			}
			if again, _ := write(t, r, writer); !bytes.Equal(text, again) {
				t.Errorf("%s of %s: other bytes", name, state)
			}
		}
	}
}

// TestNISTRefuses checks that the schemas are really asked.
func TestNISTRefuses(t *testing.T) {
	r := record(t, standard.Subdistrict)
	for name, broken := range map[string][2]string{
		"assessment-plan":    {`"type": "action"`, `"type": "an action"`},
		"assessment-results": {`"state": "not-satisfied"`, `"state": "partly"`},
		"poam":               {`"deadline": "2018-`, `"deadline": "2018/`},
	} {
		text, _ := write(t, r, documents()[name])
		changed := bytes.Replace(text, []byte(broken[0]), []byte(broken[1]), 1)
		if bytes.Equal(text, changed) {
			t.Errorf("%s: no %s in it", name, broken[0])
		}
		if validate(t, schemaOf(t, name), changed) == nil {
			t.Errorf("%s: the schema accepts %s", name, broken[1])
		}
	}
}

func TestResults(t *testing.T) {
	r := record(t, standard.Subdistrict)
	text, losses := write(t, r, oscal.WriteResults)
	result := read[oscal.Results](t, text, "assessment-results").Results[0]
	score, err := r.Audit.Score(r.Edition)
	must(t, err)

	props := map[string]string{}
	for _, p := range result.Props {
		props[strings.TrimSpace(p.Name+" "+p.Class)] = p.Value
	}
	for name, want := range map[string]string{"total": score.Total.String(), "grade": score.Grade,
		"formula": checklists.Formula, "weight chapter-5": score.Chapters[0].Weight.String(),
		"contribution chapter-5": score.Chapters[0].Contribution.String()} {
		if props[name] != want {
			t.Errorf("%s: %q, want %q", name, props[name], want)
		}
	}
	states := map[string]string{}
	for _, f := range result.Findings {
		states[f.Target.TargetID] = f.Target.Status.State
	}
	for _, f := range r.Findings {
		id := catalogs.ObjectiveID(f.Clause)
		if states[id] != "not-satisfied" {
			t.Errorf("%s lost points and is %q", f.Clause, states[id])
		}
		delete(states, id)
	}
	for id, state := range states {
		if state != "satisfied" {
			t.Errorf("%s lost nothing and is %q", id, state)
		}
	}
	if len(result.Observations) != len(r.Audit.Answers()) {
		t.Errorf("%d observations of %d answers", len(result.Observations), len(r.Audit.Answers()))
	}
	checkLosses(t, losses, score)
	checkPeople(t, result)
}

func checkLosses(t *testing.T, losses []string, score checklists.Score) {
	t.Helper()
	if !strings.Contains(losses[0], "OSCAL has no score") || !strings.Contains(losses[1], "history") {
		t.Errorf("report begins with %q", losses[:2])
	}
	partly, excluded := 0, 0
	for _, line := range score.Clauses {
		switch {
		case line.Excluded:
			excluded++
		case line.Earned.Sign() > 0 && line.Earned.Compare(line.Max) < 0:
			partly++
		}
	}
	if want := 2 + partly + excluded; len(losses) != want || partly == 0 {
		t.Errorf("%d losses, want %d, %d of them partly earned", len(losses), want, partly)
	}
}

func checkPeople(t *testing.T, result oscal.Result) {
	t.Helper()
	have := []string{}
	for _, a := range result.Attestations {
		have = append(have, a.ResponsibleParties[0].RoleID+" "+a.Parts[0].Name+" "+a.Parts[0].Prose)
	}
	want := []string{`assessor submitted 现场检查\*完毕\*。`, "approver approved "}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	var how []string
	for _, p := range result.Attestations[0].Parts[0].Props[3:] {
		how = append(how, p.Name+" "+p.Value)
	}
	if d := cmp.Diff([]string{"signed self", "signed confirmed",
		"confirmed-at 2018-01-24T13:33:00+08:00"}, how); d != "" {
		t.Error(d)
	}
	signed := result.Attestations[0].Parts[0].Props[2]
	if signed.Value != "许知白" || signed.Remarks != "外出开会" || signed.Class != "present" {
		t.Errorf("signature %+v", signed)
	}
}

// TestObservation looks at one clause in every detail.
func TestObservation(t *testing.T) {
	r := record(t, standard.Subdistrict)
	var uid standard.ClauseUID
	for _, c := range r.Edition.Checklist(standard.Subdistrict) {
		if a := r.Audit.Answers()[c.UID]; len(a.Evidence) > 0 && a.Note != "" {
			uid = c.UID
			break
		}
	}
	state := r.Audit.ClauseState(uid)
	photo := state.Answer.Evidence[0]
	taken := checklists.At(time.Date(2018, 1, 12, 1, 2, 3, 0, time.UTC))
	r.Taken = map[standard.Digest]checklists.Time{photo: taken}
	text, _ := write(t, r, oscal.WriteResults)
	results := read[oscal.Results](t, text, "assessment-results")
	c, _ := r.Edition.Clause(uid)
	i := slices.IndexFunc(results.Results[0].Observations, func(o oscal.Observation) bool {
		return o.Title == catalogs.Line(c.Code+" "+c.Title)
	})
	o := results.Results[0].Observations[i]
	if !strings.HasSuffix(o.Description, catalogs.Escape(state.Answer.Note)) {
		t.Errorf("description %q without the note %q", o.Description, state.Answer.Note)
	}
	methods := []string{}
	for _, m := range catalogs.Methods(c) {
		methods = append(methods, string(m))
	}
	if d := cmp.Diff(methods, o.Methods); d != "" {
		t.Error("methods", d)
	}
	by := slices.IndexFunc(results.Metadata.Parties, func(p catalogs.Party) bool {
		return p.UUID == o.Origins[0].Actors[0].ActorUUID
	})
	if have := results.Metadata.Parties[by].Props[0].Value; have != string(state.By) {
		t.Errorf("observed by %s, want %s", have, state.By)
	}
	if o.Subjects[0].SubjectUUID != results.Metadata.Locations[0].UUID {
		t.Error("the subject is not the hall")
	}
	file := slices.IndexFunc(results.BackMatter.Resources, func(x catalogs.Resource) bool {
		return "#"+x.UUID == o.RelevantEvidence[0].Href
	})
	resource := results.BackMatter.Resources[file]
	if have := resource.RLinks[0].Hashes[0]; have.Value != string(photo) ||
		have.Algorithm != "SHA-256" || resource.Props[0].Value != "2018-01-12T09:02:03+08:00" {
		t.Errorf("photograph %+v", resource)
	}
	if at, err := time.Parse(time.RFC3339, o.Collected); err != nil ||
		checklists.StampAt(at, 0, "demo") != state.At {
		t.Errorf("collected %s, recorded %s", o.Collected, state.At)
	}
}

// TestResultsOfFewAnswers is an audit that has only begun: clauses without an answer make no
// observation.
func TestResultsOfFewAnswers(t *testing.T) {
	r := running(t, standard.Community)
	a, err := checklists.Start(checklists.Opening{ID: r.Audit.ID, Edition: r.Edition,
		Hall: checklists.Hall{ID: "X1", Name: "测试站", Tier: standard.Community},
		Kind: checklists.Phone, Inspectors: []checklists.Username{"auditor"},
		At: r.Audit.StartedAt.Time})
	must(t, err)
	r.Audit, r.Findings = &a, nil
	text, losses := write(t, r, oscal.WriteResults)
	result := read[oscal.Results](t, text, "assessment-results").Results[0]
	if n := len(result.Observations) + len(result.Findings) + len(result.Attestations); n != 0 {
		t.Errorf("%d observations, findings and attestations of nothing", n)
	}
	if want := 2 + len(r.Edition.Checklist(standard.Community)); len(losses) != want {
		t.Errorf("%d losses, want %d: every clause is unchecked", len(losses), want)
	}
	if err := validate(t, schemaOf(t, "assessment-results"), text); err != nil {
		t.Error(err)
	}
	var b bytes.Buffer
	if _, err := oscal.WritePOAM(&b, r); !errors.Is(err, oscal.ErrNothingToMend) || b.Len() > 0 {
		t.Errorf("a plan of action without an item: %v, %d bytes", err, b.Len())
	}
}

func TestDocumentsWantTheirEdition(t *testing.T) {
	r := record(t, standard.Community)
	tree, err := standard.ReadTree(strings.NewReader(strings.Replace(native(t, r.Edition),
		"三级大厅的设置", "三级大厅的布局", 1)), standard.MaxSource)
	must(t, err)
	r.Edition, err = standard.FromTree(tree)
	must(t, err)
	for name, writer := range documents() {
		if _, err := writer(io.Discard, r); !errors.Is(err, checklists.ErrEdition) {
			t.Errorf("%s with another edition: %v", name, err)
		}
	}
}

func native(t testing.TB, e *standard.Edition) string {
	t.Helper()
	var b strings.Builder
	must(t, e.WriteJSON(&b))
	return b.String()
}

func TestEnglishLabels(t *testing.T) {
	r := record(t, standard.Community)
	r.Language = message.English
	for name, writer := range documents() {
		text, _ := write(t, r, writer)
		var root map[string]struct{ Metadata catalogs.Metadata }
		must(t, json.Unmarshal(text, &root))
		for _, document := range root {
			if !strings.Contains(document.Metadata.Title, " of ") &&
				!strings.Contains(document.Metadata.Title, " for ") {
				t.Errorf("%s: title %q", name, document.Metadata.Title)
			}
		}
		if i := bytes.Index(text, []byte("oscal.")); i >= 0 && !bytes.HasPrefix(text[i:],
			[]byte("oscal.json")) {
			t.Errorf("%s: a text is missing at %q", name, text[i:min(len(text), i+40)])
		}
	}
}

// TestKeptThreshold is an audit by the threshold before an amendment.
func TestKeptThreshold(t *testing.T) {
	base := running(t, standard.Subdistrict)
	sheet, err := fixtures.AmendmentXG1()
	must(t, err)
	e, err := standard.Apply(base.Edition, sheet)
	must(t, err)
	a, err := checklists.Start(checklists.Opening{ID: base.Audit.ID, Edition: e,
		Hall: checklists.Hall{ID: "X1", Name: "老厅", Tier: standard.Subdistrict},
		Kind: checklists.Phone, Inspectors: []checklists.Username{"auditor"},
		At: time.Date(2023, 3, 1, 2, 0, 0, 0, time.UTC)})
	must(t, err)
	c := checklists.Change{ID: "01940000-0000-7000-8000-000000000001", Clause: "HS001",
		At: checklists.StampAt(a.StartedAt.Time, 0, "tab"), Device: "tab", Op: checklists.OpAnswer,
		Value: json.RawMessage(`{"value":200}`)}
	a.Apply(e, []checklists.Change{c}, "auditor", a.StartedAt.Time)
	text, losses := write(t, oscal.Record{Edition: e, Audit: &a}, oscal.WriteResults)
	o := read[oscal.Results](t, text, "assessment-results").Results[0].Observations[0]
	props := map[string]string{}
	for _, p := range o.Props {
		props[p.Name] = p.Value
	}
	if props["kept-target"] != "200" || props["earned"] != props["max"] ||
		!strings.Contains(losses[2], "keeps its old threshold until "+props["kept-until"]) {
		t.Errorf("%v, report %q", props, losses[2])
	}
}
