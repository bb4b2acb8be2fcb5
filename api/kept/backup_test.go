package kept_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"hallmark/api"
	"hallmark/checklists"
	"hallmark/standard"
)

// TestBackupForm3 restores the first backup that says its form, and holds what is stored then against
// the inventory in it.
func TestBackupForm3(t *testing.T) {
	stated := restored(t, t.TempDir(), "backup-form3.zip",
		"0167f22701dcffb9eb02dfec036deda5163b60b958cd66ad7e8c604c526203fc")
	if stated.Form != 3 || stated.Version != "2.0.0" || stated.Parts["audits"].Count != 2 ||
		stated.Parts["draws"].Count != 2 {
		t.Errorf("form %d of %s, %v", stated.Form, stated.Version, stated.Parts)
	}
}

// TestBackupForm9 restores a backup that was taken while a decision on an appeal and a submitted draft
// had broken off: what follows from them is carried out.
func TestBackupForm9(t *testing.T) {
	dir, keyDir := t.TempDir(), t.TempDir()
	stated := restored(t, dir, "backup-form9.zip",
		"d3b578a06a2bebeae6ba5fd4b16a71ecaeb45d445c193a1ffd5042430701344d")
	if stated.Form != 9 || stated.Parts["audits"].Count != 2 || stated.Parts["appeals"].Count != 1 ||
		stated.Parts["drafts"].Count != 1 || stated.Parts["steps"].Count != 10 {
		t.Errorf("form %d of %s, %v", stated.Form, stated.Version, stated.Parts)
	}
	must(t, os.CopyFS(keyDir, unpacked(t, "database.zip")))
	h := serve(t, dir, keyDir)
	must(t, h.server.Steps.Settle(t.Context()))
	open, err := h.server.Steps.Open(t.Context())
	must(t, err)
	if len(open) > 0 {
		t.Errorf("left are %v", open)
	}
	const audit = "01a22f65-d364-75bf-b4ec-872f9b3c1a65"
	appeal, err := h.server.Outcomes.Docs.Appeals.Get(t.Context(), audit+"-HS044")
	must(t, err)
	a, err := h.server.Audits.Docs.Audits.Get(t.Context(), audit)
	must(t, err)
	if appeal.State != checklists.AppealUpheld || appeal.Decision.After != *a.Result || a.Revision != 6 {
		t.Errorf("the appeal is %s, %+v; the audit has %+v", appeal.State, appeal.Decision, a.Result)
	}
	must(t, a.CheckDigest())
	sheet, err := h.server.Drafts.Docs.Amendments.Get(t.Context(), "2017+XG1")
	must(t, err)
	if sheet.From != "draft/01890a5d-ac96-774b-bcce-b302099a8057" {
		t.Errorf("the sheet is from %s", sheet.From)
	}
}

// inventory is what a backup says of itself.
type inventory struct {
	Form    int           `json:"form"`
	Version string        `json:"version"`
	Parts   api.Inventory `json:"parts"`
}

// restored restores a kept backup, whose digest is sum, into a directory, and compares what is stored
// then with what the backup says.
func restored(t *testing.T, dir, name string, sum standard.Digest) (stated inventory) {
	t.Helper()
	b := file(t, name)
	if d := standard.DigestBytes(b); d != sum {
		t.Errorf("the file was made again: %s", d)
	}
	to := installation(t, dir)
	inv, err := api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), to)
	must(t, err)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	must(t, err)
	f, err := z.Open("inventory.json")
	must(t, err)
	defer f.Close()
	must(t, json.NewDecoder(f).Decode(&stated))
	holding(t, stated.Parts, inv)
	have, err := api.Take(t.Context(), to)
	must(t, err)
	holding(t, stated.Parts, have)
	return stated
}
