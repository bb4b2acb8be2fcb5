package evidence_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/evidence"
	"hallmark/api/wire"
	"hallmark/standard"
)

// body counts what the server reads of a request whose other end is slow.
type body struct {
	photo   []byte
	read    *atomic.Int64 // bytes of all bodies
	arrived chan<- struct{}
	more    <-chan struct{} // closed: the rest comes
	begun   bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.begun {
		<-b.more
	}
	if len(b.photo) == 0 {
		return 0, io.EOF
	}
	if !b.begun {
		b.begun = true
		b.arrived <- struct{}{}
		p = p[:min(1, len(p))]
	}
	n := copy(p, b.photo)
	b.photo = b.photo[n:]
	b.read.Add(int64(n))
	return n, nil
}

// TestBodiesWaitOutside sends more photographs at once than there is room for: those beyond it are not
// read before others have gone, and all arrive.
func TestBodiesWaitOutside(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.SignIn("auditor")
	k.Server.Evidence.Clean = func(b []byte) ([]byte, int, int, error) { return b[:16], 1, 1, nil }
	const size, requests = 4 << 20, 40
	fit := int(evidence.Memory / (size>>20 + 1))
	var read atomic.Int64
	arrived, more := make(chan struct{}, requests), make(chan struct{})
	var wait sync.WaitGroup
	for i := range requests {
		photo := make([]byte, size)
		photo[0] = byte(i)
		wait.Go(func() {
			r := k.Request("PUT", "/api/v1/evidence/"+string(standard.DigestBytes(photo)), photo)
			r.Body = io.NopCloser(&body{photo: photo, read: &read, arrived: arrived, more: more})
			w := httptest.NewRecorder()
			k.Server.ServeHTTP(w, r)
			if w.Code != http.StatusCreated {
				t.Errorf("photograph %d: %d %s", i, w.Code, w.Body)
			}
		})
	}
	for range fit {
		<-arrived
	}
	for k.Server.Evidence.Bounds.Waiting() < int64(requests-fit) && len(arrived) == 0 {
		runtime.Gosched() // until all others stand outside
	}
	if n := read.Load(); n != int64(fit) || len(arrived) > 0 {
		t.Errorf("%d bytes of %d bodies were read, want %d of %d", n, fit+len(arrived), fit, fit)
	}
	close(more)
	wait.Wait()
}

// TestTooManyBodies answers at once that it is to come again, and reads nothing.
func TestTooManyBodies(t *testing.T) {
	t.Parallel()
	room := evidence.NewBounds(4, 2)
	hold, err := room.Take(t.Context(), 3<<20, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			if _, err := room.Take(ctx, 1<<20, time.Hour); err == nil {
				t.Error("there was room")
			}
		})
	}
	for room.Waiting() < 2 {
		runtime.Gosched()
	}
	var refused *wire.Refusal
	if _, err := room.Take(t.Context(), 1, time.Hour); !errors.As(err, &refused) ||
		refused.Status != http.StatusServiceUnavailable || refused.Code != "pictures-busy" {
		t.Errorf("%v", err)
	}
	end()
	wait.Wait()
	hold()
	for range 3 { // what was given back is there again
		leave, err := room.Take(t.Context(), 20<<20, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		leave()
	}
}
