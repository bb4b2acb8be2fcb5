package evidence

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Memory is how many MiB of photographs lie in memory while they arrive and wait for their turn.
const Memory = 96

// Who waits for it.
const (
	mostWaiting = 1000             // requests that wait for room; their bodies are not read
	roomWait    = 15 * time.Second // for room; with [longestWait] well under [wire.RequestLife]
)

// Bounds hands out memory for the bodies of requests, before they are read.
type Bounds struct {
	door    chan struct{} // whoever stands in it takes room: one at a time, in their order
	room    chan struct{} // one for each MiB that is taken
	waiting atomic.Int64
	most    int64
}

// NewBounds hands out so many MiB, for which so many requests may wait.
func NewBounds(megabytes, waiting int) *Bounds {
	return &Bounds{door: make(chan struct{}, 1), room: make(chan struct{}, megabytes), most: int64(waiting)}
}

// Take waits for room for so many bytes and returns what gives it back. It returns a refusal of
// status 503, which says when to come again: at once where too many wait, else after the longest wait or
// when the context ends.
func (b *Bounds) Take(ctx context.Context, bytes int64, longest time.Duration) (leave func(), err error) {
	busy := wire.Refuse(http.StatusServiceUnavailable, "pictures-busy")
	if b.waiting.Add(1) > b.most {
		b.waiting.Add(-1)
		return nil, busy
	}
	defer b.waiting.Add(-1)
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	taken := 0
	leave = func() {
		for ; taken > 0; taken-- {
			<-b.room
		}
	}
	select {
	case b.door <- struct{}{}:
	case <-ctx.Done():
		return nil, busy
	}
	defer func() { <-b.door }()
	for range min(bytes>>20+1, int64(cap(b.room))) {
		select {
		case b.room <- struct{}{}:
			taken++
		case <-ctx.Done():
			leave()
			return nil, busy
		}
	}
	return leave, nil
}

// Waiting is how many requests wait for room.
func (b *Bounds) Waiting() int64 { return b.waiting.Load() }

// Room waits for room in memory for a photograph of so many bytes and returns what gives it back; see
// [Bounds.Take]. Size is -1 where the client does not say it.
func (s *Service) Room(ctx context.Context, size int64) (leave func(), err error) {
	if size < 0 || size > wire.EvidenceLimit {
		size = wire.EvidenceLimit
	}
	return s.Bounds.Take(ctx, size, roomWait)
}

// SaveFile is [Service.SaveEvidence] for a file of a form, of so many bytes. It returns the digest.
func (s *Service) SaveFile(ctx context.Context, by checklists.Username, file io.Reader, size int64) (
	standard.Digest, error,
) {
	leave, err := s.Room(ctx, size)
	if err != nil {
		return "", err
	}
	defer leave()
	body, err := read(file, size)
	if err != nil {
		return "", err
	}
	d := standard.DigestBytes(body)
	_, err = s.SaveEvidence(ctx, by, d, body)
	return d, err
}

// read reads a body of so many bytes, or -1, for which there is room.
func read(body io.Reader, size int64) ([]byte, error) {
	if size < 0 || size > wire.EvidenceLimit {
		return io.ReadAll(body)
	}
	b := make([]byte, size)
	_, err := io.ReadFull(body, b)
	return b, err
}
