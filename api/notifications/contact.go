package notifications

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/mail"
	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// MailChoice says when somebody wants mail about a topic.
type MailChoice string

// The choices. In the program itself everybody sees everything at once.
const (
	MailNow   MailChoice = "now"
	MailDaily MailChoice = "daily" // in the digest of the next working day; what holds before one chooses
	MailNever MailChoice = "never"
)

// MailChoices lists the choices.
func MailChoices() []MailChoice { return []MailChoice{MailNow, MailDaily, MailNever} }

// Contact is how a person is reached by mail, and about what. Nothing but a code goes to an address
// before the person has confirmed it by that code.
type Contact struct {
	Username checklists.Username         `json:"username"`
	Address  string                      `json:"address"` // confirmed; "" for none
	Language string                      `json:"language"`
	Choices  map[outbox.Topic]MailChoice `json:"choices"`

	Pending string          `json:"pending,omitempty"` // to be confirmed
	Nonce   string          `json:"nonce,omitempty"`   // of the code, which is stored nowhere
	Sent    checklists.Time `json:"sent,omitzero"`     // when the code was asked for
	Wrong   int             `json:"wrong,omitempty"`   // codes that were wrong

	Digested checklists.Time `json:"digested,omitzero"` // up to when digests have told
	Revision int             `json:"revision"`
}

// Limits of a confirmation.
const (
	codeLife  = 24 * time.Hour
	codePause = time.Minute // between two codes for one person
	maxWrong  = 5
)

var ContactSchema = store.Schema[Contact]{
	Name:     "contacts",
	ID:       func(k Contact) string { return string(k.Username) },
	Revision: func(k Contact) int { return k.Revision },
	Indexes:  []store.Index{{}},
}

// choice is what holds for a topic.
func (k *Contact) choice(t outbox.Topic) MailChoice {
	if c := k.Choices[t]; c != "" {
		return c
	}
	return MailDaily
}

// contact loads what a person has chosen; the zero revision says that it is not stored yet.
func (s *Service) contact(ctx context.Context, name checklists.Username) (Contact, error) {
	k, err := s.Docs.Contacts.Get(ctx, string(name))
	if errors.Is(err, store.ErrNotFound) {
		return Contact{Username: name, Choices: map[outbox.Topic]MailChoice{}}, nil
	}
	return k, err
}

// contactRequest is what a person chooses. Another address than the confirmed one is asked to be
// confirmed; "" takes the address away.
type contactRequest struct {
	Revision int                         `json:"revision" validate:"min=0"`
	Address  string                      `json:"address" validate:"max=254"`
	Language string                      `json:"language" validate:"omitempty,oneof=zh-CN en"`
	Choices  map[outbox.Topic]MailChoice `json:"choices" validate:"max=16"`
}

func (in *contactRequest) check() error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	if in.Address != "" && !mail.IsAddress(in.Address) {
		r.Fields = append(r.Fields, wire.Wrong("address", "mail-address"))
	}
	for topic, choice := range in.Choices {
		if !slices.Contains(outbox.Topics(), topic) || !slices.Contains(MailChoices(), choice) {
			r.Fields = append(r.Fields, wire.Wrong("choices."+string(topic), "oneof", "now daily never"))
		}
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

// setContact stores what a person chooses, and posts a code to a new address.
func (s *Service) setContact(ctx context.Context, u *access.User, in contactRequest) (
	Contact, error,
) {
	k, err := s.contact(ctx, u.Username)
	if err == nil {
		err = in.check()
	}
	if err != nil {
		return k, err
	}
	if k.Revision != in.Revision {
		return k, store.ErrConflict
	}
	before := journal.DigestDocument(&k)
	code := in.Address != "" && in.Address != k.Address
	if code {
		if err := s.askCode(&k, in.Address); err != nil {
			return k, err
		}
	} else {
		k.Pending, k.Nonce, k.Address = "", "", in.Address
	}
	k.Language, k.Choices = in.Language, in.Choices
	k.Revision++
	err = s.Journal.Note(ctx, journal.Event{Actor: u.Username, Action: "contact-changed",
		Subject: "user/" + string(u.Username), Label: u.Name, Before: before,
		After: journal.DigestDocument(&k), Revision: k.Revision})
	if err == nil {
		err = wire.ReplaceOnly(ctx, s.Docs.Contacts, k, k.Revision-1)
	}
	if err == nil && code {
		err = s.postCode(ctx, &k)
	}
	return k, err
}

// askCode puts an address before its confirmation.
func (s *Service) askCode(k *Contact, address string) error {
	now := s.Now()
	switch {
	case s.Mail == nil:
		return wire.Refuse(http.StatusConflict, "mail-off")
	case now.Before(k.Sent.Add(codePause)):
		return wire.ErrTooMany
	}
	nonce, err := uuid.NewV7()
	k.Pending, k.Nonce, k.Sent, k.Wrong = address, nonce.String(), checklists.At(now), 0
	return err
}

// Code is the number by which a person confirms the pending address: eight digits that follow from
// the installation's key, so that neither documents nor backups hold them.
func (s *Service) Code(k *Contact) (string, error) {
	key, err := s.Key.Secret("mail addresses")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s\n%s\n%s", k.Username, k.Pending, k.Nonce)
	return fmt.Sprintf("%08d", binary.BigEndian.Uint64(mac.Sum(nil))%1e8), nil
}

type codeRequest struct {
	Code string `json:"code" validate:"required,max=16"`
}

// confirm makes the pending address the person's, if the code is right. It may be wrong five times.
func (s *Service) confirm(ctx context.Context, u *access.User, code string) (Contact, error) {
	wrong := false
	k, err := store.Update(ctx, s.Docs.Contacts, string(u.Username), func(k *Contact) error {
		if k.Pending == "" || k.Wrong >= maxWrong || s.Now().After(k.Sent.Add(codeLife)) {
			return wire.Refuse(http.StatusConflict, "code-over")
		}
		want, err := s.Code(k)
		if err != nil {
			return err
		}
		before := journal.DigestDocument(k)
		k.Revision++
		if wrong = subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 0; wrong {
			k.Wrong++
			return nil
		}
		if k.Address == "" {
			k.Digested = checklists.At(s.Now())
		}
		k.Address, k.Pending, k.Nonce = k.Pending, "", ""
		return s.Journal.Note(ctx, journal.Event{Actor: u.Username, Action: "contact-confirmed",
			Subject: "user/" + string(u.Username), Label: u.Name, Before: before,
			After: journal.DigestDocument(k), Revision: k.Revision})
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return k, wire.Refuse(http.StatusConflict, "code-over")
	case err == nil && wrong:
		return k, wire.InvalidField("code", "code-wrong")
	}
	return k, err
}
