package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
)

// installation is an empty one.
func installation(k *apitest.Kit) api.Installation {
	k.T.Helper()
	dir := k.T.TempDir()
	engine, err := sqlite.Open(context.Background(), filepath.Join(dir, "hallmark.db"))
	k.Must(err)
	k.T.Cleanup(func() { _ = engine.Close() })
	return api.Installation{Engine: engine, Blobs: blob.Dir(filepath.Join(dir, "photographs"))}
}

// lived is a kit in which some work was done; paths are those of what can be read there.
func lived(t *testing.T) (k *apitest.Kit, from api.Installation, paths []string) {
	k = apitest.New(t)
	id := k.ReadyAudit()
	d := k.Upload(5)
	late := strings.Repeat("b", 64) // never arrives
	k.Record(id, k.Operation("HS006", "evidence.add", apitest.Object{"sha256": d}),
		k.Operation("HS009", "evidence.add", apitest.Object{"sha256": late}),
		k.Operation("HS006", "note", apitest.Object{"note": "换行\n“引号”\\ \u2028 𠮷"}))
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", apitest.Object{"comment": "完成"}, nil)
	k.SignIn("supervisor")
	k.Upload(5)
	k.Want(200, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	k.Want(200, "PATCH", "/api/v1/halls/GS-S01", apitest.Object{"revision": 1, "status": "closed"}, nil)
	open := k.StartAudit("GS-D00")
	k.Want(200, "GET", "/api/v1/audits/"+id+"/report.pdf", nil, nil)
	paths = []string{"/api/v1/editions", "/api/v1/halls", "/api/v1/halls/GS-S01", "/api/v1/audits",
		"/api/v1/evidence/" + d, "/api/v1/editions/2017/checklist?tier=district"}
	for _, audit := range []string{id, open} {
		at := "/api/v1/audits/" + audit
		paths = append(paths, at, at+"/score", at+"/record.pdf?language=en")
	}
	return k, api.Installation{Engine: k.Engine, Blobs: k.Server.Blobs}, paths
}

// on is a kit over another installation.
func on(k *apitest.Kit, to api.Installation) *apitest.Kit {
	k.T.Helper()
	other := k.Server.Config
	server, err := api.New(context.Background(), api.Config{Engine: to.Engine, Blobs: to.Blobs,
		Key: other.Key, Secret: other.Secret, Fonts: other.Fonts, Calendar: other.Calendar, Now: k.Clock.Read,
		Log: slog.New(slog.DiscardHandler), Version: "test"})
	k.Must(err)
	s := httptest.NewServer(server)
	k.T.Cleanup(s.Close)
	return &apitest.Kit{T: k.T, Server: server, URL: s.URL, Clock: k.Clock, Client: k.Client,
		Tokens: map[string]string{}, Seen: map[string]bool{}}
}

// wantSame reads everything from both, under the same name of the server: reports show it.
func wantSame(t *testing.T, a, b *apitest.Kit, paths []string) {
	t.Helper()
	get := func(k *apitest.Kit, path string) (int, []byte) {
		r := k.Request("GET", path, nil)
		r.Host = "hallmark.example"
		status, _, body := k.Do(r)
		return status, body
	}
	for _, user := range []string{"supervisor", "auditor", "head"} {
		a.SignIn(user)
		b.SignIn(user)
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
	k.Must(err)
	to := installation(k)
	restored, err := api.Restore(ctx, bytes.NewReader(file.Bytes()), int64(file.Len()), to)
	k.Must(err)
	var inventories []api.Inventory
	for _, i := range []api.Installation{from, to} {
		inv, err := api.Take(ctx, i)
		k.Must(err)
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
	wantSame(t, k, on(k, to), paths)

	for _, secret := range []string{apitest.Password, k.Tokens["auditor"]} {
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
	to := installation(k)
	want, err := api.Copy(ctx, from, to)
	k.Must(err)
	got, err := api.Take(ctx, to)
	k.Must(err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inventory (-from +to):\n%s", diff)
	}
	wantSame(t, k, on(k, to), paths)
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

// alterations are changes that somebody might make to a backup; the ZIP file itself stays valid.
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
	k.Must(err)
	for name, alter := range alterations() {
		m := entries(t, file.Bytes())
		alter(m)
		b := zipped(t, m)
		if _, err := api.Restore(ctx, bytes.NewReader(b), int64(len(b)), installation(k)); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	whole := file.Bytes()
	for _, n := range []int{0, 1, 21, len(whole) / 2, len(whole) - 1} {
		_, err := api.Restore(ctx, bytes.NewReader(whole[:n]), int64(n), installation(k))
		if !errors.Is(err, api.ErrBackup) {
			t.Errorf("the first %d bytes of %d: %v", n, len(whole), err)
		}
	}
	for i := 40; i < len(whole); i += len(whole) / 12 { // damaged on the way
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0x10
		to := installation(k)
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
	if _, err := api.Restore(ctx, bytes.NewReader(b), int64(len(b)), installation(k)); err != nil {
		t.Errorf("with a note: %v", err)
	}
}
