package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/api/cmd/terminal"
)

func TestImportQueue(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	succeed(t, "seed", "--password", "vermilion otter ladder", "--data", data)
	const audit = "01890a5d-ac96-774b-bcce-b302099a8057"
	write := func(user, clause, id string) string {
		content := fmt.Sprintf(`{"device":"tab7","username":%q,"savedAt":"2018-01-12T09:00:00Z",
			"audits":[{"id":%q,"hall":"GS-S03","kind":"announced"}],
			"changes":[{"audit":%q,"change":{"id":"01890a5d-ac96-774b-bcce-000000%s","clause":%q,
			"at":"1519866000000-0001-tab7","saw":[],"device":"tab7","op":"answer",
			"value":{"value":187.5}}}],"photographs":[],"submissions":[]}`, user, audit, audit, id, clause)
		file := filepath.Join(t.TempDir(), "queue.json")
		whole := fmt.Sprintf(`{"format":"hallmark-queue/1","sha256":"%x","content":%s,"photographs":{}}`,
			sha256.Sum256([]byte(content)), content)
		if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	file := write("auditor", "HS001", "000001")
	o := call(t, "", "import-queue", file, "--data", data)
	if o.status != 1 || !strings.Contains(o.errors, "--as USERNAME") ||
		!strings.Contains(o.out, "HS001 5.1.1 ") || !strings.Contains(o.out, "measured value 187.5") {
		t.Errorf("a file without signature: %+v", o)
	}
	for range 2 { // again is harmless
		out := succeed(t, "import-queue", file, "--data", data, "--as", "supervisor")
		want := "Taken over by the operator supervisor, marked with its file: audits 1, changes 1, " +
			"photographs 0, submissions 0.\n"
		if !strings.HasSuffix(out, want) {
			t.Errorf("%q, want %q", out, want)
		}
	}
	cut := filepath.Join(t.TempDir(), "cut.json")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"cut": whole[:len(whole)/2],
		"altered": []byte(strings.Replace(string(whole), "187.5", "250", 1))} {
		if err := os.WriteFile(cut, content, 0o600); err != nil {
			t.Fatal(err)
		}
		o := call(t, "", "import-queue", cut, "--data", data)
		if o.status != terminal.BadFile || !strings.Contains(o.errors, "not a whole file") {
			t.Errorf("a file that is %s: %+v", name, o)
		}
	}
	for want, args := range map[string][]string{
		"cannot be the operator":                         {file, "--as", "nobody"},
		"an inspector, a supervisor or an administrator": {file, "--as", "head"},
		"1 items were refused":                           {write("auditor", "HS999", "000002"), "--as", "supervisor"},
		"no-such-file":                                   {"no-such-file"}} {
		if o := call(t, "", append([]string{"import-queue", "--data", data}, args...)...); o.status == 0 ||
			!strings.Contains(o.errors, want) {
			t.Errorf("want %q: %+v", want, o)
		}
	}
}
