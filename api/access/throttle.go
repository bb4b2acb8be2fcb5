package access

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// So many failures in a row are allowed, then one more try every signInRecovery.
const (
	signInsPerName    = 10 // of all addresses, by browsers that have never signed in as that name
	signInsPerPair    = 10 // of one address at one name
	signInsPerMark    = 10 // of a browser at a name as which it has signed in
	signInsPerAddress = 60
	signInRecovery    = 30 * time.Second

	// toldToName is how many failures in a row of one address count for a name: one address alone
	// never locks a name for others.
	toldToName = 5
)

// GuessSchema is how failed sign-ins are counted.
var GuessSchema = store.Schema[Guess]{
	Name:     "guesses",
	ID:       func(g Guess) string { return g.ID },
	Revision: func(g Guess) int { return g.Revision },
	Keys: map[string]func(Guess) []string{
		"until": wire.Key(func(g Guess) string { return wire.TimeKey(g.Until) }),
	},
	Indexes: []store.Index{{Order: "until"}},
}

// Guess counts the failures of a name, an address, both, or a browser. Each lasts for
// [signInRecovery]; Until is when the last of them is over.
type Guess struct {
	ID       string          `json:"id"` // keyed digest: a name that was tried may be a password
	Until    checklists.Time `json:"until"`
	Revision int             `json:"revision"`
}

// count is one count with its limit.
type count struct {
	id    string
	burst int
}

// counts are those of a try: for a browser that has signed in as that name before its own alone,
// which nobody else can use up.
type counts struct {
	own, pair, name, address count
	known                    bool
}

func (s *Service) countsOf(ctx context.Context, from Origin, name string) (c counts, err error) {
	secret, err := s.Secret("sign-in counts")
	if err != nil {
		return c, err
	}
	id := func(kind string, parts ...string) string {
		sum := hmac.New(sha256.New, secret)
		sum.Write([]byte(kind + "\n" + strings.Join(parts, "\n")))
		return kind + "/" + hex.EncodeToString(sum.Sum(nil))
	}
	name, network := fold(name), wire.Network(from.Address)
	c = counts{pair: count{id("pair", name, network), signInsPerPair},
		name:    count{id("name", name), signInsPerName},
		address: count{id("address", network), signInsPerAddress},
		own:     count{id("mark", from.Browser, name), signInsPerMark}}
	c.known, err = s.marked(ctx, from.Browser, name)
	return c, err
}

// allowed reports whether one more password may be tried.
func (s *Service) allowed(ctx context.Context, c *counts) (bool, error) {
	asked := []count{c.pair, c.name, c.address}
	if c.known {
		asked = []count{c.own}
	}
	for _, one := range asked {
		n, err := s.outstanding(ctx, one.id)
		if err != nil || n >= one.burst {
			return false, err
		}
	}
	return true, nil
}

// outstanding is how many failures are not over yet.
func (s *Service) outstanding(ctx context.Context, id string) (int, error) {
	g, err := s.Docs.Guesses.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	left := g.Until.Sub(s.Now()) + signInRecovery - 1
	return max(0, int(left/signInRecovery)), err
}

// failed counts a failure.
func (s *Service) failed(ctx context.Context, c *counts) error {
	if c.known {
		return s.addGuess(ctx, c.own.id)
	}
	n, err := s.outstanding(ctx, c.pair.id)
	if err == nil && n < toldToName {
		err = s.addGuess(ctx, c.name.id)
	}
	return errors.Join(err, s.addGuess(ctx, c.pair.id), s.addGuess(ctx, c.address.id))
}

func (s *Service) addGuess(ctx context.Context, id string) error {
	add := func(g *Guess) error {
		until := s.Now()
		if g.Until.After(until) {
			until = g.Until.Time
		}
		g.Until, g.Revision = checklists.At(until.Add(signInRecovery)), g.Revision+1
		return nil
	}
	_, err := store.Update(ctx, s.Docs.Guesses, id, add)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	g := Guess{ID: id}
	_ = add(&g)
	if err = s.Docs.Guesses.Insert(ctx, g); errors.Is(err, store.ErrExists) { // another came first
		_, err = store.Update(ctx, s.Docs.Guesses, id, add)
	}
	return err
}

// succeeded forgets the failures of a name that its owner has made.
func (s *Service) succeeded(ctx context.Context, c *counts) error {
	for _, one := range []count{c.own, c.pair, c.name} {
		err := s.Docs.Guesses.Delete(ctx, one.id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
