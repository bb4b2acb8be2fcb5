package mongodb_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
)

// TestWalk breaks off an approval, an appeal and a decision at calls of the storage on MongoDB, and
// compares all collections with those of an undisturbed run. On SQLite every call is broken; here the
// adapter is tried, at some. It belongs to make test-long.
func TestWalk(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("breaks off the whole program: make test-long, or HALLMARK_LONG=1")
	}
	k := apitest.New(t)
	k.SignIn("auditor")
	id := k.StartAudit("GS-C01")
	k.Record(id, k.Answers("community")...)
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	breakOff(t, k, 61, "supervisor", "POST /api/v1/audits/"+id+"/approve", nil)

	k = apitest.New(t)
	id = k.ApprovedAudit()
	breakOff(t, k, 4, "head", "POST /api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"})

	k = apitest.New(t)
	k.Must(k.AddSupervisor("boss"))
	id = k.ApprovedAudit()
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	breakOff(t, k, 23, "boss", "POST /api/v1/appeals/"+id+"-HS044/decide",
		apitest.Object{"uphold": true, "reason": "属实", "answer": apitest.Object{"level": 3}})
}

// breakOff breaks off one of so many calls of a request.
func breakOff(t *testing.T, k *apitest.Kit, every int, who, call string, body any) {
	t.Helper()
	k.SignIn(who)
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask(call, body) })
	w.Every = every
	w.On = func() (store.Engine, store.Blobs) {
		engine := open(t, database(t, base))
		return engine, engine.Blobs()
	}
	w.Run(t)
}

// TestClocksDiffer lets two processes, of which one is ten minutes ahead, work on one database: what is
// approved in either of them is told once, by whichever worker comes first.
func TestClocksDiffer(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("walks the whole program: make test-long, or HALLMARK_LONG=1")
	}
	uri := database(t, base)
	engine := open(t, uri)
	k := apitest.NewOn(t, engine, engine.Blobs(), engine.Shelf())
	apitest.TwoClocks(k, func() store.Engine { return open(t, uri) })
}

// TestBackupBesideWork takes backups while audits are made and approved. MongoDB gives no instant of
// all collections here; each backup restores all the same, so that what its documents name is in it.
func TestBackupBesideWork(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("walks the whole program: make test-long, or HALLMARK_LONG=1")
	}
	engine := open(t, database(t, base))
	k := apitest.NewOn(t, engine, engine.Blobs(), engine.Shelf())
	from, dir := api.Installation{Engine: engine, Blobs: engine.Blobs()}, t.TempDir()
	failed := make(chan error)
	go func() {
		var err error
		for i := 0; i < 4 && err == nil; i++ {
			err = drill(t.Context(), from, filepath.Join(dir, strconv.Itoa(i)))
		}
		failed <- err
	}()
	for audits := 0; ; audits++ {
		select {
		case err := <-failed:
			if err != nil || audits == 0 {
				t.Errorf("beside %d audits: %v", audits, err)
			}
			return
		default:
			k.ApprovedAudit()
		}
	}
}

// drill takes a backup and restores it into a directory.
func drill(ctx context.Context, from api.Installation, dir string) error {
	var b bytes.Buffer
	if _, err := api.Backup(ctx, from, &b); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	engine, err := sqlite.Open(ctx, filepath.Join(dir, "hallmark.db"))
	if err != nil {
		return err
	}
	_, err = api.Restore(ctx, bytes.NewReader(b.Bytes()), int64(b.Len()),
		api.Installation{Engine: engine, Blobs: blob.Dir(dir)})
	return errors.Join(err, engine.Close())
}
