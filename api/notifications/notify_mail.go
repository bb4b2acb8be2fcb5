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

// ChannelMail delivers to the address that a person has confirmed.
const ChannelMail outbox.Channel = "mail"

// The types of mail.
const (
	mailNotification = "mail.notification"
	mailDigest       = "mail.digest"
	mailCode         = "mail.code"
)

// letter is the payload of a mail. For a mail with a code it is the nonce of the code alone: the
// mail is written when it is sent, so that no document holds the code.
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

// postCode posts the mail with the code for the pending address.
func (s *Service) postCode(ctx context.Context, contact *Contact) error {
	return s.postLetter(ctx, contact.Username, mailCode, "code/"+contact.Nonce,
		letter{Nonce: contact.Nonce})
}

// mailAtOnce posts the mail of a notification to a person who wants mail at once. That is done
// before the notification is stored, so a notification that is stored has its mail.
func (s *Service) mailAtOnce(ctx context.Context, u *access.User, n *Notification) error {
	if s.Mail == nil {
		return nil
	}
	contact, err := s.contact(ctx, u.Username)
	if err != nil || contact.Address == "" || contact.choice(n.Topic) != MailNow {
		return err
	}
	l := message.ParseLanguage(contact.Language)
	sentence := n.sentence(l)
	return s.postLetter(ctx, u.Username, mailNotification, n.ID, letter{Subject: sentence,
		Text: s.mailText(l, u, []string{sentence, s.Site.Absolute(web.NotificationRow{ID: n.ID}.URL())})})
}

// mailText is the text of a mail: the name of the person, the lines that are not empty, and the
// page for choosing what to get.
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

// SendMail is the [outbox.Sender] of mail. The Message-ID is made of the delivery's ID: if a
// process dies between sending a mail and recording that, the mail is sent again, and the
// receiver's server can see that it is the same.
func (s *Service) SendMail(ctx context.Context, d *outbox.Delivery) (status int, err error) {
	if s.Mail == nil {
		return 0, outbox.ErrMailOff
	}
	u, err := s.Docs.Users.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return 0, outbox.ErrCancelled
	}
	var contact Contact
	if err == nil {
		contact, err = s.contact(ctx, u.Username)
	}
	var l letter
	if err == nil {
		err = json.Unmarshal([]byte(d.Payload), &l)
	}
	if err != nil {
		return 0, err
	}
	to := contact.Address
	if d.Type == mailCode {
		if to = contact.Pending; l.Nonce != contact.Nonce {
			return 0, outbox.ErrCancelled // another address was given since
		}
		if l, err = s.codeLetter(&u, &contact); err != nil {
			return 0, err
		}
	}
	if to == "" {
		return 0, outbox.ErrCancelled
	}
	err = s.Mail.Send(ctx, mail.Message{ID: d.ID, To: to, Subject: l.Subject, Text: l.Text,
		At: d.Created.Time})
	var failed *mail.Error
	if !errors.As(err, &failed) {
		return 0, err
	}
	err = mailFailure{failed}
	if failed.Final() {
		err = errors.Join(outbox.ErrRefused, err)
	}
	return failed.Code, err
}

// mailFailure tells the outbox the cause of an error of mail.
type mailFailure struct{ cause *mail.Error }

func (f mailFailure) Error() string { return f.cause.Error() }
func (f mailFailure) Unwrap() error { return f.cause }

// FailureCode is that of the text which says the cause.
func (f mailFailure) FailureCode() string { return "mail-" + string(f.cause.Cause) }

// NotSoon reports whether the server has put the mail off.
func (f mailFailure) NotSoon() bool { return f.cause.Cause == mail.Later }

func (s *Service) codeLetter(u *access.User, contact *Contact) (letter, error) {
	l := message.ParseLanguage(contact.Language)
	code, err := s.Code(contact)
	return letter{Subject: message.Text(l, "notification.mail-code-subject"),
		Text: s.mailText(l, u, []string{message.Text(l, "notification.mail-code", code),
			message.Text(l, "notification.mail-code-about", int(codeLife/time.Hour)),
			s.Site.Absolute(web.NotificationSettingsURL)})}, err
}
