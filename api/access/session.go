package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
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
// same, so that nobody learns which accounts exist.
func (s *Service) SignIn(ctx context.Context, address, name, password string) (
	string, User, error,
) {
	if !s.signIns.allow(address, name) {
		return "", User{}, wire.ErrTooMany
	}
	user, err := s.Docs.Users.Get(ctx, name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", User{}, err
	}
	hash := user.Password
	if err != nil || user.Disabled {
		hash = s.decoy
	}
	ok, tryErr := s.TryPassword(ctx, address, name, hash, password)
	if tryErr != nil {
		return "", User{}, tryErr
	}
	if !ok || err != nil || user.Disabled {
		return "", User{}, wire.ErrWrongLogin
	}
	s.signIns.succeeded(name)
	token, err := s.OpenSession(ctx, user.Username)
	return token, user, err
}

// TryPassword reports whether a password is that of a stored hash, and counts a failure. A
// comparison takes 19 MiB, so only two are made at a time and the others wait. The throttle is
// asked after the waiting: guesses that are sent at once get no further than guesses one after the
// other.
func (s *Service) TryPassword(ctx context.Context, address, name, hash, password string,
) (bool, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if !s.signIns.allow(address, name) {
		return false, wire.ErrTooMany
	}
	ok, err := checkPassword(hash, password)
	if err == nil && !ok {
		s.signIns.failed(address, name)
	}
	return ok, err
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

// Sweep removes the sign-ins that have expired.
func (s *Service) Sweep(ctx context.Context) error {
	q := store.Query{Order: "expires", To: wire.TimeKey(checklists.At(s.Now()))}
	for session, err := range s.Docs.Sessions.Find(ctx, q) {
		if err == nil {
			err = s.Docs.Sessions.Delete(ctx, session.ID)
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
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
