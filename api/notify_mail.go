package api

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"hallmark/api/mail"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// ChannelMail sends to a person's confirmed address.
const ChannelMail Channel = "mail"

// The types of mail.
const (
	mailNotification = "mail.notification"
	mailDigest       = "mail.digest"
	mailCode         = "mail.code"
)

// errMailOff says that the installation has no server for mail.
var errMailOff = errors.New("no server for mail is set")

// letter is the payload of a mail. That with a code names the code's nonce and is written when it is
// sent, so that no document holds the code.
type letter struct {
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text,omitempty"`
	Nonce   string `json:"nonce,omitempty"`
}

// postLetter puts a mail to a person into the outbox, once for each name.
func (s *Server) postLetter(ctx context.Context, to checklists.Username, kind, name string, l letter,
) error {
	payload, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.post(ctx, s.newDelivery(ChannelMail, string(to), kind, name, string(payload)))
}

// postCode sends the code for an address that a person has given.
func (s *Server) postCode(ctx context.Context, k *Contact) error {
	return s.postLetter(ctx, k.Username, mailCode, "code/"+k.Nonce, letter{Nonce: k.Nonce})
}

// mailAtOnce posts a notification to a person who wants to have it at once. It is done before the
// notification is stored: whoever finds that stored need not look for the mail.
func (s *Server) mailAtOnce(ctx context.Context, u *User, n *Notification) error {
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
		Text: s.mailText(l, u, []string{sentence, s.site.absolute(web.NotificationRow{ID: n.ID}.URL())})})
}

// mailText is a whole mail: who is meant, the lines that are not empty, and where to choose.
func (s *Server) mailText(l message.Language, u *User, lines []string) string {
	all := []string{message.Text(l, "notification.mail-greeting", u.Name), ""}
	for _, line := range lines {
		if line != "" {
			all = append(all, line)
		}
	}
	all = append(all, "", "-- ", message.Text(l, "notification.mail-foot"))
	if at := s.site.absolute(web.NotificationSettingsURL); at != "" {
		all = append(all, at)
	}
	return strings.Join(all, "\n") + "\n"
}

// sendMail makes one attempt. The Message-ID is that of the delivery: where a process dies between the
// sending and its record, the mail goes out a second time, and the receiver's server can see that it
// is the same.
func (s *Server) sendMail(ctx context.Context, d *Delivery) (status int, err error) {
	if s.Mail == nil {
		return 0, errMailOff
	}
	u, err := s.docs.users.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return 0, errCancelled
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
			return 0, errCancelled // another address was given since
		}
		if l, err = s.codeLetter(&u, &k); err != nil {
			return 0, err
		}
	}
	if to == "" {
		return 0, errCancelled
	}
	err = s.Mail.Send(ctx, mail.Message{ID: d.ID, To: to, Subject: l.Subject, Text: l.Text,
		At: d.Created.Time})
	var refused *mail.RefusedError
	if errors.As(err, &refused) {
		return refused.Code, errors.Join(errRefused, err)
	}
	return 0, err
}

func (s *Server) codeLetter(u *User, k *Contact) (letter, error) {
	l := message.ParseLanguage(k.Language)
	code, err := s.code(k)
	return letter{Subject: message.Text(l, "notification.mail-code-subject"),
		Text: s.mailText(l, u, []string{message.Text(l, "notification.mail-code", code),
			message.Text(l, "notification.mail-code-about", int(codeLife/time.Hour)),
			s.site.absolute(web.NotificationSettingsURL)})}, err
}
