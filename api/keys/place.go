package keys

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

// Unnamed stands for the office in a certificate that was made without its name.
const Unnamed = "（未写明单位名称）"

// Place is where the signing key and the secret of an installation lie, beside its data.
type Place struct {
	Engine store.Engine
	Key    string // file of the signing key
	Secret string // file of the secret
	Name   string // of the office, in the certificate of a new key; "" where it is not known

	// Empty reports whether the installation stores nothing.
	Empty func(context.Context) (bool, error)
}

// Open reads the key and the secret and holds them against what the data know. A new installation
// gets both at its first start; of two processes that start at once one makes them and the other
// reads that one's. What is missing or another one is never replaced: that is a [Refusal].
func (p *Place) Open(ctx context.Context) (*seal.Key, *Secret, error) {
	known, err := List(ctx, p.Engine)
	if err != nil {
		return nil, nil, err
	}
	fresh := false
	if len(known) == 0 {
		if fresh, err = p.Empty(ctx); err != nil {
			return nil, nil, err
		}
	}
	key, err := ReadKey(p.Key)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = p.firstKey(known, fresh)
	}
	if err == nil && len(known) > 0 {
		err = p.Check(key, known)
	}
	if err != nil {
		return nil, nil, err
	}
	secret, err := p.secret(ctx, key, fresh)
	if err != nil || len(known) > 0 {
		return key, secret, err
	}
	if err := Use(ctx, p.Engine, key, time.Now()); err != nil {
		return nil, nil, err
	}
	if known, err = List(ctx, p.Engine); err != nil { // another machine may have been first
		return nil, nil, err
	}
	return key, secret, p.Check(key, known)
}

// firstKey makes the key of an installation that stores nothing, or refuses.
func (p *Place) firstKey(known []Key, fresh bool) (*seal.Key, error) {
	if n := len(known); n > 0 {
		return nil, refuse("key-missing", p.Key, known[n-1].Fingerprint)
	}
	if !fresh {
		return nil, refuse("key-missing-old", p.Key)
	}
	key, err := seal.GenerateKey(rand.Reader, cmp.Or(p.Name, Unnamed), time.Now())
	if err != nil {
		return nil, err
	}
	if err := WriteKey(p.Key, key); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return ReadKey(p.Key)
}

// Check refuses a key that is not the last of those that the data know.
func (p *Place) Check(key *seal.Key, known []Key) error {
	have, last := key.Fingerprint(), known[len(known)-1]
	if have == last.Fingerprint {
		return nil
	}
	for i, k := range known[:len(known)-1] {
		if k.Fingerprint == have {
			since := message.Day(checklists.DayOf(known[i+1].Since.Time))
			return refuse("key-replaced", p.Key, have, since, last.Fingerprint)
		}
	}
	return refuse("key-foreign", p.Key, have, last.Fingerprint)
}

// secret reads the secret and holds it against what the data know. Where its file is missing it is
// opened with the key that sealed it. Data from before form 5 keep the one that they had.
func (p *Place) secret(ctx context.Context, key *seal.Key, fresh bool) (*Secret, error) {
	all, err := sealedIn(ctx, p.Engine)
	if err != nil {
		return nil, err
	}
	s, err := p.readSecret()
	switch {
	case err == nil:
		if err := p.checkSecret(s, all); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default:
		if s, err = p.findSecret(key, all, fresh); err != nil {
			return nil, err
		}
	}
	if s, err = keepSecret(ctx, p.Engine, s, key); err != nil {
		return nil, err
	}
	return s, p.writeSecret(s)
}

// findSecret finds the secret whose file is missing, or makes the first one.
func (p *Place) findSecret(key *seal.Key, all map[string]Sealed, fresh bool) (*Secret, error) {
	if sealed, ok := all[string(key.Fingerprint())]; ok {
		return sealed.open(key)
	}
	if fresh {
		return NewSecret()
	}
	s, err := SecretOf(key)
	if err != nil {
		return nil, err
	}
	if p.checkSecret(s, all) != nil {
		return nil, refuse("secret-missing", p.Secret)
	}
	return s, nil
}

