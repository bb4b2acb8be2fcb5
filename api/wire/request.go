package wire

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// StepRequest is the body of submit, return and approve. Revision, when given, is that of the
// audit as the person saw it.
type StepRequest struct {
	Revision int    `json:"revision" validate:"min=0"`
	Comment  string `json:"comment" validate:"max=2000,note"`
	// Confirmed says that the person knows what follows, see [Unconfirmed].
	Confirmed bool `json:"confirmed"`

	checklists.Said `json:"-"` // of a submission, which names it on its own
}

// TierOf reads ?tier=; it refuses with status 400 what is no tier.
func TierOf(c *gin.Context) (standard.Tier, error) {
	t, err := standard.ParseTier(c.Query("tier"))
	if err != nil {
		r := Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{Wrong("tier", "tier", c.Query("tier"))}
		return t, r
	}
	return t, nil
}

// RequestIDKey is the key of a context under which the ID of the request stands, a string.
type RequestIDKey struct{}

// The keys of gin's context that concern every request.
const (
	RequestKey  = "hallmark.request"
	ContactsKey = "hallmark.contacts" // set where the answer holds contacts of visitors
	SecretKey   = "hallmark.secret"   // set where the answer holds a secret, which is stored nowhere
	ErrorKey    = "hallmark.error"
	languageKey = "hallmark.language"
)

// RequestID is the ID of the request: a UUIDv7, which the answer and the log show, too.
func RequestID(c *gin.Context) string { return c.GetString(RequestKey) }

// IsPage reports whether people, not programs, read the answer.
func IsPage(c *gin.Context) bool {
	p := c.Request.URL.Path
	return !strings.HasPrefix(p, "/api/") && p != "/healthz" && p != "/readyz" && p != "/metrics"
}

// LanguageOf is the language of a request: that of the cookie, else of the browser, else Chinese.
func LanguageOf(c *gin.Context) message.Language {
	if l, ok := c.Get(languageKey); ok {
		return l.(message.Language)
	}
	tag, err := c.Cookie("language")
	if err != nil {
		tag, _, _ = strings.Cut(c.GetHeader("Accept-Language"), ",")
	}
	l := message.ParseLanguage(strings.TrimSpace(tag))
	c.Set(languageKey, l)
	return l
}

// ReportLanguage is the language of the labels on a paper: Chinese, the language of official
// documents, unless ?language=en asks for English.
func ReportLanguage(c *gin.Context) message.Language {
	return message.ParseLanguage(c.Query("language"))
}

// RevisionHeader names the revision that a request is about, for a client whose body has to stay the
// same when it repeats the request under its Idempotency-Key.
const RevisionHeader = "Hallmark-Revision"

// RevisionOf is the revision that a request is about: that of its body or, where it names none (0),
// that of its header. It returns a refusal of the header where that is no whole number ≥ 0.
func RevisionOf(c *gin.Context, body int) (int, error) {
	text := c.GetHeader(RevisionHeader)
	if body != 0 || text == "" {
		return body, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, InvalidField(RevisionHeader, "answer.whole-number")
	}
	return n, nil
}
