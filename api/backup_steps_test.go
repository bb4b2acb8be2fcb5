package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/api/store"
)

// What is open when an installation is saved or copied is finished in the copy.
func TestBackupOfOpenSteps(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	audit := submitted(k, community, "community")
	k.SignIn("supervisor")
	path := "/api/v1/audits/" + audit + "/approve"
	from := api.Installation{Engine: k.Engine, Blobs: k.Server.Blobs}
	open := broken(k, f, "audits", audit, path, nil)
	if len(open) < 2 {
		t.Fatalf("open are %v", open)
	}
	open[1].Tries, open[1].Reason, open[1].Stuck = 20, "纸", true
	k.Must(k.Engine.Later(t.Context(), open[1], 0))
	var file bytes.Buffer
	written, err := api.Backup(t.Context(), from, &file)
	k.Must(err)
	if written["steps"].Count < len(open) {
		t.Errorf("%d steps, want %d", written["steps"].Count, len(open))
	}
	restored, copied := installation(k), installation(k)
	_, err = api.Restore(t.Context(), bytes.NewReader(file.Bytes()), int64(file.Len()), restored)
	k.Must(err)
	_, err = api.Copy(t.Context(), from, copied)
	k.Must(err)
	for name, to := range map[string]api.Installation{"restored": restored, "copied": copied} {
		have, err := to.Engine.Steps(t.Context(), "audits", audit)
		k.Must(err)
		if diff := cmp.Diff(open, have, sameJSON); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		open[1].Stuck, open[1].Tries = false, 0
		k.Must(to.Engine.Later(t.Context(), open[1], 0))
		open[1].Stuck, open[1].Tries = true, 20
		other := on(k, to)
		k.Must(other.Server.Steps.Settle(context.Background()))
		other.SignIn("supervisor")
		other.Want(200, "GET", "/api/v1/audits/"+audit+"/rectification-notice.pdf", nil, nil)
		if countEvents(other, "audit/"+audit) != countEvents(k, "audit/"+audit)+1 {
			t.Errorf("%s: no event of the approval", name)
		}
	}
}

// sameJSON compares arguments whatever the order of their members.
var sameJSON = cmp.Transformer("JSON", func(b json.RawMessage) (v any) {
	if err := json.Unmarshal(b, &v); err != nil {
		return err.Error()
	}
	return v
})

// A backup is one instant, whatever is written while it is read.
func TestBackupBesideWork(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	audit := submitted(k, community, "community")
	k.SignIn("supervisor")
	from := api.Installation{Engine: k.Engine, Blobs: k.Server.Blobs}
	before := k.DumpOf(from)
	from.Engine = &hooked{Engine: k.Engine, then: func() {
		k.Want(200, "POST", "/api/v1/audits/"+audit+"/approve", nil, nil)
	}}
	var w bytes.Buffer
	_, err := api.Backup(t.Context(), from, &w)
	k.Must(err)
	to := installation(k)
	_, err = api.Restore(t.Context(), bytes.NewReader(w.Bytes()), int64(w.Len()), to)
	k.Must(err)
	if diff := apitest.Differences(before, k.DumpOf(to)); len(diff) > 0 {
		t.Errorf("what was written meanwhile is there in part:\n%s", strings.Join(diff, "\n"))
	}
}

// hooked is an engine with which something else happens before the rectifications are read.
type hooked struct {
	store.Engine
	then func()
}

func (h *hooked) Snapshot(ctx context.Context) (store.Snapshot, error) {
	s, err := h.Engine.Snapshot(ctx)
	return &hookedSnapshot{s, h.then}, err
}

type hookedSnapshot struct {
	store.Snapshot
	then func()
}

func (h *hookedSnapshot) Dump(ctx context.Context, name string) iter.Seq2[store.Record, error] {
	if name == "rectifications" {
		h.then()
	}
	return h.Snapshot.Dump(ctx, name)
}

// A backup that lacks what its documents name is not restored, although its counts and digests are
// right.
func TestRestoreOfMissingDocuments(t *testing.T) {
	t.Parallel()
	k, from, _ := lived(t)
	var file bytes.Buffer
	_, err := api.Backup(t.Context(), from, &file)
	k.Must(err)
	for _, part := range []string{"audits", "halls", "editions"} {
		m := entries(t, file.Bytes())
		m[part+".jsonl"] = nil
		digested(t, m, store.Form)
		b := zipped(t, m)
		_, err := api.Restore(t.Context(), bytes.NewReader(b), int64(len(b)), installation(k))
		if !errors.Is(err, api.ErrBackup) || !strings.Contains(err.Error(), "names "+part+"/") {
			t.Errorf("without %s: %v", part, err)
		}
	}
}

// broken breaks a request off right behind the write that decides, and returns the open steps.
func broken(k *apitest.Kit, f interface {
	Plan(at int, late bool)
	Count() int
}, collection, id, path string, body any) []store.Step {
	k.T.Helper()
	for n := 1; ; n++ {
		f.Plan(n, false)
		k.Call("POST", path, body)
		calls := f.Count()
		f.Plan(0, false)
		open, err := k.Engine.Steps(context.Background(), collection, id)
		k.Must(err)
		if len(open) > 0 || calls < n {
			return open
		}
	}
}
