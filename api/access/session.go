package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

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

const (
	sessionCookie = "hallmark"
	UserKey       = "hallmark.user"
	SessionKey    = "hallmark.session"
)

// tokenOf reads the session token: a Bearer header for programs, a cookie for browsers.
func tokenOf(c *gin.Context) string {
	if bearer, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(bearer)
	}
	token, err := c.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	return token
}

func SessionID(token string) string { return string(standard.DigestBytes([]byte(token))) }

// Identify finds out who asks. A token that is unknown or expired counts as none.
func (s *Service) Identify(c *gin.Context) error {
	token := tokenOf(c)
	if token == "" {
		return nil
	}
	who, err := s.identity(c.Request.Context(), SessionID(token))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if !s.Now().Before(who.session.Expires.Time) || who.user.Disabled {
		return nil
	}
	c.Set(UserKey, &who.user)
	c.Set(SessionKey, who.session.ID)
	return nil
}

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
func (s *Service) SignIn(ctx context.Context, address, name, password string) (string, User, error) {
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

// TryPassword compares a password when its turn comes, for a hash takes 19 MiB, and counts a
// failure. It asks the throttle in its turn, too: guesses sent side by side get no further than
// guesses one after the other.
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

func (s *Service) OpenSession(ctx context.Context, name checklists.Username) (string, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	now := s.Now()
	session := Session{ID: SessionID(token), Username: name,
		Created: checklists.At(now), Expires: checklists.At(now.Add(SessionLife))}
	err := s.Journal.Note(ctx, journal.Event{Actor: name, Action: "sign-in", Subject: "user/" + string(name),
		Label: string(name)})
	if err != nil {
		return "", err
	}
	return token, s.Docs.Sessions.Insert(ctx, session)
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

// CloseOtherSessions ends all sessions of a person but one.
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

func (s *Service) SetSessionCookie(c *gin.Context, token string, life time.Duration) {
	//nolint:gosec // Secure where the request came by TLS: a hall's own network may have none
	http.SetCookie(c.Writer, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Site.OverTLS(c.Request),
	})
}

type signInRequest struct {
	Username string `json:"username" validate:"required,max=64"`
	Password string `json:"password" validate:"required,max=512"`
	OTP      string `json:"otp" validate:"max=16"` // no account carries a second factor yet
}

type UserView struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	Hall     checklists.HallID   `json:"hall,omitempty"`
	Firm     string              `json:"firm,omitempty"`
	Disabled bool                `json:"disabled"`
	Revision int                 `json:"revision"`
}

func ViewUser(u *User) UserView {
	return UserView{u.Username, u.Name, u.Role, u.Hall, u.Firm, u.Disabled, u.Revision}
}

// PostSession answers POST /api/v1/sessions.
func (s *Service) PostSession(c *gin.Context) error {
	var in signInRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	token, user, err := s.SignIn(c.Request.Context(), c.ClientIP(), in.Username, in.Password)
	if err != nil {
		return err
	}
	s.SetSessionCookie(c, token, SessionLife)
	c.JSON(http.StatusCreated, gin.H{"token": token, "user": ViewUser(&user)})
	return nil
}

// GetSession answers GET /api/v1/sessions/current.
func (s *Service) GetSession(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"user": ViewUser(UserOf(c))})
	return nil
}

// DeleteSession answers DELETE /api/v1/sessions/current.
func (s *Service) DeleteSession(c *gin.Context) error {
	if err := s.CloseSession(c.Request.Context(), UserOf(c), c.GetString(SessionKey)); err != nil {
		return err
	}
	s.SetSessionCookie(c, "", -1)
	c.Status(http.StatusNoContent)
	return nil
}
