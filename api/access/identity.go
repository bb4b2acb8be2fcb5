package access

import (
	"sync"
	"time"
)

const (
	identityLife  = 2 * time.Second // other processes end sessions, too
	maxIdentities = 4096
)

// identity is who a session belongs to.
type identity struct {
	session Session
	user    User
}

// identities remembers for a moment whose the sessions in use are. What this process ends or
// changes is forgotten at once. The zero value is ready.
type identities struct {
	mu    sync.Mutex
	known map[string]knownIdentity
	turn  int // counts how often all was forgotten
}

type knownIdentity struct {
	identity
	until time.Time
}

// of returns the identity of a session, if it is known, and the turn that keep asks for.
func (k *identities) of(session string, now time.Time) (who identity, turn int, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok := k.known[session]
	return known.identity, k.turn, ok && now.Before(known.until)
}

// keep remembers what was read from the store in a turn, unless something was forgotten meanwhile.
func (k *identities) keep(who identity, turn int, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if turn != k.turn {
		return
	}
	if k.known == nil || len(k.known) >= maxIdentities {
		k.known = map[string]knownIdentity{}
	}
	k.known[who.session.ID] = knownIdentity{who, now.Add(identityLife)}
}

// ForgetIdentities is called when what a person is or may do was changed, before anybody hears of
// it.
func (s *Service) ForgetIdentities() { s.identities.forget() }

// forget is called when a session has ended and when an account was changed, before anybody hears
// of it.
func (k *identities) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known, k.turn = nil, k.turn+1
}
