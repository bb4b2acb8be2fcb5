package tabletwork_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"hallmark/api/audits/present"
	"hallmark/api/takeover"
	"hallmark/checklists"
)

// refused are the codes of what the tablet keeps as refused, sorted.
func (tab *tablet) refused() []string {
	tab.t.Helper()
	return js[[]string](tab, `await T.sync.refreshStatus();
		return T.sync.status.items.filter((i) => i.reason).map((i) => i.code).sort()`)
}

// TestProxyTooLarge has a proxy let no large request through: a smaller copy of the photograph goes
// beside the original, which is kept and sent when it can be; the submission does not wait.
func TestProxyTooLarge(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(noisy)
	n.narrow(60_000)
	tab.do(`const a = await T.start("GS-C01", ["HS001", "HS005"]); await T.fill(a);
		globalThis.sha = await a.addPhoto("HS001", await T.noisy(3, 700));
		await T.finish(a); await T.settled()`)
	id, sha := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return sha`)
	have, _ := onServer(t, n.direct, id)
	shown := have.Answers["HS001"].Evidence
	if have.State != "submitted" || len(shown) != 2 || !slices.Contains(shown, sha) {
		t.Fatalf("%s with the photographs %v", have.State, shown)
	}
	for _, one := range shown {
		if there := photo(t, n.direct, one) > 0; there != (one != sha) {
			t.Errorf("photograph %.8s of %.8s is there: %t", one, sha, there)
		}
	}
	if got := tab.refused(); !slices.Equal(got, []string{"line-too-large"}) {
		t.Errorf("kept: %v", got)
	}
	n.narrow(0)
	tab.do(`const [item] = T.sync.status.items; await T.sync.retry(item.id); await T.settled()`)
	if got := tab.queue(); got.Items != 0 || photo(t, n.direct, sha) == 0 {
		t.Errorf("after the proxy: %+v", got)
	}
}

// TestLateAnswers has a colleague submit before the answers of a tablet arrive: they are kept, and
// sent by themselves when the audit comes back.
func TestLateAnswers(t *testing.T) {
	n := start(t)
	a, b := open(t, n), open(t, n)
	a.prepare("auditor")
	a.do(`await T.start("GS-C01", ["HS001", "HS005"]); await T.fill(T.audit); await T.settled()`)
	id := js[string](a, `return T.audit.audit.id`)
	b.prepare("auditor2")
	b.do(`T.audit = await T.work.open(%q)`, id)
	n.cut(true)
	a.do(`await T.audit.record("HS001", "note", {note: "晚到的记录"})`)
	n.cut(false)
	ask(t, n.direct, "auditor2", http.MethodPost, "/api/v1/audits/"+id+"/submit",
		object{"signatures": []object{}}, nil)
	a.do(`await T.settled()`)
	if got := a.refused(); !slices.Equal(got, []string{"audit-closed"}) {
		t.Errorf("kept: %v", got)
	}
	a.do(`await T.sync.retry(T.sync.status.items.find((i) => i.reason).id); await T.settled()`)
	var review struct {
		Late *checklists.Late
	}
	ask(t, n.direct, "supervisor", http.MethodGet, "/api/v1/audits/"+id+"/review", nil, &review)
	if l := review.Late; l == nil || len(l.Offers) != 1 || l.Offers[0].Clause != "HS001" ||
		l.Offers[0].By != "auditor" || !strings.Contains(string(l.Offers[0].Value), "晚到的记录") {
		t.Errorf("the reviewer is offered %+v", l)
	}
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/audits/"+id+"/return",
		object{"comment": "请补照片"}, nil)
	a.do(`await T.work.refresh(); await T.settled()`)
	if have, _ := onServer(t, n.direct, id); have.Answers["HS001"].Note != "晚到的记录" {
		t.Errorf("after the return the note is %q, kept: %v", have.Answers["HS001"].Note, a.refused())
	}
}

// TestUnsentIsTold has a photograph wait on a tablet: the server tells the colleagues of it, also after
// the inspector has left the audit, and no longer once it is sent.
func TestUnsentIsTold(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(noisy)
	n.narrow(60_000)
	tab.do(`const a = await T.start("GS-C01", ["HS001", "HS005"]);
		globalThis.sha = await a.addPhoto("HS001", await T.noisy(3, 700)); await T.settled()`)
	id := js[string](tab, `return T.audit.audit.id`)
	if got := places(t, n.direct, id); len(got) != 1 || got[0].User != "auditor" || got[0].Unsent != 1 {
		t.Errorf("while a photograph waits the colleagues are told %+v", got)
	}
	tab.do(`T.audit.close(); await T.sync.now()`)
	n.narrow(0)
	tab.do(`const [item] = T.sync.status.items; await T.sync.retry(item.id); await T.settled()`)
	if got := places(t, n.direct, id); len(got) > 0 {
		t.Errorf("after it was sent the colleagues are told %+v", got)
	}
}

// places is who is in an audit and with how much unsent, as the server tells the second inspector.
func places(t *testing.T, base, id string) (list []present.Place) {
	t.Helper()
	var session struct{ Token string }
	call(t, base, "", http.MethodPost, "/api/v1/sessions",
		object{"username": "auditor2", "password": password}, &session)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		base+"/api/v1/audits/"+id+"/events?seconds=0&revision=0", http.NoBody)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+session.Token)
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	_, told, _ := strings.Cut(string(body), "event: presence\ndata: ")
	told, _, _ = strings.Cut(told, "\n")
	must(t, json.Unmarshal([]byte(told), &list))
	return list
}

// TestPictureOfBefore adds a picture that another account has uploaded before: whoever has the bytes
// may show them.
func TestPictureOfBefore(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor2")
	tab.do(`globalThis.picture = await T.picture(4);
		await T.start("GS-C01", ["HS005"]); await T.audit.addPhoto("HS005", picture); await T.settled();
		T.audit.close(); T.vault.lock()`)
	tab.prepare("auditor")
	tab.do(`const a = await T.start("GS-S03", ["HS001"]);
		globalThis.sha = await a.addPhoto("HS001", picture); await T.settled()`)
	if got := tab.refused(); len(got) > 0 {
		t.Errorf("refused: %v", got)
	}
	have, _ := onServer(t, n.direct, js[string](tab, `return T.audit.audit.id`))
	if shown := have.Answers["HS001"].Evidence; !slices.Equal(shown,
		[]string{js[string](tab, `return sha`)}) {
		t.Errorf("the audit shows %v", shown)
	}
}

// TestCutPicture chooses files that end in the middle: it is said, and nothing is kept of them.
func TestCutPicture(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	got := js[[]string](tab, `const a = await T.start("GS-C01"); const said = [];
		for (const type of ["image/jpeg", "image/png", "image/webp"]) {
			const whole = await T.picture(5, type);
			const add = (file) => a.addPhoto("HS001", file).then(() => "taken", (err) => err.code);
			said.push(await add(whole.slice(0, whole.size * 0.7, type)), await add(whole));
		}
		return said`)
	want := []string{"photo-truncated", "taken", "photo-truncated", "taken", "photo-truncated", "taken"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCopyIsKept has a tablet believe that photographs were sent that were not, as programs of before
// did behind a portal: the server says what has not arrived, after the submission and again after
// the approval, and the tablet sends it and keeps its copy until it is there.
func TestCopyIsKept(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`globalThis.asks = T.sync.confirm;
		globalThis.believe = async (sha) => T.vault.update("photographs",
			"meta/" + T.audit.audit.id + "/" + sha, (meta) => ({...meta, waiting: false}));
		const a = await T.start("GS-C01", ["HS001", "HS005"]); await T.fill(a);
		globalThis.one = await a.addPhoto("HS001", await T.picture(1));
		await believe(one); await T.finish(a)`)
	n.cut(false)
	tab.do(`await T.settled()`)
	id := js[string](tab, `return T.audit.audit.id`)
	if photo(t, n.direct, js[string](tab, `return one`)) == 0 {
		t.Error("after the submission the photograph is not there")
	}

	n.cut(true)
	tab.do(`T.sync.confirm = async () => true;
		const a = await T.start("GS-C02", ["HS001", "HS005"]); await T.fill(a);
		globalThis.two = await a.addPhoto("HS001", await T.picture(2));
		await believe(two); await T.finish(a)`)
	n.cut(false)
	tab.do(`await T.settled(); T.sync.confirm = asks`)
	second := js[string](tab, `return T.audit.audit.id`)
	for _, one := range []string{id, second} {
		ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/audits/"+one+"/approve", object{}, nil)
	}
	const kept = `return (await T.vault.keys("photographs", "bytes/")).map((key) => key.slice(6))`
	tab.do(`await T.work.refresh()`)
	if got := js[[]string](tab, kept); !slices.Contains(got, js[string](tab, `return two`)) {
		t.Error("the copy is gone before the photograph is there")
	}
	tab.do(`await T.settled()`)
	if photo(t, n.direct, js[string](tab, `return two`)) == 0 {
		t.Error("after the approval the photograph is not there")
	}
	tab.do(`T.audit.close(); await T.work.refresh()`)
	if got := js[[]string](tab, kept); len(got) > 0 {
		t.Errorf("%d pictures are kept although all is there", len(got))
	}
}

// TestStartRefused begins an audit without a network in a hall that is closed meanwhile: the refusal
// names the hall, and the whole audit goes into a file, off the tablet, and from the file to the server
// once the hall is open again.
func TestStartRefused(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	id, entered, recorded := tab.visit("GS-C01")
	hall := func(revision int, status string) {
		ask(t, n.direct, "supervisor", http.MethodPatch, "/api/v1/halls/GS-C01",
			object{"revision": revision, "status": status}, nil)
	}
	hall(1, "closed")
	n.cut(false)
	tab.do(`for (const end = Date.now() + 60000; Date.now() < end;) {
		await T.sync.now();
		await T.sync.refreshStatus();
		if (T.sync.status.items.some((i) => i.kind === "start" && i.reason)) return true;
		await new Promise((r) => setTimeout(r, 50));
	}`)
	reasons := js[[]string](tab, `return T.sync.status.items.filter((i) => i.kind === "start")
		.map((i) => i.reason)`)
	if len(reasons) != 1 || !strings.Contains(reasons[0], "枫塘") {
		t.Errorf("refused because %q", reasons)
	}
	text := js[string](tab, `T.audit.close();
		const {blob, ids} = await T.sync.fileOf(T.sync.status.items.find((i) => i.kind === "start").id);
		await T.sync.discard(ids);
		return await blob.text()`)
	if q := tab.queue(); q.Items != 0 {
		t.Errorf("after it was discarded: %+v", q)
	}
	if left := js[int](tab, `return (await T.work.list()).length +
		(await T.vault.keys("changes")).length + (await T.vault.keys("photographs")).length`); left != 0 {
		t.Errorf("%d things are left on the tablet", left)
	}
	hall(2, "in-service")
	report, err := n.server.Takeover.Import(t.Context(), bytes.NewReader([]byte(text)), takeover.Order{})
	must(t, err)
	if len(report.Refused) > 0 {
		t.Errorf("import: %+v", report)
	}
	if have := same(t, n.direct, id, entered, recorded); have.State != "submitted" {
		t.Errorf("the audit from the file is %s", have.State)
	}
}

// TestFileHoldsRaw saves unsent work while a photograph is on the disk as the camera gave it and no more:
// the file holds it, as a photograph of its clause.
func TestFileHoldsRaw(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	text := js[string](tab, `const a = await T.start("GS-C01", ["HS001"]); const picture = await T.picture(6);
		await T.vault.put("photographs", "raw/" + a.audit.id + "/01940000-0000-7000-8000-000000000001", {uid: "HS001",
			name: "a.jpg", type: picture.type, takenAt: "", place: null, bytes: new Uint8Array(await picture.arrayBuffer())});
		const {blob, raw} = await T.work.saveToFile();
		if (raw) throw new Error(raw + " are not in the file");
		return await blob.text()`)
	var file struct {
		Content struct {
			Changes     []struct{ Change struct{ Clause, Op string } }
			Photographs []struct{ SHA256 string }
		}
		Photographs map[string]string
	}
	must(t, json.Unmarshal([]byte(text), &file))
	c := file.Content
	if len(c.Changes) != 1 || c.Changes[0].Change.Op != "evidence.add" || c.Changes[0].Change.Clause != "HS001" ||
		len(c.Photographs) != 1 || file.Photographs[c.Photographs[0].SHA256] == "" {
		t.Errorf("the file holds %+v", c)
	}
}

// TestHEIC adds a picture as telephones make them: where the browser reads it, it is kept as JPEG; where it
// does not, the refusal says which setting to change.
func TestHEIC(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	picture, err := os.ReadFile("../../pdf/testdata/h.heic")
	must(t, err)
	got := js[[]string](tab, `const a = await T.start("GS-C01", ["HS001"]);
		const file = new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], "a.heic", {type: "image/heic"});
		const refused = await a.addPhoto("HS001", file).then(() => "taken", (err) => err.code);
		const real = createImageBitmap;
		globalThis.createImageBitmap = async (what, o) => what.name === "a.heic" ? real(await T.picture(7)) : real(what, o);
		const sha = await a.addPhoto("HS001", file);
		globalThis.createImageBitmap = real;
		const {bytes, type} = await T.vault.get("photographs", "bytes/" + sha);
		return [refused, type ?? "image/jpeg", bytes.slice(0, 3).join()]`, base64.StdEncoding.EncodeToString(picture))
	if want := []string{"photo-heic", "image/jpeg", "255,216,255"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
