package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// SessionLife is how long a sign-in lasts: the two weeks that a tablet may be without a network.
const SessionLife = 14 * 24 * time.Hour

const (
	sessionCookie = "hallmark"
	userKey       = "hallmark.user"
	sessionKey    = "hallmark.session"
)

// userOf returns who is signed in, or nil.
func userOf(c *gin.Context) *User {
	u, _ := c.Get(userKey)
	user, _ := u.(*User)
	return user
}

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

func sessionID(token string) string { return string(standard.DigestBytes([]byte(token))) }

// identify finds out who asks. A token that is unknown or expired counts as none.
func (s *Server) identify(c *gin.Context) error {
	token := tokenOf(c)
	if token == "" {
		return nil
	}
	who, err := s.identity(c.Request.Context(), sessionID(token))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if !s.now().Before(who.session.Expires.Time) || who.user.Disabled {
		return nil
	}
	c.Set(userKey, &who.user)
	c.Set(sessionKey, who.session.ID)
	return nil
}

// identity finds a session and its person, or returns [store.ErrNotFound].
func (s *Server) identity(ctx context.Context, session string) (who identity, err error) {
	who, turn, ok := s.identities.of(session, s.now())
	if ok {
		return who, nil
	}
	if who.session, err = s.docs.sessions.Get(ctx, session); err != nil {
		return who, err
	}
	if who.user, err = s.docs.users.Get(ctx, string(who.session.Username)); err != nil {
		return who, err
	}
	if who.user.Firm != "" {
		if who.user.visits, err = s.visitsOf(ctx, who.user.Username); err != nil {
			return who, err
		}
	}
	s.identities.keep(who, turn, s.now())
	return who, nil
}

// signIn checks a password and opens a session. Every failure takes the same time and says the
// same, so that nobody learns which accounts exist.
func (s *Server) signIn(ctx context.Context, address, name, password string) (string, User, error) {
	if !s.signIns.allow(address, name) {
		return "", User{}, errTooMany
	}
	user, err := s.docs.users.Get(ctx, name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", User{}, err
	}
	hash := user.Password
	if err != nil || user.Disabled {
		hash = s.decoy
	}
	ok, tryErr := s.tryPassword(ctx, address, name, hash, password)
	if tryErr != nil {
		return "", User{}, tryErr
	}
	if !ok || err != nil || user.Disabled {
		return "", User{}, errWrongLogin
	}
	s.signIns.succeeded(name)
	token, err := s.openSession(ctx, user.Username)
	return token, user, err
}

// tryPassword compares a password when its turn comes, for a hash takes 19 MiB, and counts a
// failure. It asks the throttle in its turn, too: guesses sent side by side get no further than
// guesses one after the other.
func (s *Server) tryPassword(ctx context.Context, address, name, hash, password string,
) (bool, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if !s.signIns.allow(address, name) {
		return false, errTooMany
	}
	ok, err := checkPassword(hash, password)
	if err == nil && !ok {
		s.signIns.failed(address, name)
	}
	return ok, err
}

func (s *Server) openSession(ctx context.Context, name checklists.Username) (string, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	now := s.now()
	session := Session{ID: sessionID(token), Username: name,
		Created: checklists.At(now), Expires: checklists.At(now.Add(SessionLife))}
	err := s.note(ctx, Event{Actor: name, Action: "sign-in", Subject: "user/" + string(name),
		Label: string(name)})
	if err != nil {
		return "", err
	}
	return token, s.docs.sessions.Insert(ctx, session)
}

// closeSession ends one session; ending it twice is harmless.
func (s *Server) closeSession(ctx context.Context, u *User, id string) error {
	err := s.note(ctx, Event{Actor: u.Username, Action: "sign-out",
		Subject: "user/" + string(u.Username), Label: string(u.Username)})
	if err != nil {
		return err
	}
	defer s.forgetIdentities()
	if err := s.docs.sessions.Delete(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// closeOtherSessions ends all sessions of a person but one.
func (s *Server) closeOtherSessions(ctx context.Context, name checklists.Username, keep string,
) error {
	defer s.forgetIdentities()
	q := store.Query{Equal: map[string]string{"user": string(name)}}
	for session, err := range s.docs.sessions.Find(ctx, q) {
		if err != nil {
			return err
		}
		if session.ID == keep {
			continue
		}
		err := s.docs.sessions.Delete(ctx, session.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (s *Server) setSessionCookie(c *gin.Context, token string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.site.overTLS(c.Request),
	})
}

type signInRequest struct {
	Username string `json:"username" validate:"required,max=64"`
	Password string `json:"password" validate:"required,max=512"`
	OTP      string `json:"otp" validate:"max=16"` // no account carries a second factor yet
}

type userView struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	Hall     checklists.HallID   `json:"hall,omitempty"`
	Firm     string              `json:"firm,omitempty"`
	Disabled bool                `json:"disabled"`
	Revision int                 `json:"revision"`
}

func viewUser(u *User) userView {
	return userView{u.Username, u.Name, u.Role, u.Hall, u.Firm, u.Disabled, u.Revision}
}

func (s *Server) postSession(c *gin.Context) error {
	var in signInRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	token, user, err := s.signIn(c.Request.Context(), c.ClientIP(), in.Username, in.Password)
	if err != nil {
		return err
	}
	s.setSessionCookie(c, token, SessionLife)
	c.JSON(http.StatusCreated, gin.H{"token": token, "user": viewUser(&user)})
	return nil
}

func (s *Server) getSession(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"user": viewUser(userOf(c))})
	return nil
}

func (s *Server) deleteSession(c *gin.Context) error {
	if err := s.closeSession(c.Request.Context(), userOf(c), c.GetString(sessionKey)); err != nil {
		return err
	}
	s.setSessionCookie(c, "", -1)
	c.Status(http.StatusNoContent)
	return nil
}

// Caller is who asks for something, and how far the permission for it reaches: what a use case knows of a
// request.
type Caller struct {
	User      *User // nil for nobody
	Reach     Scope
	Language  message.Language
	RequestID string
}

// callerOf reads the caller of a request that has been identified and permitted.
func callerOf(c *gin.Context) Caller {
	return Caller{User: userOf(c), Reach: scope(c), Language: language(c), RequestID: requestID(c)}
}

// stepper is a use case that moves one document on: the one with the ID, as the request asks.
type stepper[T any] func(ctx context.Context, caller Caller, id string, in stepRequest) (T, error)
