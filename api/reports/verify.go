package reports

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"hallmark/api/wire"
	"hallmark/pdf/seal"
)

// How files of strangers are verified: so many at a time, of which one from each address, each for
// so long at most, from its first byte to the answer.
const (
	verifyTogether = 2
	verifyLife     = 30 * time.Second
)

// UploadLimit is the largest body that is read to verify a file: the file and its frame in a form.
const UploadLimit = seal.MaxUpload + 64<<10

var (
	errVerifyBusy  = wire.Refuse(http.StatusTooManyRequests, "verify-busy")
	errFileTooLong = wire.Refuse(http.StatusRequestEntityTooLarge, "verify-too-large",
		seal.MaxUpload>>20)
	errNotPDF = wire.Refuse(http.StatusUnprocessableEntity, "verify-not-pdf")
)

// desk is where files of strangers are verified.
type desk struct {
	mu   sync.Mutex
	from map[string]bool // addresses whose file is being verified
}

// take takes a place for an address; the returned function gives it back.
func (d *desk) take(address string) (leave func(), err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.from[address] || len(d.from) >= verifyTogether {
		return nil, errVerifyBusy
	}
	d.from[address] = true
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.from, address)
	}, nil
}

// Verifying is how many files are being verified.
func (s *Service) Verifying() int {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return len(s.desk.from)
}

// examine verifies a file. It holds the file in memory alone and stores nothing.
func (s *Service) examine(ctx context.Context, file io.Reader, size int64) (
	*seal.Examination, error,
) {
	var b bytes.Buffer
	if size > 0 && size <= UploadLimit {
		b.Grow(int(size) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(file, seal.MaxUpload+1))
	switch {
	case err != nil:
		return nil, err
	case n > seal.MaxUpload:
		return nil, errFileTooLong
	}
	known, err := s.Signers(ctx)
	if err != nil {
		return nil, err
	}
	return seal.Examine(ctx, b.Bytes(), seal.Known{Certificates: known})
}
