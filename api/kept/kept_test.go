package kept_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/keys"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
	"hallmark/api/takeover"
	"hallmark/api/workdays"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// expected is what the program stated when it made the files.
type expected struct {
	Fingerprint standard.Digest
	Inventory   api.Inventory
	Audits      map[checklists.AuditID]audit
	Papers      map[string]paper
	Editions    map[standard.EditionID]standard.Digest
	Campaign    campaign.ID // the open one
	Queue       struct {
		Audit                                     checklists.AuditID
		Audits, Changes, Photographs, Submissions int
	}
}

type audit struct {
	Number   string
	Edition  standard.EditionID
	State    checklists.State
	Revision int
	Digest   standard.Digest
	Total    standard.Decimal
	Grade    string
	Code     string // of its report
}

type paper struct {
	SHA256 standard.Digest
	Sealed bool
	Code   string // of its report
	Sheet  bool   // carries an amendment
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func stated(t *testing.T) (e expected) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(file(t, "expected.json")))
	d.DisallowUnknownFields()
	must(t, d.Decode(&e))
	return e
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	must(t, err)
	return b
}

// unpacked are the files in a packed one.
func unpacked(t *testing.T, name string) fs.FS {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join("testdata", name))
	must(t, err)
	t.Cleanup(func() { must(t, z.Close()) })
	return z
}

// house is the kept database, opened by the program as it is now.
type house struct {
	t      *testing.T
	server *api.Server
	holds  api.Installation
	token  string
}

// now is some hours after the files were made: an audit may not start long before it is sent.
func now() time.Time { return time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC) }

func open(t *testing.T) *house {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, unpacked(t, "database.zip")))
	return serve(t, dir, dir)
}

// serve opens the installation in a directory with the kept signing key, which lies in another one.
func serve(t *testing.T, dir, keyDir string) *house {
	t.Helper()
	h := &house{t: t, holds: installation(t, dir)}
	text, err := os.ReadFile(filepath.Join(keyDir, "signing-key.pem"))
	must(t, err)
	key, err := seal.ParseKey(text)
	must(t, err)
	secret, err := keys.SecretOf(key) // data of that version had none of their own
	must(t, err)
	calendar, err := workdays.Calendar()
	must(t, err)
	h.server, err = api.New(t.Context(), api.Config{Engine: h.holds.Engine, Blobs: h.holds.Blobs,
		Shelf: blob.ShelfAt(filepath.Join(dir, "shelf")), Key: key, Secret: secret,
		Calendar: calendar,
		Log:      slog.New(slog.DiscardHandler), Now: now, Version: "test"})
	must(t, err)
	return h
}

func installation(t *testing.T, dir string) api.Installation {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), filepath.Join(dir, "hallmark.db"))
	must(t, err)
	t.Cleanup(func() { must(t, engine.Close()) })
	return api.Installation{Engine: engine, Blobs: blob.Dir(filepath.Join(dir, "photographs"))}
}

// call asks the server; the answer must have the status.
func (h *house) call(status int, method, path, body string) []byte {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	if w.Code != status {
		h.t.Fatalf("%s %s: status %d, want %d: %.300s", method, path, w.Code, status, w.Body)
	}
	return w.Body.Bytes()
}

// signIn proves that the accounts' passwords are still known.
func (h *house) signIn(user string) {
	h.t.Helper()
	var session struct{ Token string }
	must(h.t, json.Unmarshal(h.call(http.StatusCreated, http.MethodPost, "/api/v1/sessions",
		`{"username":"`+user+`","password":"tablet-password"}`), &session))
	h.token = session.Token
}

// audits reads the audits as they stand in the database now.
func (h *house) audits() map[checklists.AuditID]*checklists.Audit {
	h.t.Helper()
	var saved bytes.Buffer
	_, err := api.Backup(h.t.Context(), h.holds, &saved)
	must(h.t, err)
	z, err := zip.NewReader(bytes.NewReader(saved.Bytes()), int64(saved.Len()))
	must(h.t, err)
	f, err := z.Open("audits.jsonl")
	must(h.t, err)
	defer f.Close()
	found := map[checklists.AuditID]*checklists.Audit{}
	for d := json.NewDecoder(f); d.More(); {
		a := new(checklists.Audit)
		must(h.t, d.Decode(a))
		found[a.ID] = a
	}
	return found
}

// holding compares an inventory with the one that was stated. A kind of document that came later
// has none in it.
func holding(t *testing.T, want, have api.Inventory) {
	t.Helper()
	for name, one := range have {
		if _, known := want[name]; !known && one.Count == 0 {
			delete(have, name)
		}
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("stated (-) and digested again (+):\n%s", d)
	}
}

func TestDatabase(t *testing.T) {
	have, err := api.Take(t.Context(), open(t).holds)
	must(t, err)
	holding(t, stated(t).Inventory, have)
}

func TestBackup(t *testing.T) {
	e, b, to := stated(t), file(t, "backup.zip"), installation(t, t.TempDir())
	inv, err := api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), to)
	must(t, err)
	holding(t, e.Inventory, inv)
	have, err := api.Take(t.Context(), to)
	must(t, err)
	holding(t, e.Inventory, have)
}

