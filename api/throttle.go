package api

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits of one process.
const (
	signInsPerName    = 10 // failures in a row, then one more try every half minute
	signInsPerAddress = 60
	signInRecovery    = 30 * time.Second

	requestsPerSecond = 200 // of one person or address
	requestBurst      = 2000

	throttleEntries = 10_000 // remembered at most
)

// limiter is a set of token buckets by name. Its size is bounded: the table starts afresh when it
// is full, which can only forgive, never lock out.
type limiter struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	m     map[string]*rate.Limiter
}

func newLimiter(every rate.Limit, burst int) *limiter {
	return &limiter{every: every, burst: burst, m: map[string]*rate.Limiter{}}
}

func (l *limiter) of(name string) *rate.Limiter {
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

// spent reports whether a name has no token left. It remembers nothing, so that whoever asks about
// many names cannot make the table start afresh.
func (l *limiter) spent(name string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.m[name]
	return ok && b.TokensAt(now) < 1
}

func (l *limiter) forget(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.m, name)
}

// signInThrottle slows down guessing of passwords, by account and by address.
type signInThrottle struct {
	names, addresses *limiter
	now              func() time.Time
}

func newSignInThrottle(now func() time.Time) *signInThrottle {
	every := rate.Every(signInRecovery)
	return &signInThrottle{newLimiter(every, signInsPerName),
		newLimiter(every, signInsPerAddress), now}
}

func (t *signInThrottle) allow(address, name string) bool {
	now := t.now()
	return !t.addresses.spent(address, now) && !t.names.spent(fold(name), now)
}

func (t *signInThrottle) failed(address, name string) {
	now := t.now()
	t.names.of(fold(name)).AllowN(now, 1)
	t.addresses.of(address).AllowN(now, 1)
}

func (t *signInThrottle) succeeded(name string) { t.names.forget(fold(name)) }

func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
