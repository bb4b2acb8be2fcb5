package api_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/store"
	"hallmark/api/store/sqlite"
	"hallmark/standard"
)

// contents is the inventory file of a backup.
type contents struct {
	Form    int           `json:"form"`
	Version string        `json:"version"`
	Parts   api.Inventory `json:"parts"`
}

func contentsOf(t *testing.T, m map[string][]byte) (c contents) {
	t.Helper()
	if err := json.Unmarshal(m["inventory.json"], &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// digested writes an inventory for the lines that stand in a backup now, as a version before form 3
// wrote it, or with a form.
func digested(t *testing.T, m map[string][]byte, form int) {
	t.Helper()
	c := contentsOf(t, m)
	for name := range c.Parts {
		lines, there := m[name+".jsonl"]
		if sum := sha256.Sum256(lines); there {
			c.Parts[name] = api.Holding{Count: bytes.Count(lines, []byte("\n")),
				Digest: standard.Digest(hex.EncodeToString(sum[:]))}
		} else if name != "photographs" {
			delete(c.Parts, name)
		}
	}
	var written any = c.Parts
	if form > 0 {
		c.Form = form
		written = c
	}
	var err error
	if m["inventory.json"], err = json.Marshal(written); err != nil {
		t.Fatal(err)
	}
}

// reshape calls f with every document of a part.
func reshape(t *testing.T, m map[string][]byte, part string, f func(map[string]any)) {
	t.Helper()
	var out []byte
	for line := range bytes.Lines(m[part+".jsonl"]) {
		var doc map[string]any
		if err := json.Unmarshal(line, &doc); err != nil {
			t.Fatal(err)
		}
		f(doc)
		b, err := standard.Canonical(doc)
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, b...), '\n')
	}
	m[part+".jsonl"] = out
}

// A backup by another version of the program holds documents with fewer members than this one
// writes, or with more, and lacks kinds of documents. It is restored as it is, member by member.
func TestRestoreOfAnotherVersion(t *testing.T) {
	t.Parallel()
	k, from, _ := lived(t)
	var file bytes.Buffer
	_, err := api.Backup(t.Context(), from, &file)
	k.Must(err)
	without := func(part, member string) func(map[string][]byte) {
		return func(m map[string][]byte) {
			reshape(t, m, part, func(doc map[string]any) { delete(doc, member) })
		}
	}
	for name, change := range map[string]func(map[string][]byte){
		"audits without a member": without("audits", "number"),
		"halls without a member":  without("halls", "name"),
		"users without a member":  without("users", "name"),
		"outcomes with one more":  more(t, "outcomes"),
		"audits with one more":    more(t, "audits"),
		"editions with one more":  more(t, "editions"),
		"no draws":                func(m map[string][]byte) { delete(m, "draws.jsonl") },
		"changes with one more":   moreChanges(t),
	} {
		for _, form := range []int{0, store.Form} {
			m := entries(t, file.Bytes())
			change(m)
			digested(t, m, form)
			to, b := installation(k), zipped(t, m)
			restored, err := api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), to)
			if err != nil {
				t.Errorf("%s, form %d: %v", name, form, err)
				continue
			}
			var again bytes.Buffer
			written, err := api.Backup(t.Context(), to, &again)
			k.Must(err)
			maps.DeleteFunc(written, func(name string, h api.Holding) bool {
				return restored[name] == (api.Holding{}) && h.Count == 0
			})
			if d := cmp.Diff(restored, written); d != "" {
				t.Errorf("%s, form %d: saved (-) and saved again (+)\n%s", name, form, d)
			}
		}
	}
}

func more(t *testing.T, part string) func(map[string][]byte) {
	return func(m map[string][]byte) {
		reshape(t, m, part, func(doc map[string]any) { doc["later"] = map[string]any{"a": "<1>"} })
	}
}

func moreChanges(t *testing.T) func(map[string][]byte) {
	return func(m map[string][]byte) {
		n := 0
		reshape(t, m, "audits", func(doc map[string]any) {
			for _, list := range doc["log"].(map[string]any) {
				for _, change := range list.([]any) {
					change.(map[string]any)["later"] = "x"
					n++
				}
			}
		})
		if n == 0 {
			t.Error("no changes")
		}
	}
}

// A backup says its form and the program that wrote it; one of a later form is refused by name.
func TestBackupForm(t *testing.T) {
	t.Parallel()
	k, from, _ := lived(t)
	var file bytes.Buffer
	_, err := api.Backup(t.Context(), from, &file)
	k.Must(err)
	m := entries(t, file.Bytes())
	if c := contentsOf(t, m); c.Form != store.Form || c.Version != store.Program {
		t.Errorf("form %d, version %s", c.Form, c.Version)
	}
	m["inventory.json"] = []byte(`{"form":99,"version":"9.8.7","parts":["unlike",1]}`)
	b := zipped(t, m)
	to := installation(k)
	_, err = api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), to)
	newer := (*store.NewerError)(nil)
	if !errors.As(err, &newer) || newer.Origin != (store.Origin{Form: 99, Version: "9.8.7"}) {
		t.Errorf("a backup of form 99: %v", err)
	}
	inv, err := api.Take(t.Context(), to)
	k.Must(err)
	for name, h := range inv {
		if h.Count > 0 {
			t.Errorf("%d %s of a backup that was refused", h.Count, name)
		}
	}
}

// A backup reads data of an older form without giving them today's.
func TestBackupLeavesTheForm(t *testing.T) {
	t.Parallel()
	k, from, _ := lived(t)
	file := filepath.Join(t.TempDir(), "old.db")
	older(t, from, file)
	engine, err := openFile(t, file)
	k.Must(err)
	var out bytes.Buffer
	_, err = api.Backup(t.Context(), api.Installation{Engine: engine, Blobs: from.Blobs}, &out)
	k.Must(err)
	if o, err := engine.Origin(t.Context()); err != nil || o.Form != 2 {
		t.Errorf("form %d after a backup, %v", o.Form, err)
	}
	if c := contentsOf(t, entries(t, out.Bytes())); c.Form != 2 || !strings.Contains(c.Version, ".") {
		t.Errorf("the backup says form %d by %q", c.Form, c.Version)
	}
}

// older copies an installation to a file of form 2.
func older(t *testing.T, from api.Installation, file string) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = api.Copy(t.Context(), from, api.Installation{Engine: engine, Blobs: from.Blobs})
	if err := errors.Join(err, engine.Close()); err != nil {
		t.Fatal(err)
	}
	shape(t, file, "PRAGMA user_version = 2", "DROP TABLE hallmark_origin")
}

// shape runs statements on a file that is not open.
func shape(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range statements {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}

func openFile(t *testing.T, file string) (*sqlite.Engine, error) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), file)
	if err == nil {
		t.Cleanup(func() { _ = engine.Close() })
	}
	return engine, err
}
