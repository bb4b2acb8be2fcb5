package notifications

import (
	"context"
	"time"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// DefaultDigestHour is the hour, in the halls' time zone, at which digests are sent on working
// days.
const DefaultDigestHour = 8

// digestMargin is how long after its hour a digest is made, so that it has what came just before.
const digestMargin = time.Minute

// Digest mails a digest to each person who wants one mail a day: the unread notifications from the
// digest before up to the hour of this one. It is sent on working days. Its delivery is named after
// person and day, so it is sent once even if it is made twice.
func (s *Service) Digest(ctx context.Context) error {
	now := s.Now().In(checklists.HallZone)
	until := time.Date(now.Year(), now.Month(), now.Day(), s.DigestHour, 0, 0, 0, checklists.HallZone)
	if working, _ := s.Calendar().IsWorkday(now); s.Mail == nil || !working ||
		now.Before(until.Add(digestMargin)) {
		return nil
	}
	contacts, err := wire.Gather(ctx, s.Docs.Contacts, store.Query{})
	if err != nil {
		return err
	}
	for i := range contacts {
		contact := &contacts[i]
		if contact.Address == "" || !contact.Digested.Before(until) {
			continue
		}
		if err := s.digestFor(ctx, contact, until); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) digestFor(ctx context.Context, contact *Contact, until time.Time) error {
	u, err := s.Docs.Users.Get(ctx, string(contact.Username))
	if err != nil {
		return err
	}
	news, err := wire.Gather(ctx, s.Docs.Notifications, store.Query{Order: "at",
		Equal: map[string]string{"unread": string(contact.Username)},
		From:  wire.TimeKey(contact.Digested), To: wire.TimeKey(checklists.At(until))})
	if err != nil {
		return err
	}
	l := message.ParseLanguage(contact.Language)
	var lines []string
	for i := range news {
		if contact.choice(news[i].Topic) == MailDaily {
			lines = append(lines, "· "+news[i].sentence(l))
		}
	}
	if len(lines) > 0 {
		day := until.Format(time.DateOnly)
		subject := message.Text(l, "notification.mail-digest", web.Day(l, day), len(lines))
		lines = append(lines, "", s.Site.Absolute(web.NotificationsURL))
		err = s.postLetter(ctx, u.Username, mailDigest, "digest/"+day, letter{Subject: subject,
			Text: s.mailText(l, &u, append([]string{subject}, lines...))})
		if err != nil {
			return err
		}
	}
	_, err = store.Update(ctx, s.Docs.Contacts, string(u.Username), func(contact *Contact) error {
		if contact.Digested.Before(until) {
			contact.Digested = checklists.At(until)
			contact.Revision++
		}
		return nil
	})
	return err
}
