package access

import (
	"sync"
	"time"
)

const (
	identityLife  = 2 * time.Second // short, for other processes end sessions, too
	maxIdentities = 4096
)

// identity is a session and the person to whom it belongs.
type identity struct {
	session Session
	user    User
}

// identities caches for a moment to whom the sessions in use belong. When this process ends a
// session or changes an account, the cache is emptied at once. The zero value is ready.
type identities struct {
	mu    sync.Mutex
	known map[string]knownIdentity
	turn  int // counts how often the cache was emptied
}

type knownIdentity struct {
	identity
	until time.Time
}

// of returns the identity of a session, if it is cached, and the turn to be given to keep.
func (k *identities) of(session string, now time.Time) (who identity, turn int, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok := k.known[session]
	return known.identity, k.turn, ok && now.Before(known.until)
}

// keep caches what was read from the store in a turn, unless the cache was emptied meanwhile.
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

// ForgetIdentities makes the next requests read sessions and accounts anew. It is called when an
// account or what it may do was changed, before the answer is sent.
func (s *Service) ForgetIdentities() { s.identities.forget() }

// forget empties the cache. It is called when a session has ended or an account was changed, before
// the answer is sent.
func (k *identities) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known, k.turn = nil, k.turn+1
}
