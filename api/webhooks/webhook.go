package webhooks

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"

	"hallmark/api/feed"
	"hallmark/api/store"
	"hallmark/checklists"
)

// Webhook is a subscription: the address to which lines of the feed of some types are sent.
type Webhook struct {
	ID      string              `json:"id"` // UUIDv7
	URL     string              `json:"url"`
	Types   []feed.Type         `json:"types"`
	Enabled bool                `json:"enabled"`
	Gone    bool                `json:"gone,omitempty"` // the receiver has answered 410
	Secrets []SealedSecret      `json:"secrets"`        // the newest first
	Seq     int                 `json:"seq"`            // of the last line of the feed in the outbox
	By      checklists.Username `json:"by"`
	Created checklists.Time     `json:"created"`

	Revision int `json:"revision"`
}

// SealedSecret is a secret of a subscription as it is stored: encrypted with a key that is derived
// from the secret of the installation, which a backup holds sealed alone.
type SealedSecret struct {
	Sealed string          `json:"sealed"`
	Until  checklists.Time `json:"until,omitzero"` // end of a secret that was replaced
}

// overlap is how long messages are signed with a replaced secret beside the new one.
const overlap = 24 * time.Hour

// maxWebhooks bounds how many subscriptions there may be.
const maxWebhooks = 50

// WebhookSchema is how subscriptions are stored.
var WebhookSchema = store.Schema[Webhook]{
	Name:     "webhooks",
	ID:       func(w Webhook) string { return w.ID },
	Revision: func(w Webhook) int { return w.Revision },
	Indexes:  []store.Index{{}},
}

func (w *Webhook) wants(t feed.Type) bool {
	return w.Enabled && (t == feed.TypeTest || slices.Contains(w.Types, t))
}

// newSecret makes a secret of 24 random bytes, in the form that is shown once and in the stored
// one.
func (s *Service) newSecret() (shown string, sealed SealedSecret, err error) {
	secret := make([]byte, 24)
	if _, err = rand.Read(secret); err == nil {
		sealed.Sealed, err = s.Outbox.Seal(secret)
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(secret), sealed, err
}

// secretsOf opens the secrets that are valid now.
func (s *Service) secretsOf(w *Webhook) ([][]byte, error) {
	var secrets [][]byte
	for _, sealed := range w.Secrets {
		if !sealed.Until.IsZero() && !s.Now().Before(sealed.Until.Time) {
			continue
		}
		secret, err := s.Outbox.Unseal(sealed.Sealed)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}
