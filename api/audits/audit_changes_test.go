package audits_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"hallmark/api/apitest"
)

// badChanges are changes that are rejected each by itself, and the code.
func badChanges(k *apitest.Kit) map[string]struct {
	set  apitest.Object
	code string
} {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	now := k.Clock.Read().UnixMilli()
	return map[string]struct {
		set  apitest.Object
		code string
	}{
		"clause of no edition":   {apitest.Object{"clause": "HS999"}, "clause-unknown"},
		"clause of another tier": {apitest.Object{"clause": "HS004"}, "clause-tier"},
		"wrong kind of answer":   {apitest.Object{"value": apitest.Object{"level": 1}}, "answer.kind"},
		"two kinds": {apitest.Object{"value": apitest.Object{"value": 1, "level": 1}},
			"answer.two-forms"},
		"no answer":          {apitest.Object{"value": apitest.Object{"note": "x"}}, "answer.none"},
		"no value":           {apitest.Object{"value": nil}, ""},
		"NaN":                {apitest.Object{"value": apitest.Object{"value": "NaN"}}, ""},
		"huge":               {apitest.Object{"value": raw(`{"value":1e30}`)}, ""},
		"beyond every float": {apitest.Object{"value": raw(`{"value":1e999999999}`)}, ""},
		"minus nothing":      {apitest.Object{"value": raw(`{"value":-0.00000001}`)}, ""},
		"counts":             {apitest.Object{"value": apitest.Object{"counts": apitest.Object{"a": 1}}}, ""},
		"stamp":              {apitest.Object{"at": "yesterday"}, "stamp"},
		"negative stamp":     {apitest.Object{"at": fmt.Sprintf("-%012d-0000-kit", now)}, "stamp"},
		"device":             {apitest.Object{"device": "../tab"}, "device"},
		"op":                 {apitest.Object{"op": "drop table"}, "op"},
		"id":                 {apitest.Object{"id": "7"}, "id"},
		"saw":                {apitest.Object{"saw": []string{"x"}}, "saw"},
		"unknown member":     {apitest.Object{"by": "supervisor"}, "malformed"},
		"wrong type":         {apitest.Object{"saw": "x"}, "malformed"},
		"veto is never excluded": {apitest.Object{"clause": "HS038", "op": "not-applicable",
			"value": apitest.Object{"notApplicable": "无"}}, "answer.veto"},
		"reason": {apitest.Object{"op": "not-applicable",
			"value": apitest.Object{"notApplicable": " "}}, "answer.reason"},
		"digest of a photograph": {apitest.Object{"op": "evidence.add",
			"value": apitest.Object{"sha256": "../../etc/passwd"}}, "answer.sha256"},
		"decision's form":     {apitest.Object{"id": "3d6f0a80-4f4e-8d5b-9c7e-2b1a6f0e9d11"}, "id"},
		"device of decisions": {apitest.Object{"device": "appeal"}, "device-reserved"},
		"device of pages":     {apitest.Object{"device": "web"}, "device-reserved"},
		"stamp of pages":      {apitest.Object{"at": "1519866000000-0000-web"}, "device-reserved"},
		"occurrence": {apitest.Object{"clause": "HS036", "op": "occurrence.add",
			"value": apitest.Object{"id": "1", "kind": "a"}}, "answer.occurrence-uuid"},
		"unknown occurrence": {apitest.Object{"clause": "HS036", "op": "occurrence.add",
			"value": apitest.Object{"id": "1", "kind": "zz"}}, "answer.occurrence-kind"},
		"bare value of an evidence": {apitest.Object{"op": "evidence.add", "value": 7}, ""},
	}
}

// TestBadChangeBlocksNothing sends each bad change between two good ones.
func TestBadChangeBlocksNothing(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	for name, c := range badChanges(k) {
		id := k.StartAudit("GS-S03")
		bad := k.Change("HS001", apitest.Object{"value": json.Number("187.5")})
		for field, value := range c.set {
			bad[field] = value
		}
		r := k.Record(id, k.Change("HS006", apitest.Object{"verdict": "pass"}), bad,
			k.Change("HS009", apitest.Object{"verdict": "fail"}))
		if len(r) != 3 || r[0].Status != "applied" || r[2].Status != "applied" ||
			r[1].Status != "rejected" || c.code != "" && r[1].Code != c.code || r[1].Detail == "" {
			t.Errorf("%s: %+v, want code %q", name, r, c.code)
		}
		if a := k.Audit(id); a.Answered != 2 || a.Revision != 2 {
			t.Errorf("%s: %d answers, revision %d", name, a.Answered, a.Revision)
		}
	}
}

