package evidence

import (
	"context"
	"net/http"
	"time"

	"hallmark/api/wire"
)

// atOnce is how many pictures are worked on at a time: each may take some 200 MB while it is.
const atOnce = 2

// longestWait is how long a picture waits for its turn, well under [wire.RequestLife], so that the
// client learns when to come again.
const longestWait = 40 * time.Second

// turns lets a few pictures be worked on at a time.
type turns chan struct{}

// take waits for a turn and returns what gives it back. It returns a refusal of status 503, which
// says when to come again, after the longest wait or when the context ends.
func (t turns) take(ctx context.Context, longest time.Duration) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, wire.Refuse(http.StatusServiceUnavailable, "pictures-busy")
	}
}
