package keys

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// secretSize is the length of a secret, in bytes.
const secretSize = 32

// errSecretText says that a text is not a secret as [Secret.Text] writes it.
var errSecretText = errors.New("not 64 hexadecimal digits")

// Secret is what the installation seals its stored secrets with: those of webhooks and robots, codes
// for mail addresses, the keys under files of unsent work. It is made once and outlives each signing
// key.
type Secret struct{ root []byte }

// NewSecret makes a secret by chance.
func NewSecret() (*Secret, error) {
	root := make([]byte, secretSize)
	_, err := rand.Read(root)
	return &Secret{root}, err
}

// SecretOf is the secret of data that come from before form 5: they sealed with their signing key,
// and what is derived from this secret is what they derived from that.
func SecretOf(key *seal.Key) (*Secret, error) {
	root, err := key.Root()
	return &Secret{root}, err
}

// Derive derives a key of 32 bytes, another one for each purpose (HKDF with SHA-256).
func (s *Secret) Derive(purpose string) ([]byte, error) {
	return hkdf.Expand(sha256.New, s.root, purpose, secretSize)
}

// Text is the secret as it stands in its file: 64 hexadecimal digits and a line end.
func (s *Secret) Text() []byte { return fmt.Appendf(nil, "%x\n", s.root) }

// ParseSecret reads what [Secret.Text] wrote.
func ParseSecret(text []byte) (*Secret, error) {
	root, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(root) != secretSize {
		return nil, errSecretText
	}
	return &Secret{root}, nil
}

// check tells secrets apart and reveals nothing of them.
func (s *Secret) check() (standard.Digest, error) {
	b, err := s.Derive("check")
	return standard.Digest(hex.EncodeToString(b)), err
}

// Sealed is the secret of the installation, sealed by one of its signing keys: data without their
// file of the secret open it with the key, and know any other secret from theirs.
type Sealed struct {
	Key    standard.Digest `json:"key"`    // fingerprint
	Check  standard.Digest `json:"check"`  // the same for each key
	Sealed string          `json:"sealed"` // AES-256-GCM, the nonce first, in base64
	Since  checklists.Time `json:"since"`
}

// SecretSchema says how sealed secrets are stored: under the fingerprint of the key.
var SecretSchema = store.Schema[Sealed]{
	Name:     "secrets",
	ID:       func(s Sealed) string { return string(s.Key) },
	Revision: wire.Never[Sealed],
}

// sealerOf is the cipher that a signing key seals the secret with.
func sealerOf(key *seal.Key) (cipher.AEAD, error) {
	secret, err := SecretOf(key)
	if err != nil {
		return nil, err
	}
	b, err := secret.Derive("secret of the installation")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(b)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func (s *Secret) sealedBy(key *seal.Key) (Sealed, error) {
	aead, err := sealerOf(key)
	if err != nil {
		return Sealed{}, err
	}
	check, err := s.check()
	if err != nil {
		return Sealed{}, err
	}
	nonce := make([]byte, aead.NonceSize())
	_, err = rand.Read(nonce)
	return Sealed{key.Fingerprint(), check,
		base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, s.root, nil)),
		checklists.At(time.Now())}, err
}

// open opens the secret with the key that sealed it.
func (s Sealed) open(key *seal.Key) (*Secret, error) {
	aead, err := sealerOf(key)
	if err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.DecodeString(s.Sealed)
	if err != nil || len(b) < aead.NonceSize() {
		return nil, errSealed
	}
	root, err := aead.Open(nil, b[:aead.NonceSize()], b[aead.NonceSize():], nil)
	if err != nil {
		return nil, errSealed
	}
	return &Secret{root}, nil
}

var errSealed = errors.New("the sealed secret of the installation is damaged")

// sealedIn lists the sealed secrets, by fingerprint.
func sealedIn(ctx context.Context, e store.Engine) (map[string]Sealed, error) {
	c, err := store.Open(ctx, e, SecretSchema)
	if err != nil {
		return nil, err
	}
	all := map[string]Sealed{}
	for s, err := range c.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		all[string(s.Key)] = s
	}
	return all, nil
}

// Since returns a function that says when the data first had a secret of their own, which came with
// form 5: the zero time for none.
func Since(e store.Engine) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (first time.Time, err error) {
		all, err := sealedIn(ctx, e)
		for _, s := range all {
			if first.IsZero() || s.Since.Before(first) {
				first = s.Since.Time
			}
		}
		return first, err
	}
}

// keepSecret stores the secret, sealed by a key, unless it is there, and returns the one that is there.
func keepSecret(ctx context.Context, e store.Engine, s *Secret, key *seal.Key) (*Secret, error) {
	c, err := store.Open(ctx, e, SecretSchema)
	if err != nil {
		return nil, err
	}
	sealed, err := s.sealedBy(key)
	if err != nil {
		return nil, err
	}
	switch err := c.Insert(ctx, sealed); {
	case err == nil:
		return s, nil
	case !errors.Is(err, store.ErrExists):
		return nil, err
	}
	if sealed, err = c.Get(ctx, string(sealed.Key)); err != nil {
		return nil, err
	}
	return sealed.open(key)
}
