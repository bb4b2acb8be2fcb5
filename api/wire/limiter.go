package wire

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const throttleEntries = 10_000 // at most so many names are remembered

// Limiter is a set of token buckets by name. Its size is bounded: the table starts afresh when it
// is full, which can only forgive, never lock out.
type Limiter struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	m     map[string]*rate.Limiter
}

// NewLimiter makes a limiter: each name has burst tokens and gains every tokens a second.
func NewLimiter(every rate.Limit, burst int) *Limiter {
	return &Limiter{every: every, burst: burst, m: map[string]*rate.Limiter{}}
}

// Of returns the bucket of a name, a full one if the name is new.
func (l *Limiter) Of(name string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.m[name]
	if !ok {
		if len(l.m) >= throttleEntries {
			clear(l.m)
		}
		b = rate.NewLimiter(l.every, l.burst)
		l.m[name] = b
	}
	return b
}

// Spent reports whether a name has no token left. It remembers nothing, so that whoever asks about
// many names cannot make the table start afresh.
func (l *Limiter) Spent(name string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.m[name]
	return ok && b.TokensAt(now) < 1
}

// Forget drops the bucket of a name, which so has all its tokens again.
func (l *Limiter) Forget(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.m, name)
}

// Remembered is how many names the limiter remembers.
func (l *Limiter) Remembered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.m)
}
