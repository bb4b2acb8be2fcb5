package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// badChanges are changes that are rejected each by itself, and the code.
func badChanges(k *kit) map[string]struct {
	set  object
	code string
} {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	now := k.clock.read().UnixMilli()
	return map[string]struct {
		set  object
		code string
	}{
		"clause of no edition":   {object{"clause": "HS999"}, "clause-unknown"},
		"clause of another tier": {object{"clause": "HS004"}, "clause-tier"},
		"wrong kind of answer":   {object{"value": object{"level": 1}}, "answer.kind"},
		"two kinds": {object{"value": object{"value": 1, "level": 1}},
			"answer.two-forms"},
		"no answer":          {object{"value": object{"note": "x"}}, "answer.none"},
		"no value":           {object{"value": nil}, ""},
		"NaN":                {object{"value": object{"value": "NaN"}}, ""},
		"huge":               {object{"value": raw(`{"value":1e30}`)}, ""},
		"beyond every float": {object{"value": raw(`{"value":1e999999999}`)}, ""},
		"minus nothing":      {object{"value": raw(`{"value":-0.00000001}`)}, ""},
		"counts":             {object{"value": object{"counts": object{"a": 1}}}, ""},
		"stamp":              {object{"at": "yesterday"}, "stamp"},
		"negative stamp":     {object{"at": fmt.Sprintf("-%012d-0000-kit", now)}, "stamp"},
		"device":             {object{"device": "../tab"}, "device"},
		"op":                 {object{"op": "drop table"}, "op"},
		"id":                 {object{"id": "7"}, "id"},
		"saw":                {object{"saw": []string{"x"}}, "saw"},
		"unknown member":     {object{"by": "supervisor"}, "malformed"},
		"wrong type":         {object{"saw": "x"}, "malformed"},
		"veto is never excluded": {object{"clause": "HS038", "op": "not-applicable",
			"value": object{"notApplicable": "无"}}, "answer.veto"},
		"reason": {object{"op": "not-applicable",
			"value": object{"notApplicable": " "}}, "answer.reason"},
		"digest of a photograph": {object{"op": "evidence.add",
			"value": object{"sha256": "../../etc/passwd"}}, "answer.sha256"},
		"unknown occurrence": {object{"clause": "HS036", "op": "occurrence.add",
			"value": object{"id": "1", "kind": "zz"}}, "answer.occurrence-kind"},
		"bare value of an evidence": {object{"op": "evidence.add", "value": 7}, ""},
	}
}

// TestBadChangeBlocksNothing sends each bad change between two good ones.
func TestBadChangeBlocksNothing(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	for name, c := range badChanges(k) {
		id := k.startAudit("GS-S03")
		bad := k.change("HS001", object{"value": json.Number("187.5")})
		for field, value := range c.set {
			bad[field] = value
		}
		r := k.record(id, k.change("HS006", object{"verdict": "pass"}), bad,
			k.change("HS009", object{"verdict": "fail"}))
		if len(r) != 3 || r[0].Status != "applied" || r[2].Status != "applied" ||
			r[1].Status != "rejected" || c.code != "" && r[1].Code != c.code || r[1].Detail == "" {
			t.Errorf("%s: %+v, want code %q", name, r, c.code)
		}
		if a := k.audit(id); a.Answered != 2 || a.Revision != 2 {
			t.Errorf("%s: %d answers, revision %d", name, a.Answered, a.Revision)
		}
	}
}

// TestMalformedChanges sends elements that are no change objects at all.
func TestMalformedChanges(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	good, err := json.Marshal(k.change("HS006", object{"verdict": "pass"}))
	k.must(err)
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	bad := []string{`null`, `7`, `"x"`, `[]`, `{}`, `{"id":7}`, `{"value":` + deep + `}`,
		strings.Replace(string(good), `"at"`, `"at":"1","at"`, 1),
		strings.Replace(string(good), `"verdict"`, `"verdict":"fail","verdict"`, 1),
		strings.Replace(string(good), `"op"`, `"OP"`, 1)}
	var r reply
	k.want(200, "POST", "/api/v1/audits/"+id+"/changes",
		`{"revision":1,"changes":[`+strings.Join(bad, ",")+`,`+string(good)+`]}`, &r)
	for i, result := range r.Results[:len(bad)] {
		if result.Status != "rejected" || result.Detail == "" {
			t.Errorf("%.80s: %+v", bad[i], result)
		}
	}
	wantResults(t, r.Results[len(bad):], "applied")
}