func TestAudits(t *testing.T) {
	e, h := stated(t), open(t)
	have := h.audits()
	if len(have) != len(e.Audits) {
		t.Errorf("%d audits, want %d", len(have), len(e.Audits))
	}
	h.signIn("auditor")
	for id, want := range e.Audits {
		a := have[id]
		if a == nil {
			t.Errorf("%s is not there", want.Number)
			continue
		}
		if err := a.CheckDigest(); err != nil {
			t.Errorf("%s: %v", want.Number, err)
		}
		score, err := a.Score(h.edition(want.Edition))
		must(t, err)
		shown := h.score(id)
		// The code is that of the report as it is printed now.
		got := audit{a.Number, a.Edition, a.State, a.Revision, a.Digest, score.Total, score.Grade,
			h.printed(id).Code}
		if got != want {
			t.Errorf("now %+v\nstated %+v", got, want)
		}
		if shown.Total != want.Total || shown.Grade != want.Grade {
			t.Errorf("%s: the score is shown as %v %s", want.Number, shown.Total, shown.Grade)
		}
		page := h.call(http.StatusOK, http.MethodGet, "/verify/"+want.Code, "")
		if !bytes.Contains(page, []byte(want.Number)) {
			t.Errorf("the page of %s does not name %s", want.Code, want.Number)
		}
	}
	h.call(http.StatusNotFound, http.MethodGet, "/verify/2222222222222222", "")
}

func (h *house) edition(id standard.EditionID) *standard.Edition {
	h.t.Helper()
	path := "/api/v1/editions/" + strings.ReplaceAll(string(id), "+", "%2B")
	e, err := standard.Parse(bytes.NewReader(h.call(http.StatusOK, http.MethodGet,
		path+"/export?format=json", "")))
	must(h.t, err)
	return e
}

func (h *house) score(id checklists.AuditID) (s checklists.Score) {
	h.t.Helper()
	must(h.t, json.Unmarshal(h.call(http.StatusOK, http.MethodGet,
		"/api/v1/audits/"+string(id)+"/score", ""), &s))
	return s
}

// printed is what a report that is printed now carries.
func (h *house) printed(id checklists.AuditID) *seal.Payload {
	h.t.Helper()
	text, err := h.server.Reports.Print(h.t.Context(), id, "https://hallmark.example", false)
	must(h.t, err)
	v, err := seal.Verify(text, stated(h.t).Fingerprint)
	must(h.t, err)
	if !v.Intact() || v.Trust != seal.Expected {
		h.t.Errorf("the report of %s, printed now: %+v", id, v)
	}
	data, _ := v.Attachment(seal.PayloadName)
	p, err := seal.ParsePayload(data.Data)
	must(h.t, err)
	return p
}

// TestCampaign reads the open campaign and lets it go on.
func TestCampaign(t *testing.T) {
	h := open(t)
	h.signIn("supervisor")
	one := "/api/v1/campaigns/" + string(stated(t).Campaign)
	var m campaign.Campaign
	must(t, json.Unmarshal(h.call(http.StatusOK, http.MethodGet, one, ""), &m))
	if m.State != campaign.Open {
		t.Errorf("the campaign is %s", m.State)
	}
	h.call(http.StatusOK, http.MethodGet, one+"/visits", "")
	h.call(http.StatusOK, http.MethodGet, one+"/draw", "")
	h.call(http.StatusOK, http.MethodPost, one+"/close", `{"confirmed": true}`)
}

func TestQueue(t *testing.T) {
	want, h := stated(t).Queue, open(t)
	text := gunzip(t, file(t, "queue.json.gz"))
	shown := 0
	order := takeover.Order{Show: func(string) { shown++ }}
	if _, err := h.server.Takeover.Import(t.Context(), bytes.NewReader(text), order); !errors.Is(err,
		takeover.ErrUnsigned) {
		t.Errorf("a file without signature: %v", err)
	}
	if all := 1 + want.Audits + want.Changes + want.Photographs + want.Submissions; shown != all {
		t.Errorf("%d lines are shown, want %d", shown, all)
	}
	order = takeover.Order{As: "supervisor", Language: message.English}
	said := 1     // a percentage above 100
	for range 2 { // again is harmless
		got, err := h.server.Takeover.Import(t.Context(), bytes.NewReader(text), order)
		must(t, err)
		if more := len(got.Said); more != said {
			t.Errorf("%d changes are out of the ordinary, want %d: %q", more, said, got.Said)
		}
		got.Said, said = nil, 0 // the second time they were there
		if d := cmp.Diff(takeover.Report{Username: "supervisor",
			Handed:  &checklists.Handover{File: standard.DigestBytes(text), Of: "auditor"},
			Audits:  want.Audits,
			Changes: want.Changes, Photographs: want.Photographs, Submissions: want.Submissions},
			got); d != "" {
			t.Errorf("saved (-) and taken (+):\n%s", d)
		}
	}
	a := h.audits()[want.Audit]
	if a == nil || a.State != checklists.Submitted || len(a.Signatures()) != 2 {
		t.Fatalf("the audit that came with it: %+v", a)
	}
	must(t, a.CheckDigest())
	have, err := api.Take(t.Context(), h.holds)
	must(t, err)
	if more := have["photographs"].Count - stated(t).Inventory["photographs"].Count; more != 4 {
		t.Errorf("%d photographs came with it", more)
	}
}

func gunzip(t *testing.T, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	must(t, err)
	text, err := io.ReadAll(r)
	must(t, err)
	return text
}
