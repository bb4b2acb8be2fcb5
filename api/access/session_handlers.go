package access

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
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

// Identify finds the person who sends a request by the token in it, and puts person and session
// into gin's context. An unknown or expired token counts as none.
func (s *Service) Identify(c *gin.Context) error {
	if u := insider(c.Request.Context()); u != nil {
		c.Set(UserKey, u)
		return nil
	}
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

// SetSessionCookie gives the browser a token for a time; a negative life takes the cookie away.
func (s *Service) SetSessionCookie(c *gin.Context, token string, life time.Duration) {
	//nolint:gosec // Secure is set when the request came by TLS, which a hall's own network may lack
	http.SetCookie(c.Writer, &http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Site.OverTLS(c.Request),
	})
}

type signInRequest struct {
	Username string `json:"username" validate:"required,max=64" text:"as-is"`
	Password string `json:"password" validate:"required,max=512" text:"as-is"`
	OTP      string `json:"otp" validate:"max=0"` // no account carries a second factor
}

// UserView is an account in the API's form, without its password.
type UserView struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	Hall     checklists.HallID   `json:"hall,omitempty"`
	Firm     string              `json:"firm,omitempty"`
	Disabled bool                `json:"disabled"`
	Revision int                 `json:"revision"`
}

// ViewUser is the API's form of an account.
func ViewUser(u *User) UserView {
	return UserView{u.Username, u.Name, u.Role, u.Hall, u.Firm, u.Disabled, u.Revision}
}

// PostSession answers POST /api/v1/sessions.
func (s *Service) PostSession(c *gin.Context) error {
	var in signInRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	token, user, err := s.SignIn(c.Request.Context(), OriginOf(c), in.Username, in.Password)
	if err != nil {
		return err
	}
	answer := gin.H{"token": token, "user": ViewUser(&user)}
	if ScopeOf(RecordAnswers, &user) != Nothing {
		if answer["queueKey"], err = s.newQueueKey(user.Username); err != nil {
			return err
		}
	}
	if answer["answerKey"], err = s.answerKeyText(token); err != nil {
		return err
	}
	if err := s.Welcome(c, token, user.Username); err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusCreated, answer)
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
