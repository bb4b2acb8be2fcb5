package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
)

// installation is an empty one.
func (k *kit) installation() api.Installation {
	k.t.Helper()
	dir := k.t.TempDir()
	engine, err := sqlite.Open(context.Background(), filepath.Join(dir, "hallmark.db"))
	k.must(err)
	k.t.Cleanup(func() { _ = engine.Close() })
	return api.Installation{Engine: engine, Blobs: blob.Dir(filepath.Join(dir, "photographs"))}
}

// lived is a kit in which some work was done; paths are what can be read there.
func lived(t *testing.T) (k *kit, from api.Installation, paths []string) {
	k = newKit(t)
	id := k.readyAudit()
	d := k.upload(5)
	late := strings.Repeat("b", 64) // never arrives
	k.record(id, k.operation("HS006", "evidence.add", object{"sha256": d}),
		k.operation("HS009", "evidence.add", object{"sha256": late}),
		k.operation("HS006", "note", object{"note": "换行\n“引号”\\ \u2028 𠮷"}))
	k.want(200, "POST", "/api/v1/audits/"+id+"/submit", object{"comment": "完成"}, nil)
	k.signIn("supervisor")
	k.upload(5)
	k.want(200, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	k.want(200, "PATCH", "/api/v1/halls/GS-S01", object{"revision": 1, "status": "closed"}, nil)
	open := k.startAudit("GS-D00")
	k.want(200, "GET", "/api/v1/audits/"+id+"/report.pdf", nil, nil)
	paths = []string{"/api/v1/editions", "/api/v1/halls", "/api/v1/halls/GS-S01", "/api/v1/audits",
		"/api/v1/evidence/" + d, "/api/v1/editions/2017/checklist?tier=district"}
	for _, audit := range []string{id, open} {
		at := "/api/v1/audits/" + audit
		paths = append(paths, at, at+"/score", at+"/record.pdf?language=en")
	}
	return k, api.Installation{Engine: k.engine, Blobs: k.server.Blobs}, paths
}

// on is the same kit over another installation.
func (k *kit) on(to api.Installation) *kit {
	k.t.Helper()
	other := k.server.Config
	server, err := api.New(context.Background(), api.Config{Engine: to.Engine, Blobs: to.Blobs,
		Key: other.Key, Fonts: other.Fonts, Calendar: other.Calendar, Now: k.clock.read,
		Log: slog.New(slog.DiscardHandler), Version: "test"})
	k.must(err)
	s := httptest.NewServer(server)
	k.t.Cleanup(s.Close)
	return &kit{t: k.t, server: server, url: s.URL, clock: k.clock, client: k.client,
		tokens: map[string]string{}, seen: map[string]bool{}}
}

// wantSame reads everything from both, under the same name of the server: reports show it.
func wantSame(t *testing.T, a, b *kit, paths []string) {
	t.Helper()
	get := func(k *kit, path string) (int, []byte) {
		r := k.request("GET", path, nil)
		r.Host = "hallmark.example"
		status, _, body := k.do(r)
		return status, body
	}
	for _, user := range []string{"supervisor", "auditor", "head"} {
		a.signIn(user)
		b.signIn(user)
		for _, path := range paths {
			if user != "supervisor" && strings.Contains(path, ".pdf") {
				continue // printing takes its time
			}
			status, want := get(a, path)
			again, got := get(b, path)
			if status != again || status == 200 && !bytes.Equal(want, got) {
				t.Errorf("%s reads %s: %d %.200s, and then %d %.200s", user, path, status, want, again, got)
			}
		}
	}
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	k, from, paths := lived(t)
	ctx := context.Background()
	var file bytes.Buffer
	written, err := api.Backup(ctx, from, &file)
	k.must(err)
	to := k.installation()
	restored, err := api.Restore(ctx, bytes.NewReader(file.Bytes()), int64(file.Len()), to)
	k.must(err)
	var inventories []api.Inventory
	for _, i := range []api.Installation{from, to} {
		inv, err := api.Take(ctx, i)
		k.must(err)
		inventories = append(inventories, inv)
	}
	for _, inv := range append(inventories, restored) {
		if diff := cmp.Diff(written, inv); diff != "" {
			t.Errorf("inventory (-backup):\n%s", diff)
		}
	}
	if written["audits"].Count != 2 || written["photographs"].Count != 1 ||
		written["users"].Count != 7 {
		t.Errorf("inventory %v", written)
	}
	wantSame(t, k, k.on(to), paths)

	for _, secret := range []string{password, k.tokens["auditor"]} {
		if secret != "" && bytes.Contains(unzipped(t, file.Bytes()), []byte(secret)) {
			t.Errorf("the backup holds %q", secret)
		}
	}
	_, err = api.Restore(ctx, bytes.NewReader(file.Bytes()), int64(file.Len()), to)
	if !errors.Is(err, api.ErrNotEmpty) {
		t.Errorf("restored over something: %v", err)
	}
}

func unzipped(t *testing.T, file []byte) (all []byte) {
	t.Helper()
	for _, content := range entries(t, file) {
		all = append(all, content...)
	}
	return all
}

func TestCopy(t *testing.T) {
	t.Parallel()
	k, from, paths := lived(t)
	ctx := context.Background()
	to := k.installation()
	want, err := api.Copy(ctx, from, to)
	k.must(err)
	got, err := api.Take(ctx, to)
	k.must(err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inventory (-from +to):\n%s", diff)
	}
	wantSame(t, k, k.on(to), paths)
	for name, target := range map[string]api.Installation{"copy": to, "itself": from} {
		if _, err := api.Copy(ctx, from, target); !errors.Is(err, api.ErrNotEmpty) {
			t.Errorf("copied over %s: %v", name, err)
		}
	}
}

// entries reads a ZIP file, name to content.
func entries(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string][]byte{}
	for _, entry := range z.File {
		f, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if m[entry.Name], err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func zipped(t *testing.T, m map[string][]byte) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, content := range m {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// alterations are what somebody might do to a backup, with a ZIP file that is whole again.
func alterations() map[string]func(m map[string][]byte) {
	replace := func(name, old, new string) func(map[string][]byte) {
		return func(m map[string][]byte) {
			if !bytes.Contains(m[name], []byte(old)) {
				panic(name + " holds no " + old)
			}
			m[name] = bytes.Replace(m[name], []byte(old), []byte(new), 1)
		}
	}
	return map[string]func(m map[string][]byte){
		"a better answer":    replace("audits.jsonl", `"level":2`, `"level":3`),
		"another password":   replace("users.jsonl", "argon2id", "argon2ie"),
		"a hall reopened":    replace("halls.jsonl", `"closed"`, `"in-service"`),
		"an event rewritten": replace("events.jsonl", `"supervisor"`, `"auditor2"`),
		"an event left out": func(m map[string][]byte) {
			_, m["events.jsonl"], _ = bytes.Cut(m["events.jsonl"], []byte("\n"))
		},
		"a user added": func(m map[string][]byte) {
			first, _, _ := bytes.Cut(m["users.jsonl"], []byte("\n"))
			m["users.jsonl"] = append(m["users.jsonl"],
				bytes.ReplaceAll(first, []byte(`"admin"`), []byte(`"intruder"`))...)
		},
		"a user twice": func(m map[string][]byte) {
			m["users.jsonl"] = append(m["users.jsonl"], m["users.jsonl"]...)
		},
		"no users":        func(m map[string][]byte) { delete(m, "users.jsonl") },
		"no inventory":    func(m map[string][]byte) { delete(m, "inventory.json") },
		"empty inventory": func(m map[string][]byte) { m["inventory.json"] = []byte("{}") },
		"null inventory":  func(m map[string][]byte) { m["inventory.json"] = []byte("null") },
		"no JSON":         func(m map[string][]byte) { m["halls.jsonl"] = []byte("halls\n") },
		"null documents":  func(m map[string][]byte) { m["halls.jsonl"] = []byte("null\nnull\n") },
		"huge inventory": func(m map[string][]byte) {
			m["inventory.json"] = bytes.Repeat([]byte("["), 4<<20)
		},
		"no photographs": removePhotographs,
		"photograph":     alterPhotographs,
		"nothing at all": func(m map[string][]byte) { clear(m) },
		"another program's": func(m map[string][]byte) {
			clear(m)
			m["word/document.xml"] = []byte("<w/>")
		},
	}
}

func removePhotographs(m map[string][]byte) {
	for name := range m {
		if strings.HasPrefix(name, "photographs/") {
			delete(m, name)
		}
	}
}

func alterPhotographs(m map[string][]byte) {
	for name, content := range m {
		if strings.HasPrefix(name, "photographs/") {
			content[len(content)/2] ^= 1
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	k, from, _ := lived(t)
	ctx := context.Background()
	var file bytes.Buffer
	_, err := api.Backup(ctx, from, &file)
	k.must(err)
	for name, alter := range alterations() {
		m := entries(t, file.Bytes())
		alter(m)
		b := zipped(t, m)
		if _, err := api.Restore(ctx, bytes.NewReader(b), int64(len(b)), k.installation()); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	whole := file.Bytes()
	for _, n := range []int{0, 1, 21, len(whole) / 2, len(whole) - 1} {
		_, err := api.Restore(ctx, bytes.NewReader(whole[:n]), int64(n), k.installation())
		if !errors.Is(err, api.ErrBackup) {
			t.Errorf("the first %d bytes of %d: %v", n, len(whole), err)
		}
	}
	for i := 40; i < len(whole); i += len(whole) / 12 { // damaged on the way
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0x10
		to := k.installation()
		inv, err := api.Restore(ctx, bytes.NewReader(damaged), int64(len(damaged)), to)
		if err != nil {
			continue
		}
		if have, err := api.Take(ctx, to); err != nil || cmp.Diff(inv, have) != "" {
			t.Errorf("byte %d damaged, and restored: %v", i, err)
		}
	}
	// files that others put beside ours are left alone
	m := entries(t, whole)
	m["photographs/../../outside"], m["notes.txt"] = []byte("x"), []byte("x")
	b := zipped(t, m)
	if _, err := api.Restore(ctx, bytes.NewReader(b), int64(len(b)), k.installation()); err != nil {
		t.Errorf("with a note: %v", err)
	}
	// a backup by a program that kept no draws apart
	m = entries(t, whole)
	var inventory api.Inventory
	k.must(json.Unmarshal(m["inventory.json"], &inventory))
	delete(inventory, "draws")
	delete(m, "draws.jsonl")
	m["inventory.json"], err = json.Marshal(inventory)
	k.must(err)
	b = zipped(t, m)
	if _, err := api.Restore(ctx, bytes.NewReader(b), int64(len(b)), k.installation()); err != nil {
		t.Errorf("of an older program: %v", err)
	}
}
