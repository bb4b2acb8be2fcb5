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
	"hallmark/standard"
)

// MailChoice says when a person wants mail about a topic.
type MailChoice string

// The choices. They concern mail only: on its pages the program shows notifications at once.
const (
	MailNow   MailChoice = "now"
	MailDaily MailChoice = "daily" // in the digest of the next working day; the default
	MailNever MailChoice = "never"
)

// MailChoices lists the choices.
func MailChoices() []MailChoice { return []MailChoice{MailNow, MailDaily, MailNever} }

// Contact is how a person is reached by mail, and what they have chosen for each topic. Before they
// have confirmed an address by a code, nothing but that code is sent to it.
type Contact struct {
	Username checklists.Username         `json:"username"`
	Address  string                      `json:"address"` // confirmed; "" for none
	Language string                      `json:"language"`
	Choices  map[outbox.Topic]MailChoice `json:"choices"`

	Pending string          `json:"pending,omitempty"` // to be confirmed
	Nonce   string          `json:"nonce,omitempty"`   // of the code, which is not stored
	Sent    checklists.Time `json:"sent,omitzero"`     // when the code was asked for
	Wrong   int             `json:"wrong,omitempty"`   // how many wrong codes were typed in

	Digested checklists.Time `json:"digested,omitzero"` // the end of the last digest's time
	Revision int             `json:"revision"`
}

// Limits of a confirmation.
const (
	codeLife  = 24 * time.Hour
	codePause = time.Minute // between two codes for one person
	maxWrong  = 5
)

// ContactSchema is how contacts are stored.
var ContactSchema = store.Schema[Contact]{
	Name:     "contacts",
	ID:       func(contact Contact) string { return string(contact.Username) },
	Revision: func(contact Contact) int { return contact.Revision },
	Indexes:  []store.Index{{}},
}

// choice is when the person wants mail about a topic.
func (contact *Contact) choice(t outbox.Topic) MailChoice {
	if c := contact.Choices[t]; c != "" {
		return c
	}
	return MailDaily
}

// contact loads what a person has chosen; revision 0 says that nothing is stored yet.
func (s *Service) contact(ctx context.Context, name checklists.Username) (Contact, error) {
	contact, err := s.Docs.Contacts.Get(ctx, string(name))
	if errors.Is(err, store.ErrNotFound) {
		return Contact{Username: name, Choices: map[outbox.Topic]MailChoice{}}, nil
	}
	return contact, err
}

// contactRequest is what a person chooses. An address other than the confirmed one has to be
// confirmed by a code; "" takes the address away.
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

// setContact stores what a person chooses, and mails a code to a new address.
func (s *Service) setContact(ctx context.Context, u *access.User, in contactRequest) (
	Contact, error,
) {
	contact, err := s.contact(ctx, u.Username)
	if err == nil {
		err = in.check()
	}
	if err != nil {
		return contact, err
	}
	if contact.Revision != in.Revision {
		return contact, store.ErrConflict
	}
	before := journal.DigestDocument(&contact)
	code := in.Address != "" && in.Address != contact.Address
	if code {
		if err := s.askCode(&contact, in.Address); err != nil {
			return contact, err
		}
	} else {
		contact.Pending, contact.Nonce, contact.Address = "", "", in.Address
	}
	contact.Language, contact.Choices = in.Language, in.Choices
	contact.Revision++
	err = journal.ReplaceOnly(ctx, s.Journal, s.Docs.Contacts, contact, contact.Revision-1,
		contactEvent(u, "contact-changed", before, &contact))
	if err == nil && code {
		err = s.postCode(ctx, &contact)
	}
	return contact, err
}

func contactEvent(u *access.User, action string, before standard.Digest, contact *Contact,
) journal.Event {
	return journal.Event{Actor: u.Username, Action: action, Subject: "user/" + string(u.Username),
		Label: u.Name, Before: before, After: journal.DigestDocument(contact),
		Revision: contact.Revision}
}

// askCode makes an address the pending one.
func (s *Service) askCode(contact *Contact, address string) error {
	now := s.Now()
	switch {
	case s.Mail == nil:
		return wire.Refuse(http.StatusConflict, "mail-off")
	case now.Before(contact.Sent.Add(codePause)):
		return wire.ErrTooMany
	}
	nonce, err := uuid.NewV7()
	contact.Pending, contact.Nonce = address, nonce.String()
	contact.Sent, contact.Wrong = checklists.At(now), 0
	return err
}

// Code is the code by which a person confirms the pending address: eight digits that follow from
// the installation's secret, so that neither documents nor backups hold them.
func (s *Service) Code(contact *Contact) (string, error) {
	key, err := s.Secret("mail addresses")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s\n%s\n%s", contact.Username, contact.Pending, contact.Nonce)
	return fmt.Sprintf("%08d", binary.BigEndian.Uint64(mac.Sum(nil))%1e8), nil
}

type codeRequest struct {
	Code string `json:"code" validate:"required,max=16"`
}

// confirm makes the pending address the person's address if the code is right. After five wrong
// codes a new one has to be asked for.
func (s *Service) confirm(ctx context.Context, u *access.User, code string) (Contact, error) {
	wrong := false
	try := func(contact *Contact) (e journal.Event, err error) {
		if contact.Pending == "" || contact.Wrong >= maxWrong ||
			s.Now().After(contact.Sent.Add(codeLife)) {
			return e, wire.Refuse(http.StatusConflict, "code-over")
		}
		want, err := s.Code(contact)
		if err != nil {
			return e, err
		}
		before := journal.DigestDocument(contact)
		contact.Revision++
		if wrong = subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 0; wrong {
			contact.Wrong++
			return e, nil
		}
		if contact.Address == "" {
			contact.Digested = checklists.At(s.Now())
		}
		contact.Address, contact.Pending, contact.Nonce = contact.Pending, "", ""
		return contactEvent(u, "contact-confirmed", before, contact), nil
	}
	contact, err := journal.Update(ctx, s.Journal, s.Docs.Contacts, string(u.Username), try)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return contact, wire.Refuse(http.StatusConflict, "code-over")
	case err == nil && wrong:
		return contact, wire.InvalidField("code", "code-wrong")
	}
	return contact, err
}
