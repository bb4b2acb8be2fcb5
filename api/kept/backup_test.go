package kept_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"testing"

	"hallmark/api"
	"hallmark/standard"
)

// TestBackupForm3 restores the first backup that says its form, and holds what is stored then against
// the inventory in it.
func TestBackupForm3(t *testing.T) {
	b := file(t, "backup-form3.zip")
	const sum = "0167f22701dcffb9eb02dfec036deda5163b60b958cd66ad7e8c604c526203fc"
	if d := standard.DigestBytes(b); d != sum {
		t.Errorf("the file was made again: %s", d)
	}
	to := installation(t, t.TempDir())
	inv, err := api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), to)
	must(t, err)
	var stated struct {
		Form    int           `json:"form"`
		Version string        `json:"version"`
		Parts   api.Inventory `json:"parts"`
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	must(t, err)
	f, err := z.Open("inventory.json")
	must(t, err)
	defer f.Close()
	must(t, json.NewDecoder(f).Decode(&stated))
	if stated.Form != 3 || stated.Version != "2.0.0" || stated.Parts["audits"].Count != 2 ||
		stated.Parts["draws"].Count != 2 {
		t.Errorf("form %d of %s, %v", stated.Form, stated.Version, stated.Parts)
	}
	holding(t, stated.Parts, inv)
	have, err := api.Take(t.Context(), to)
	must(t, err)
	holding(t, stated.Parts, have)
}
