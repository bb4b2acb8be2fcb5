package api

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"hallmark/api/store"
	"hallmark/checklists"
)

// Webhook is a subscription: where lines of the feed are sent to.
type Webhook struct {
	ID      string              `json:"id"` // UUIDv7
	URL     string              `json:"url"`
	Types   []FeedType          `json:"types"`
	Enabled bool                `json:"enabled"`
	Gone    bool                `json:"gone,omitempty"` // the receiver has answered 410
	Secrets []SealedSecret      `json:"secrets"`        // the newest first
	Seq     int                 `json:"seq"`            // of the last line of the feed that is in the outbox
	By      checklists.Username `json:"by"`
	Created checklists.Time     `json:"created"`

	Revision int `json:"revision"`
}

// SealedSecret is a secret of a subscription as it is stored: encrypted with a key that is derived
// from the signing key, which no backup holds.
type SealedSecret struct {
	Sealed string          `json:"sealed"`
	Until  checklists.Time `json:"until,omitzero"` // of one that was replaced: when it ends
}

// overlap is how long a secret that was replaced signs beside the new one.
const overlap = 24 * time.Hour

// maxWebhooks bounds how many subscriptions there may be.
const maxWebhooks = 50

var webhookSchema = store.Schema[Webhook]{
	Name:     "webhooks",
	ID:       func(w Webhook) string { return w.ID },
	Revision: func(w Webhook) int { return w.Revision },
	Indexes:  []store.Index{{}},
}

func (w *Webhook) wants(t FeedType) bool {
	return w.Enabled && (t == TypeTest || slices.Contains(w.Types, t))
}

// errSecret says that a secret was sealed under another signing key.
var errSecret = errors.New("the secret was stored under another signing key")

func (s *Server) sealer() (cipher.AEAD, error) {
	key, err := s.Key.Secret("webhook secrets")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// newSecret makes a secret of 24 random bytes, as it is shown once and as it is stored.
func (s *Server) newSecret() (shown string, sealed SealedSecret, err error) {
	secret := make([]byte, 24)
	if _, err = rand.Read(secret); err == nil {
		sealed.Sealed, err = s.seal(secret)
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(secret), sealed, err
}

// seal encrypts something with the installation's key.
func (s *Server) seal(plain []byte) (string, error) {
	aead, err := s.sealer()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, err = rand.Read(nonce)
	return base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil)), err
}

// unseal opens what was sealed, or returns [errSecret].
func (s *Server) unseal(sealed string) ([]byte, error) {
	aead, err := s.sealer()
	if err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(b) < aead.NonceSize() {
		return nil, errSecret
	}
	plain, err := aead.Open(nil, b[:aead.NonceSize()], b[aead.NonceSize():], nil)
	if err != nil {
		return nil, errSecret
	}
	return plain, nil
}

// secretsOf opens the secrets that are valid now.
func (s *Server) secretsOf(w *Webhook) ([][]byte, error) {
	var secrets [][]byte
	for _, sealed := range w.Secrets {
		if !sealed.Until.IsZero() && !s.now().Before(sealed.Until.Time) {
			continue
		}
		secret, err := s.unseal(sealed.Sealed)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}