func TestChangesAreCountedAndRepeated(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	changes := k.answers("subdistrict")[:40]
	first := k.send(id, 1, changes[:25]...)
	second := k.send(id, first.Revision, changes[20:]...)
	if first.Revision != 2 || second.Revision != 3 {
		t.Errorf("revisions %d and %d, want 2 and 3", first.Revision, second.Revision)
	}
	for i, r := range second.Results {
		want := "applied"
		if i < 5 {
			want = "duplicate"
		}
		if r.Status != want || r.ID != changes[20+i]["id"] {
			t.Errorf("change %d: %+v, want %s", i, r, want)
		}
	}
	if len(second.Since) != 15 || second.Since[0].Revision != 3 || second.Since[0].By != "auditor" {
		t.Errorf("since revision 2: %+v", second.Since)
	}
	third := k.send(id, 0, changes...)
	if third.Revision != 3 || len(third.Since) != 40 {
		t.Errorf("only repetitions: revision %d, %d since the beginning", third.Revision,
			len(third.Since))
	}
	if last := k.send(id, 3); len(last.Since) != 0 || len(last.Results) != 0 {
		t.Errorf("nothing new: %+v", last)
	}

	many := make([]object, 1001)
	for i := range many {
		many[i] = k.operation("HS006", "note", object{"note": fmt.Sprint(i)})
	}
	status, _, body := k.call("POST", "/api/v1/audits/"+id+"/changes", object{"revision": 3,
		"changes": many})
	if places := placesOf(t, body); status != 422 || !slices.Equal(places, []string{"changes max"}) {
		t.Errorf("1,001 changes: %d %v", status, places)
	}
	if r := k.send(id, 3, many[:1000]...); len(r.Results) != 1000 || r.Revision != 4 {
		t.Errorf("1,000 changes: %d results, revision %d", len(r.Results), r.Revision)
	}
}

func TestClockAhead(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	stamp := func(d time.Duration) string {
		return fmt.Sprintf("%013d-0000-kit", k.clock.read().Add(d).UnixMilli())
	}
	late := k.change("HS006", object{"verdict": "pass"})
	late["at"] = stamp(5*time.Minute + time.Millisecond)
	edge := k.change("HS009", object{"verdict": "pass"})
	edge["at"] = stamp(5 * time.Minute)
	wantResults(t, k.record(id, late, edge), "applied clock-ahead", "applied")
	answers := k.audit(id).Answers
	if got, want := answers["HS006"].At[:13], stamp(0)[:13]; got != want {
		t.Errorf("brought back to %s, want %s", got, want)
	}
	if answers["HS009"].At != edge["at"] {
		t.Errorf("within five minutes, but changed to %s", answers["HS009"].At)
	}
	since := k.send(id, 0).Since
	i := slices.IndexFunc(since, func(c struct {
		ID, Clause, At, By, Claimed string
		Revision                    int
	}) bool {
		return c.Clause == "HS006"
	})
	if since[i].Claimed != late["at"] {
		t.Errorf("the time as sent is lost: %+v", since[i])
	}
}

// TestConflict lets two auditors answer one clause differently without having seen each other.
func TestConflict(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	var started auditSeen
	k.want(201, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor2"}}, &started)
	id := started.ID
	wantResults(t, k.record(id, k.answers("subdistrict")...)[:2], "applied", "applied")

	k.signIn("auditor2")
	k.clock.advance(time.Second)
	other := k.change("HS006", object{"verdict": "fail", "note": "缺证照"})
	same := k.change("HS009", object{"verdict": "pass"})
	wantResults(t, k.record(id, other, same), "conflict conflict", "applied")
	a := k.audit(id)
	named := map[string]string{}
	for _, head := range a.Answers["HS006"].Conflict {
		named[head.By] = string(head.Value)
	}
	want := map[string]string{"auditor": `{"verdict":"pass"}`, "auditor2": `{"verdict":"fail"}`}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("conflict (-want +got):\n%s", diff)
	}
	if got := string(a.Answers["HS006"].Value); got != `{"verdict":"fail"}` {
		t.Errorf("for now stands %s, want the latest", got)
	}
	if len(a.Answers["HS009"].Conflict) != 0 {
		t.Error("equal answers are in conflict")
	}
	status, _, body := k.call("POST", "/api/v1/audits/"+id+"/submit", nil)
	if places := placesOf(t, body); status != 409 || !slices.Equal(places,
		[]string{"answers.HS006 conflict"}) {
		t.Errorf("submitted in conflict: %d %v", status, places)
	}

	half := k.change("HS006", object{"verdict": "fail"}) // saw one of two: settles nothing
	half["saw"] = []any{other["id"]}
	wantResults(t, k.record(id, half), "conflict conflict")
	if a = k.audit(id); len(a.Answers["HS006"].Conflict) != 2 {
		t.Errorf("after seeing half: %+v", a.Answers["HS006"])
	}
	k.clock.advance(time.Second)
	choice := k.change("HS006", object{"verdict": "pass"})
	choice["saw"] = k.audit(id).Answers["HS006"].Heads
	wantResults(t, k.record(id, choice), "applied")
	if a = k.audit(id); len(a.Answers["HS006"].Conflict) != 0 ||
		string(a.Answers["HS006"].Value) != `{"verdict":"pass"}` {
		t.Errorf("after the choice: %+v", a.Answers["HS006"])
	}
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
}