// checkSecret refuses a secret that is not that of the data.
func (p *Place) checkSecret(s *Secret, all map[string]Sealed) error {
	check, err := s.check()
	if err != nil {
		return err
	}
	for _, sealed := range all {
		if sealed.Check != check {
			return refuse("secret-foreign", p.Secret)
		}
	}
	return nil
}

func (p *Place) readSecret() (*Secret, error) {
	text, err := readPrivate(p.Secret, "secret-exposed")
	if err != nil {
		return nil, err
	}
	s, err := ParseSecret(text)
	if err != nil {
		return nil, refuse("secret-invalid", p.Secret)
	}
	return s, nil
}

// writeSecret writes the file of the secret unless it is there, and refuses one that holds another.
func (p *Place) writeSecret(s *Secret) error {
	err := writePrivate(p.Secret, s.Text())
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	there, err := p.readSecret()
	if err == nil && string(there.root) != string(s.root) {
		err = refuse("secret-foreign", p.Secret)
	}
	return err
}

// Carry seals the secret by a key that shall sign from now on, and reports whether it had to make
// another secret: data from before form 5 whose key is lost have lost theirs.
func (p *Place) Carry(ctx context.Context, to *seal.Key) (made bool, err error) {
	all, err := sealedIn(ctx, p.Engine)
	if err != nil {
		return false, err
	}
	s, err := p.readSecret()
	if err == nil {
		err = p.checkSecret(s, all)
	} else if errors.Is(err, fs.ErrNotExist) {
		s, made, err = p.searchSecret(ctx, all)
	}
	if err != nil {
		return false, err
	}
	if s, err = keepSecret(ctx, p.Engine, s, to); err != nil {
		return false, err
	}
	return made, p.writeSecret(s)
}

// searchSecret opens the secret with one of the keys that lie beside each other.
func (p *Place) searchSecret(ctx context.Context, all map[string]Sealed) (
	s *Secret, made bool, err error) {
	known, err := List(ctx, p.Engine)
	if err != nil {
		return nil, false, err
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(p.Key), "signing-key-*.pem"))
	if err != nil {
		return nil, false, err
	}
	for _, file := range append(files, p.Key) {
		key, err := ReadKey(file)
		if err != nil {
			continue // another file, or none: the secret is not there
		}
		n := len(known)
		_, sealed := all[string(key.Fingerprint())]
		if sealed || n > 0 && len(all) == 0 && key.Fingerprint() == known[n-1].Fingerprint {
			s, err = p.findSecret(key, all, false)
			return s, false, err
		}
	}
	if len(all) > 0 {
		return nil, false, refuse("secret-missing", p.Secret)
	}
	s, err = NewSecret()
	return s, true, err
}

// LoseSecret makes another secret where the one of the data is lost for good. What was sealed with
// that one has to be entered again. It refuses while the secret can be had.
func (p *Place) LoseSecret(ctx context.Context, key *seal.Key) error {
	all, err := sealedIn(ctx, p.Engine)
	if err != nil {
		return err
	}
	if _, ok := all[string(key.Fingerprint())]; ok || len(all) == 0 {
		return refuse("secret-there")
	}
	s, err := p.readSecret()
	switch {
	case err == nil && p.checkSecret(s, all) == nil:
		return refuse("secret-there")
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return refuse("secret-in-place", p.Secret)
	}
	c, err := store.Open(ctx, p.Engine, SecretSchema)
	if err != nil {
		return err
	}
	for id := range all {
		if err := c.Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if s, err = NewSecret(); err != nil {
		return err
	}
	if s, err = keepSecret(ctx, p.Engine, s, key); err != nil {
		return err
	}
	return p.writeSecret(s)
}
