package access

import (
	"strings"
	"time"

	"golang.org/x/time/rate"

	"hallmark/api/wire"
)

// So many failures in a row are allowed, then one more try every signInRecovery.
const (
	signInsPerName    = 10
	signInsPerAddress = 60
	signInRecovery    = 30 * time.Second
)

// signInThrottle slows down the guessing of passwords. It counts failures by account and by
// address.
type signInThrottle struct {
	names, addresses *wire.Limiter
	now              func() time.Time
}

func newSignInThrottle(now func() time.Time) *signInThrottle {
	every := rate.Every(signInRecovery)
	return &signInThrottle{wire.NewLimiter(every, signInsPerName),
		wire.NewLimiter(every, signInsPerAddress), now}
}

func (t *signInThrottle) allow(address, name string) bool {
	now := t.now()
	return !t.addresses.Spent(address, now) && !t.names.Spent(fold(name), now)
}

func (t *signInThrottle) failed(address, name string) {
	now := t.now()
	t.names.Of(fold(name)).AllowN(now, 1)
	t.addresses.Of(address).AllowN(now, 1)
}

func (t *signInThrottle) succeeded(name string) { t.names.Forget(fold(name)) }

func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
