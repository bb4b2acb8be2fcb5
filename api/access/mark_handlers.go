package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// markCookie holds the token by which a browser is known that has signed in before. It opens
// nothing: it only gives the browser a count of failed sign-ins of its own.
const markCookie = "hallmark_known"

// markLife is how long a browser is known after it has signed in.
const markLife = 365 * 24 * time.Hour

// MarkSchema is how the marks of browsers are stored.
var MarkSchema = store.Schema[Mark]{
	Name:     "marks",
	ID:       func(m Mark) string { return m.ID },
	Revision: func(m Mark) int { return m.Revision },
	Keys: map[string]func(Mark) []string{
		"expires": wire.Key(func(m Mark) string { return wire.TimeKey(m.Expires) }),
	},
	Indexes: []store.Index{{Order: "expires"}},
}

// Mark says that a browser has signed in as a name. The token itself is never stored.
type Mark struct {
	ID       string          `json:"id"` // SHA-256 of token and name
	Expires  checklists.Time `json:"expires"`
	Revision int             `json:"revision"`
}

func markID(token, name string) string {
	return string(standard.DigestBytes([]byte(token + "\n" + fold(name))))
}

// Origin is where a request comes from.
type Origin struct {
	Address string
	Agent   string // what the browser calls itself
	Browser string // the token by which the browser is known; "" for none
}

// maxAgent is how many characters of the name of a browser are stored.
const maxAgent = 200

// OriginOf tells where a request comes from.
func OriginOf(c *gin.Context) Origin {
	token, err := c.Cookie(markCookie)
	if err != nil || len(token) != base64.RawURLEncoding.EncodedLen(32) {
		token = ""
	}
	return Origin{Address: c.ClientIP(), Agent: printable(c.Request.UserAgent()), Browser: token}
}

// printable is what can be printed of the beginning of a text.
func printable(s string) string {
	kept := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s[:min(len(s), 4*maxAgent)])
	runes := []rune(kept)
	return string(runes[:min(len(runes), maxAgent)])
}

// marked reports whether a browser has signed in as a name.
func (s *Service) marked(ctx context.Context, token, name string) (bool, error) {
	if token == "" {
		return false, nil
	}
	m, err := s.Docs.Marks.Get(ctx, markID(token, name))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && s.Now().Before(m.Expires.Time), err
}

// Welcome gives the browser that has just signed in as a name its session, and marks it.
func (s *Service) Welcome(c *gin.Context, session string, name checklists.Username) error {
	ctx, token := c.Request.Context(), OriginOf(c).Browser
	if token == "" {
		secret := make([]byte, 32)
		if _, err := rand.Read(secret); err != nil {
			return err
		}
		token = base64.RawURLEncoding.EncodeToString(secret)
	}
	m := Mark{ID: markID(token, string(name)), Expires: checklists.At(s.Now().Add(markLife)), Revision: 1}
	err := s.Docs.Marks.Insert(ctx, m)
	if errors.Is(err, store.ErrExists) {
		_, err = store.Update(ctx, s.Docs.Marks, m.ID, func(have *Mark) error {
			have.Expires, have.Revision = m.Expires, have.Revision+1
			return nil
		})
	}
	if err != nil {
		return err
	}
	s.SetSessionCookie(c, session, SessionLife)
	//nolint:gosec // Secure is set when the request came by TLS, which a hall's own network may lack
	http.SetCookie(c.Writer, &http.Cookie{Name: markCookie, Value: token, Path: "/",
		MaxAge: int(markLife / time.Second), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.Site.OverTLS(c.Request)})
	return nil
}

// sweepCounts removes the counts that are over and the marks that have expired.
func (s *Service) sweepCounts(ctx context.Context) error {
	now := wire.TimeKey(checklists.At(s.Now()))
	return errors.Join(
		sweep(ctx, s.Docs.Guesses, store.Query{Order: "until", To: now}, func(g Guess) string { return g.ID }),
		sweep(ctx, s.Docs.Marks, store.Query{Order: "expires", To: now}, func(m Mark) string { return m.ID }))
}

// sweep deletes what a query finds.
func sweep[T any](ctx context.Context, c store.Collection[T], q store.Query, id func(T) string) error {
	for doc, err := range c.Find(ctx, q) {
		if err == nil {
			err = c.Delete(ctx, id(doc))
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
