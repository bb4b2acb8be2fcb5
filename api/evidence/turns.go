package evidence

import (
	"context"
	"errors"
	"net/http"
	"time"

	"hallmark/api/wire"
	"hallmark/pdf"
)

// AtOnce is how many pictures are worked on at a time: each may take some 200 MB while it is.
const AtOnce = 2

// longestWait is how long a picture waits for its turn, well under [wire.RequestLife], so that the
// client learns when to come again.
const longestWait = 30 * time.Second

// Turns lets a few pictures be worked on at a time.
type Turns chan struct{}

// Take waits for a turn and returns what gives it back. It returns a refusal of status 503, which
// says when to come again, after the longest wait or when the context ends.
func (t Turns) Take(ctx context.Context, longest time.Duration) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, wire.Refuse(http.StatusServiceUnavailable, "pictures-busy")
	}
}

// cleaned is a picture as it is kept. It returns a refusal that names what is wrong with it.
func (s *Service) cleaned(ctx context.Context, picture []byte) ([]byte, error) {
	leave, err := s.Turns.Take(ctx, longestWait)
	if err != nil {
		return nil, err
	}
	defer leave()
	kept, _, _, err := s.Clean(picture)
	switch {
	case errors.Is(err, pdf.ErrImageHEIC):
		return nil, wire.InvalidField("body", "image-heic")
	case errors.Is(err, pdf.ErrImageSize):
		return nil, wire.InvalidField("body", "image-size")
	case err != nil:
		return nil, wire.InvalidField("body", "image")
	}
	return kept, nil
}
