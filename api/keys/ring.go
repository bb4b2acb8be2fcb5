package keys

import (
	"context"
	"sync"

	"hallmark/pdf/seal"
)

// Ring holds the key of a running server. It is safe for concurrent use.
type Ring struct {
	place *Place

	mu  sync.Mutex
	key *seal.Key
}

// Or returns the function that is given or, where that is nil, one that always gives a key.
func Or(current func(context.Context) (*seal.Key, error), key *seal.Key) func(context.Context) (
	*seal.Key, error) {
	if current != nil {
		return current
	}
	return func(context.Context) (*seal.Key, error) { return key, nil }
}

// Ring makes the ring of a server that has opened its key.
func (p *Place) Ring(key *seal.Key) *Ring { return &Ring{place: p, key: key} }

// Current is the key that signs now. When the data know another one since, it is read from its file,
// so that a server goes on signing after a renewal; until the file is there a [Refusal] says so.
func (r *Ring) Current(ctx context.Context) (*seal.Key, error) {
	known, err := List(ctx, r.place.Engine)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(known); n == 0 || known[n-1].Fingerprint == r.key.Fingerprint() {
		return r.key, nil
	}
	key, err := ReadKey(r.place.Key)
	if err == nil {
		err = r.place.Check(key, known)
	}
	if err != nil {
		return nil, err
	}
	r.key = key
	return key, nil
}