// TestMalformedChanges sends elements that are no change objects at all.
func TestMalformedChanges(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	good, err := json.Marshal(k.Change("HS006", apitest.Object{"verdict": "pass"}))
	k.Must(err)
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	bad := []string{`null`, `7`, `"x"`, `[]`, `{}`, `{"id":7}`, `{"value":` + deep + `}`,
		strings.Replace(string(good), `"at"`, `"at":"1","at"`, 1),
		strings.Replace(string(good), `"verdict"`, `"verdict":"fail","verdict"`, 1),
		strings.Replace(string(good), `"op"`, `"OP"`, 1)}
	var r apitest.Reply
	k.Want(200, "POST", "/api/v1/audits/"+id+"/changes",
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
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	changes := k.Answers("subdistrict")[:40]
	first := k.Send(id, 1, changes[:25]...)
	second := k.Send(id, first.Revision, changes[20:]...)
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
	third := k.Send(id, 0, changes...)
	if third.Revision != 3 || len(third.Since) != 40 {
		t.Errorf("only repetitions: revision %d, %d since the beginning", third.Revision,
			len(third.Since))
	}
	if last := k.Send(id, 3); len(last.Since) != 0 || len(last.Results) != 0 {
		t.Errorf("nothing new: %+v", last)
	}

	many := make([]apitest.Object, 1001)
	for i := range many {
		many[i] = k.Operation("HS006", "note", apitest.Object{"note": fmt.Sprint(i)})
	}
	status, _, body := k.Call("POST", "/api/v1/audits/"+id+"/changes", apitest.Object{"revision": 3,
		"changes": many})
	if places := placesOf(t, body); status != 422 || !slices.Equal(places, []string{"changes max"}) {
		t.Errorf("1,001 changes: %d %v", status, places)
	}
	if r := k.Send(id, 3, many[:1000]...); len(r.Results) != 1000 || r.Revision != 4 {
		t.Errorf("1,000 changes: %d results, revision %d", len(r.Results), r.Revision)
	}
}

func TestClockAhead(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	stamp := func(d time.Duration) string {
		return fmt.Sprintf("%013d-0000-kit", k.Clock.Read().Add(d).UnixMilli())
	}
	late := k.Change("HS006", apitest.Object{"verdict": "pass"})
	late["at"] = stamp(5*time.Minute + time.Millisecond)
	edge := k.Change("HS009", apitest.Object{"verdict": "pass"})
	edge["at"] = stamp(5 * time.Minute)
	wantResults(t, k.Record(id, late, edge), "applied clock-ahead", "applied")
	answers := k.Audit(id).Answers
	if got, want := answers["HS006"].At[:13], stamp(0)[:13]; got != want {
		t.Errorf("brought back to %s, want %s", got, want)
	}
	if answers["HS009"].At != edge["at"] {
		t.Errorf("within five minutes, but changed to %s", answers["HS009"].At)
	}
	since := k.Send(id, 0).Since
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
	k := apitest.New(t)
	k.SignIn("auditor")
	var started apitest.AuditSeen
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor2"}}, &started)
	id := started.ID
	wantResults(t, k.Record(id, k.Answers("subdistrict")...)[:2], "applied", "applied")

	k.SignIn("auditor2")
	k.Clock.Advance(time.Second)
	other := k.Change("HS006", apitest.Object{"verdict": "fail", "note": "缺证照"})
	same := k.Change("HS009", apitest.Object{"verdict": "pass"})
	wantResults(t, k.Record(id, other, same), "conflict conflict", "applied")
	a := k.Audit(id)
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
	status, _, body := k.Call("POST", "/api/v1/audits/"+id+"/submit", nil)
	if places := placesOf(t, body); status != 409 || !slices.Equal(places,
		[]string{"answers.HS006 conflict"}) {
		t.Errorf("submitted in conflict: %d %v", status, places)
	}

	half := k.Change("HS006", apitest.Object{"verdict": "fail"}) // saw one of two: settles nothing
	half["saw"] = []any{other["id"]}
	wantResults(t, k.Record(id, half), "conflict conflict")
	if a = k.Audit(id); len(a.Answers["HS006"].Conflict) != 2 {
		t.Errorf("after seeing half: %+v", a.Answers["HS006"])
	}
	k.Clock.Advance(time.Second)
	choice := k.Change("HS006", apitest.Object{"verdict": "pass"})
	choice["saw"] = k.Audit(id).Answers["HS006"].Heads
	wantResults(t, k.Record(id, choice), "applied")
	if a = k.Audit(id); len(a.Answers["HS006"].Conflict) != 0 ||
		string(a.Answers["HS006"].Value) != `{"verdict":"pass"}` {
		t.Errorf("after the choice: %+v", a.Answers["HS006"])
	}
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
}

// TestOccurrencesAddUp lets two auditors find deductions apart from each other.
func TestOccurrencesAddUp(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	var a apitest.AuditSeen
	k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "GS-S03", "kind": "comprehensive",
		"inspectors": []string{"auditor2"}}, &a)
	add := func(id string) apitest.Object {
		return k.Operation("HS036", "occurrence.add", apitest.Object{"id": id, "kind": "a"})
	}
	ids := func() []string {
		var value struct{ Occurrences []struct{ ID string } }
		k.Must(json.Unmarshal(k.Audit(a.ID).Answers["HS036"].Value, &value))
		list := []string{}
		for _, o := range value.Occurrences {
			list = append(list, o.ID)
		}
		slices.Sort(list)
		return list
	}
	one, two := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	wantResults(t, k.Record(a.ID, add(one)), "applied")
	k.SignIn("auditor2")
	wantResults(t, k.Record(a.ID, add(two), add(two)), "applied", "applied")
	if want := []string{min(one, two), max(one, two)}; !slices.Equal(ids(), want) {
		t.Errorf("occurrences %v, want %v", ids(), want)
	}
	k.Clock.Advance(time.Second)
	remove := k.Operation("HS036", "occurrence.remove", apitest.Object{"id": one})
	remove["saw"] = k.Audit(a.ID).Answers["HS036"].Heads
	wantResults(t, k.Record(a.ID, remove), "applied")
	if !slices.Equal(ids(), []string{two}) {
		t.Errorf("after removing: %v, want %v", ids(), two)
	}
}

