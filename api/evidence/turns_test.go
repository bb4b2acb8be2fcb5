package evidence_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/evidence"
	"hallmark/api/wire"
	"hallmark/pdf"
	"hallmark/standard"
)

// TestManyPicturesAtOnce: of many pictures that come at once two are worked on at a time, the others
// wait for their turn, and all are kept.
func TestManyPicturesAtOnce(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	room := k.Server.Evidence.Service
	var now, most atomic.Int64
	room.Clean = func(b []byte) ([]byte, int, int, error) {
		n := now.Add(1)
		defer now.Add(-1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		for range 50 { // whoever may come in beside this one does
			runtime.Gosched()
		}
		return pdf.NormalizeImage(b)
	}
	photo := apitest.Photograph(t, 1)
	var wait sync.WaitGroup
	for i := range 200 {
		one := binary.BigEndian.AppendUint64(photo[:len(photo):len(photo)], uint64(i)) // behind its end
		wait.Go(func() {
			created, err := room.SaveEvidence(t.Context(), "auditor", standard.DigestBytes(one), one)
			if err != nil || !created {
				t.Errorf("picture %d: %t, %v", i, created, err)
			}
		})
	}
	wait.Wait()
	if got := most.Load(); got < 1 || got > evidence.AtOnce {
		t.Errorf("%d pictures were worked on at a time, want %d at most", got, evidence.AtOnce)
	}
}

// TestPictureWaits: who waits too long is told to come again.
func TestPictureWaits(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	room := k.Server.Evidence.Service
	for range evidence.AtOnce {
		leave, err := room.Turns.Take(t.Context(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	var refused *wire.Refusal
	if _, err := room.Turns.Take(t.Context(), time.Millisecond); !errors.As(err, &refused) ||
		refused.Status != http.StatusServiceUnavailable || refused.Code != "pictures-busy" {
		t.Errorf("refused with %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := room.Turns.Take(ended, time.Hour); err == nil {
		t.Error("a request that has ended got a turn")
	}
}

// TestHEICIsRefusedWithAdvice: the refusal says which setting of the telephone to change.
func TestHEICIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../pdf/testdata/h.heic")
	if err != nil {
		t.Fatal(err)
	}
	k := apitest.New(t)
	k.SignIn("auditor")
	r := k.Request("PUT", "/api/v1/evidence/"+string(standard.DigestBytes(data)), data)
	r.Header.Set("Accept-Language", "zh")
	status, _, body := k.Do(r)
	if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), "兼容性最佳") {
		t.Errorf("%d %s", status, body)
	}
}
