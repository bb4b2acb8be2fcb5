package keys

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// Key is a key with which the installation has signed. The private part is not stored.
type Key struct {
	Number      int             `json:"number"` // 1, 2, 3 …; the highest signs
	Fingerprint standard.Digest `json:"fingerprint"`
	Certificate string          `json:"certificate"` // PEM
	Since       checklists.Time `json:"since"`
}

// Schema says how the keys are stored. Two machines that take their first key at the same
// time write the same ID, and one of them is refused.
var Schema = store.Schema[Key]{
	Name:     "keys",
	ID:       func(k Key) string { return fmt.Sprintf("%06d", k.Number) },
	Revision: wire.Never[Key],
}

// List lists the keys of an installation, the first one first. It changes nothing in the
// store, and finds none in data of a form before 3.
func List(ctx context.Context, e store.Engine) (all []Key, err error) {
	for b, err := range store.Stored(ctx, e, Schema) {
		var key Key
		if err == nil {
			err = json.Unmarshal(b, &key)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	slices.SortFunc(all, func(a, b Key) int { return cmp.Compare(a.Number, b.Number) })
	return all, nil
}

// Use makes a key the one that signs. A key that signs already stays as it is. It returns
// store.ErrExists when another process made another key the next one.
func Use(ctx context.Context, e store.Engine, key *seal.Key, at time.Time) error {
	known, err := List(ctx, e)
	if err != nil {
		return err
	}
	next := Key{1, key.Fingerprint(), string(key.CertificatePEM()), checklists.At(at)}
	if n := len(known); n > 0 {
		if known[n-1].Fingerprint == next.Fingerprint {
			return nil
		}
		next.Number = known[n-1].Number + 1
	}
	c, err := store.Open(ctx, e, Schema)
	if err != nil {
		return err
	}
	return c.Insert(ctx, next)
}
