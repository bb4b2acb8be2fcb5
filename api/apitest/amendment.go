package apitest

import (
	"testing"

	"hallmark/fixtures"
)

// SheetXG1 is the sheet as a file.
func SheetXG1(t *testing.T) string {
	t.Helper()
	return string(fixtures.AmendmentXG1File())
}

// Propose sends a sheet as YAML in the name of the person who is signed in.
func (k *Kit) Propose(sheet string) (int, []byte) {
	k.T.Helper()
	r := k.Request("POST", "/api/v1/amendments", sheet)
	r.Header.Set("Content-Type", "application/yaml")
	status, _, body := k.Do(r)
	return status, body
}

// Proposed lets the editor propose the first amendment.
func (k *Kit) Proposed() {
	k.T.Helper()
	k.SignIn("editor")
	if status, body := k.Propose(SheetXG1(k.T)); status != 201 {
		k.T.Fatalf("propose: %d %s", status, body)
	}
}
