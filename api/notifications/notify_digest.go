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

// DefaultDigestHour is when digests go out on working days, in the halls' zone.
const DefaultDigestHour = 8

// digestMargin is how long after its hour a digest is made, so that what came just before is in it.
const digestMargin = time.Minute

// Digest posts one mail to each person who wants one a day: what came since the digest before, up
// to the hour of this one, and was not read. It goes out on working days, named by person and day;
// so it is sent once, even where it is made twice.
func (s *Service) Digest(ctx context.Context) error {
	now := s.Now().In(checklists.HallZone)
	until := time.Date(now.Year(), now.Month(), now.Day(), s.DigestHour, 0, 0, 0, checklists.HallZone)
	if working, _ := s.Calendar.IsWorkday(now); s.Mail == nil || !working ||
		now.Before(until.Add(digestMargin)) {
		return nil
	}
	contacts, err := wire.Gather(ctx, s.Docs.Contacts, store.Query{})
	if err != nil {
		return err
	}
	for i := range contacts {
		k := &contacts[i]
		if k.Address == "" || !k.Digested.Before(until) {
			continue
		}
		if err := s.digestFor(ctx, k, until); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) digestFor(ctx context.Context, k *Contact, until time.Time) error {
	u, err := s.Docs.Users.Get(ctx, string(k.Username))
	if err != nil {
		return err
	}
	news, err := wire.Gather(ctx, s.Docs.Notifications, store.Query{Order: "at",
		Equal: map[string]string{"unread": string(k.Username)}, From: wire.TimeKey(k.Digested),
		To: wire.TimeKey(checklists.At(until))})
	if err != nil {
		return err
	}
	l := message.ParseLanguage(k.Language)
	var lines []string
	for i := range news {
		if k.choice(news[i].Topic) == MailDaily {
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
	_, err = store.Update(ctx, s.Docs.Contacts, string(k.Username), func(k *Contact) error {
		if k.Digested.Before(until) {
			k.Digested = checklists.At(until)
			k.Revision++
		}
		return nil
	})
	return err
}