// TestEvidenceBeforeAndAfterUpload names one photograph before it arrives and one afterwards.
func TestEvidenceBeforeAndAfterUpload(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-S03")
	early, late := apitest.DigestOf(apitest.Photograph(t, 1)), k.Upload(2)
	add := func(d string) apitest.Object {
		return k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d})
	}
	wantResults(t, k.Record(id, add(early), add(late)), "applied", "applied")
	k.Want(404, "GET", "/api/v1/evidence/"+early, nil, nil)
	status, header, _ := k.Call("GET", "/api/v1/audits/"+id+"/report.pdf", nil)
	if status != 200 || header.Get("Content-Type") != "application/pdf" {
		t.Errorf("report while a photograph is on its way: %d", status)
	}
	k.Upload(1)
	for _, d := range []string{early, late} {
		status, header, photo := k.Call("GET", "/api/v1/evidence/"+d, nil)
		if status != 200 || header.Get("Content-Type") != "image/jpeg" || len(photo) < 100 {
			t.Errorf("photograph: %d %s, %d bytes", status, header.Get("Content-Type"), len(photo))
		}
	}
	got := k.Audit(id).Answers["HS006"].Evidence
	if slices.Sort(got); !slices.Equal(got, []string{min(early, late), max(early, late)}) {
		t.Errorf("evidence %v", got)
	}
	remove := k.Operation("HS006", "evidence.remove", apitest.Object{"sha256": early})
	wantResults(t, k.Record(id, remove), "applied")
	if got := k.Audit(id).Answers["HS006"].Evidence; !slices.Equal(got, []string{late}) {
		t.Errorf("after removing: %v", got)
	}
}

func TestEvidenceRefused(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	photo := apitest.Photograph(t, 3)
	d := apitest.DigestOf(photo)
	put := func(name string, body []byte) (int, []string) {
		status, _, answer := k.Call("PUT", "/api/v1/evidence/"+name, body)
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
		"no picture":   {apitest.DigestOf(text), text, "body image"},
		"nothing":      {apitest.DigestOf(nil), []byte{}, "body image"},
		"half picture": {apitest.DigestOf(photo[:len(photo)/2]), photo[:len(photo)/2], "body image"},
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