// TestOccurrencesAddUp lets two auditors find deductions apart from each other.
func TestOccurrencesAddUp(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	var a auditSeen
	k.want(201, "POST", "/api/v1/audits", object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor2"}}, &a)
	add := func(id string) object {
		return k.operation("HS036", "occurrence.add", object{"id": id, "kind": "a"})
	}
	ids := func() []string {
		var value struct{ Occurrences []struct{ ID string } }
		k.must(json.Unmarshal(k.audit(a.ID).Answers["HS036"].Value, &value))
		list := []string{}
		for _, o := range value.Occurrences {
			list = append(list, o.ID)
		}
		slices.Sort(list)
		return list
	}
	one, two := uuid.NewString(), uuid.NewString()
	wantResults(t, k.record(a.ID, add(one)), "applied")
	k.signIn("auditor2")
	wantResults(t, k.record(a.ID, add(two), add(two)), "applied", "applied")
	if want := []string{min(one, two), max(one, two)}; !slices.Equal(ids(), want) {
		t.Errorf("occurrences %v, want %v", ids(), want)
	}
	k.clock.advance(time.Second)
	remove := k.operation("HS036", "occurrence.remove", object{"id": one})
	remove["saw"] = k.audit(a.ID).Answers["HS036"].Heads
	wantResults(t, k.record(a.ID, remove), "applied")
	if !slices.Equal(ids(), []string{two}) {
		t.Errorf("after removing: %v, want %v", ids(), two)
	}
}

// TestEvidenceBeforeAndAfterUpload names one photograph before it arrives and one afterwards.
func TestEvidenceBeforeAndAfterUpload(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	id := k.startAudit("GS-S03")
	early, late := digestOf(photograph(t, 1)), k.upload(2)
	add := func(d string) object { return k.operation("HS006", "evidence.add", object{"sha256": d}) }
	wantResults(t, k.record(id, add(early), add(late)), "applied", "applied")
	k.want(404, "GET", "/api/v1/evidence/"+early, nil, nil)
	status, header, _ := k.call("GET", "/api/v1/audits/"+id+"/report.pdf", nil)
	if status != 200 || header.Get("Content-Type") != "application/pdf" {
		t.Errorf("report while a photograph is on its way: %d", status)
	}
	k.upload(1)
	for _, d := range []string{early, late} {
		status, header, photo := k.call("GET", "/api/v1/evidence/"+d, nil)
		if status != 200 || header.Get("Content-Type") != "image/jpeg" || len(photo) < 100 {
			t.Errorf("photograph: %d %s, %d bytes", status, header.Get("Content-Type"), len(photo))
		}
	}
	got := k.audit(id).Answers["HS006"].Evidence
	if slices.Sort(got); !slices.Equal(got, []string{min(early, late), max(early, late)}) {
		t.Errorf("evidence %v", got)
	}
	remove := k.operation("HS006", "evidence.remove", object{"sha256": early})
	wantResults(t, k.record(id, remove), "applied")
	if got := k.audit(id).Answers["HS006"].Evidence; !slices.Equal(got, []string{late}) {
		t.Errorf("after removing: %v", got)
	}
}

func TestEvidenceRefused(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.signIn("auditor")
	photo := photograph(t, 3)
	d := digestOf(photo)
	put := func(name string, body []byte) (int, []string) {
		status, _, answer := k.call("PUT", "/api/v1/evidence/"+name, body)
		if status < 300 {
			return status, nil
		}
		return status, placesOf(t, answer)
	}
	text := []byte("<script>alert(1)</script>")
	for name, c := range map[string]struct {
		at    string
		body  []byte
		place string
	}{
		"other bytes":  {d, photo[:len(photo)-1], "sha256 digest"},
		"no digest":    {"x", photo, "sha256 sha256"},
		"upper case":   {strings.ToUpper(d), photo, "sha256 sha256"},
		"no picture":   {digestOf(text), text, "body image"},
		"nothing":      {digestOf(nil), []byte{}, "body image"},
		"half picture": {digestOf(photo[:len(photo)/2]), photo[:len(photo)/2], "body image"},
	} {
		if status, places := put(c.at, c.body); status != 422 || !slices.Equal(places,
			[]string{c.place}) {
			t.Errorf("%s: %d %v, want %s", name, status, places, c.place)
		}
	}
	for i, want := range []int{201, 200} {
		if status, _ := put(d, photo); status != want {
			t.Errorf("upload %d: %d, want %d", i+1, status, want)
		}
	}
}
