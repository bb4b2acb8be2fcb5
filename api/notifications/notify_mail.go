package notifications

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"hallmark/api/access"
	"hallmark/api/mail"
	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// ChannelMail sends to a person's confirmed address.
const ChannelMail outbox.Channel = "mail"

// The types of mail.
const (
	mailNotification = "mail.notification"
	mailDigest       = "mail.digest"
	mailCode         = "mail.code"
)

// letter is the payload of a mail. That with a code names the code's nonce and is written when it
// is sent, so that no document holds the code.
type letter struct {
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text,omitempty"`
	Nonce   string `json:"nonce,omitempty"`
}

// postLetter puts a mail to a person into the outbox, once for each name.
func (s *Service) postLetter(ctx context.Context, to checklists.Username, kind, name string,
	l letter,
) error {
	payload, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.Outbox.Post(ctx, s.Outbox.NewDelivery(ChannelMail, string(to), kind, name,
		string(payload)))
}

// postCode sends the code for an address that a person has given.
func (s *Service) postCode(ctx context.Context, k *Contact) error {
	return s.postLetter(ctx, k.Username, mailCode, "code/"+k.Nonce, letter{Nonce: k.Nonce})
}

// mailAtOnce posts a notification to a person who wants to have it at once. It is done before the
// notification is stored: whoever finds that stored need not look for the mail.
func (s *Service) mailAtOnce(ctx context.Context, u *access.User, n *Notification) error {
	if s.Mail == nil {
		return nil
	}
	k, err := s.contact(ctx, u.Username)
	if err != nil || k.Address == "" || k.choice(n.Topic) != MailNow {
		return err
	}
	l := message.ParseLanguage(k.Language)
	sentence := n.sentence(l)
	return s.postLetter(ctx, u.Username, mailNotification, n.ID, letter{Subject: sentence,
		Text: s.mailText(l, u, []string{sentence, s.Site.Absolute(web.NotificationRow{ID: n.ID}.URL())})})
}

// mailText is a whole mail: who is meant, the lines that are not empty, and where to choose.
func (s *Service) mailText(l message.Language, u *access.User, lines []string) string {
	all := []string{message.Text(l, "notification.mail-greeting", u.Name), ""}
	for _, line := range lines {
		if line != "" {
			all = append(all, line)
		}
	}
	all = append(all, "", "-- ", message.Text(l, "notification.mail-foot"))
	if at := s.Site.Absolute(web.NotificationSettingsURL); at != "" {
		all = append(all, at)
	}
	return strings.Join(all, "\n") + "\n"
}

// SendMail makes one attempt. The Message-ID is that of the delivery: where a process dies between
// the sending and its record, the mail goes out a second time, and the receiver's server can see
// that it is the same.
func (s *Service) SendMail(ctx context.Context, d *outbox.Delivery) (status int, err error) {
	if s.Mail == nil {
		return 0, outbox.ErrMailOff
	}
	u, err := s.Docs.Users.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return 0, outbox.ErrCancelled
	}
	var k Contact
	if err == nil {
		k, err = s.contact(ctx, u.Username)
	}
	var l letter
	if err == nil {
		err = json.Unmarshal([]byte(d.Payload), &l)
	}
	if err != nil {
		return 0, err
	}
	to := k.Address
	if d.Type == mailCode {
		if to = k.Pending; l.Nonce != k.Nonce {
			return 0, outbox.ErrCancelled // another address was given since
		}
		if l, err = s.codeLetter(&u, &k); err != nil {
			return 0, err
		}
	}
	if to == "" {
		return 0, outbox.ErrCancelled
	}
	err = s.Mail.Send(ctx, mail.Message{ID: d.ID, To: to, Subject: l.Subject, Text: l.Text,
		At: d.Created.Time})
	var refused *mail.RefusedError
	if errors.As(err, &refused) {
		return refused.Code, errors.Join(outbox.ErrRefused, err)
	}
	return 0, err
}

func (s *Service) codeLetter(u *access.User, k *Contact) (letter, error) {
	l := message.ParseLanguage(k.Language)
	code, err := s.Code(k)
	return letter{Subject: message.Text(l, "notification.mail-code-subject"),
		Text: s.mailText(l, u, []string{message.Text(l, "notification.mail-code", code),
			message.Text(l, "notification.mail-code-about", int(codeLife/time.Hour)),
			s.Site.Absolute(web.NotificationSettingsURL)})}, err
}
