package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// SessionSchema is how sessions are stored.
var SessionSchema = store.Schema[Session]{
	Name:     "sessions",
	ID:       func(s Session) string { return s.ID },
	Revision: wire.Never[Session],
	Keys: map[string]func(Session) []string{
		"user":    wire.Key(func(s Session) string { return string(s.Username) }),
		"expires": wire.Key(func(s Session) string { return wire.TimeKey(s.Expires) }),
	},
	Indexes: []store.Index{{Equal: []string{"user"}}, {Order: "expires"}},
}

// Session is one sign-in. The token itself is never stored.
type Session struct {
	ID       string              `json:"id"` // SHA-256 of the token
	Username checklists.Username `json:"username"`
	Created  checklists.Time     `json:"created"`
	Expires  checklists.Time     `json:"expires"`
}

// SessionLife is how long a sign-in lasts: the two weeks that a tablet may be without a network.
const SessionLife = 14 * 24 * time.Hour

const sessionCookie = "hallmark"

// Keys of gin's context: [Service.Identify] puts the person there, a *[User], and the ID of their
// session.
const (
	UserKey    = "hallmark.user"
	SessionKey = "hallmark.session"
)

// SessionID is the ID of the session that a token opens: the SHA-256 of the token.
func SessionID(token string) string { return string(standard.DigestBytes([]byte(token))) }

// identity finds a session and its person, or returns [store.ErrNotFound].
func (s *Service) identity(ctx context.Context, session string) (who identity, err error) {
	who, turn, ok := s.identities.of(session, s.Now())
	if ok {
		return who, nil
	}
	if who.session, err = s.Docs.Sessions.Get(ctx, session); err != nil {
		return who, err
	}
	if who.user, err = s.Docs.Users.Get(ctx, string(who.session.Username)); err != nil {
		return who, err
	}
	if who.user.Firm != "" {
		if who.user.visits, err = s.VisitsOf(ctx, who.user.Username); err != nil {
			return who, err
		}
	}
	s.identities.keep(who, turn, s.Now())
	return who, nil
}

// SignIn checks a password and opens a session. Every failure takes the same time and says the
// same, so that nobody learns which accounts exist; each is an event.
func (s *Service) SignIn(ctx context.Context, from Origin, name, password string) (
	string, User, error,
) {
	user, err := s.Docs.Users.Get(ctx, name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", User{}, err
	}
	exists, hash := err == nil, user.Password
	if !exists || user.Disabled {
		hash = s.decoy
	}
	ok, err := s.TryPassword(ctx, from, name, hash, password)
	if err == nil && (!ok || !exists || user.Disabled) {
		err = wire.ErrWrongLogin
	}
	if errors.Is(err, wire.ErrWrongLogin) || errors.Is(err, wire.ErrTooMany) {
		return "", User{}, errors.Join(err, s.witnessSignIn(ctx, from, name, exists))
	}
	if err != nil {
		return "", User{}, err
	}
	token, err := s.OpenSession(ctx, user.Username)
	return token, user, err
}

// witnessSignIn notes a sign-in that failed. A name that is no account is kept as a keyed digest:
// it is often a password in the wrong field.
func (s *Service) witnessSignIn(ctx context.Context, from Origin, name string, exists bool) error {
	p := journal.Particular{Address: from.Address, Agent: from.Agent}
	if exists {
		p.Name = checklists.Username(name)
	} else {
		c, err := s.countsOf(ctx, from, name)
		if err != nil {
			return err
		}
		_, p.Tried, _ = strings.Cut(c.name.id, "/")
	}
	return s.Journal.Witness(ctx, journal.Event{Actor: journal.Visitor, Action: "sign-in-failed",
		Subject: "sign-in"}, p)
}

// TryPassword reports whether a password is that of a stored hash, counts a failure and forgets the
// failures before a success. A comparison takes 19 MiB, so only two are made at a time and the
// others wait. The counts are asked after the waiting: guesses that are sent at once get no further
// than guesses one after the other.
func (s *Service) TryPassword(ctx context.Context, from Origin, name, hash, password string,
) (bool, error) {
	c, err := s.countsOf(ctx, from, name)
	if err != nil {
		return false, err
	}
	if allowed, err := s.allowed(ctx, &c); err != nil || !allowed {
		return false, errors.Join(err, tooMany(allowed))
	}
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if allowed, err := s.allowed(ctx, &c); err != nil || !allowed {
		return false, errors.Join(err, tooMany(allowed))
	}
	ok, err := checkPassword(hash, password)
	switch {
	case err != nil:
		return false, err
	case ok:
		return true, s.succeeded(ctx, &c)
	}
	return false, s.failed(ctx, &c)
}

func tooMany(allowed bool) error {
	if allowed {
		return nil
	}
	return wire.ErrTooMany
}

// OpenSession opens a session without asking for a password and returns its token, which is stored
// nowhere.
func (s *Service) OpenSession(ctx context.Context, name checklists.Username) (string, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	now := s.Now()
	session := Session{ID: SessionID(token), Username: name,
		Created: checklists.At(now), Expires: checklists.At(now.Add(SessionLife))}
	err := s.Journal.Note(ctx, journal.Event{Actor: name, Action: "sign-in",
		Subject: "user/" + string(name),
		Label:   string(name)})
	if err != nil {
		return "", err
	}
	return token, s.Docs.Sessions.Insert(ctx, session)
}

// Sweep removes the sign-ins and marks that have expired, and the counts that are over.
func (s *Service) Sweep(ctx context.Context) error {
	q := store.Query{Order: "expires", To: wire.TimeKey(checklists.At(s.Now()))}
	return errors.Join(s.sweepCounts(ctx),
		sweep(ctx, s.Docs.Sessions, q, func(session Session) string { return session.ID }))
}

// CloseSession ends one session; ending it twice is harmless.
func (s *Service) CloseSession(ctx context.Context, u *User, id string) error {
	err := s.Journal.Note(ctx, journal.Event{Actor: u.Username, Action: "sign-out",
		Subject: "user/" + string(u.Username), Label: string(u.Username)})
	if err != nil {
		return err
	}
	defer s.ForgetIdentities()
	if err := s.Docs.Sessions.Delete(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// CloseOtherSessions ends all sessions of a person but the one with the ID keep; "" keeps none.
func (s *Service) CloseOtherSessions(ctx context.Context, name checklists.Username, keep string,
) error {
	defer s.ForgetIdentities()
	q := store.Query{Equal: map[string]string{"user": string(name)}}
	for session, err := range s.Docs.Sessions.Find(ctx, q) {
		if err != nil {
			return err
		}
		if session.ID == keep {
			continue
		}
		err := s.Docs.Sessions.Delete(ctx, session.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
