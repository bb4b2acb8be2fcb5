package access

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/standard"
)

// The voucher shows a tablet that an answer is one of this service. A tablet is often behind a
// portal, a filter or a proxy that answers in the service's place, with any status and any content;
// taken for the service's word, such an answer would mark work as sent that nobody has got.
//
// A request names a nonce of its own. Its answer, whatever its status, carries the time by the
// service's clock and an HMAC-SHA-256 over nonce, time, status and the SHA-256 of its content. The
// key is that of the sign-in whose token the request carries, and was handed out with it: it is
// derived from the secret of the installation, so that whoever sees a later request, token and all,
// does not have it. A request without a token, the sign-in itself, has no key yet; its answer is
// made with a key that everybody knows. It proves that a program of this kind has made it for this
// request and that it has arrived whole. Who that is, only TLS can prove.
//
// The address is not part of it, for proxies write addresses anew; the nonce names the request.
const (
	nonceHeader   = "Hallmark-Nonce"
	voucherHeader = "Hallmark-Voucher" // "<Unix milliseconds> <HMAC in hexadecimal>"
	voucherForm   = "hallmark answer 1"

	// publicAnswerKey is the key of answers to requests without a token.
	publicAnswerKey = "hallmark sign-in"

	// wholeAnswer is how many bytes an answer may have of which the voucher covers the content. What
	// is larger, or sent piece by piece, is vouched for as a stream: by its head alone.
	wholeAnswer = 32 << 20
)

var nonceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// answerKey is the key of the answers to one sign-in.
func (s *Service) answerKey(session string) ([]byte, error) {
	secret, err := s.Secret("answer keys")
	if err != nil {
		return nil, err
	}
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(session))
	return sum.Sum(nil), nil
}

// answerKeyText is the key of the answers to the sign-in with a token, as a tablet gets it: 32 bytes
// in base64url.
func (s *Service) answerKeyText(token string) (string, error) {
	key, err := s.answerKey(SessionID(token))
	return base64.RawURLEncoding.EncodeToString(key), err
}

// Vouch lets the answer to a request that names a nonce carry its voucher. It stands before all that
// may answer.
func (s *Service) Vouch(c *gin.Context) {
	nonce := c.GetHeader(nonceHeader)
	if !nonceForm.MatchString(nonce) || !strings.HasPrefix(c.Request.URL.Path, "/api/") {
		c.Next()
		return
	}
	key := []byte(publicAnswerKey)
	if bearer, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok {
		var err error
		if key, err = s.answerKey(SessionID(strings.TrimSpace(bearer))); err != nil {
			c.Next() // the tablet takes no answer, and tries again
			return
		}
	}
	w := &voucher{ResponseWriter: c.Writer, nonce: nonce, key: key, now: s.Now}
	c.Writer = w
	c.Next()
	w.end()
}

// voucher keeps an answer until it is whole and says then that it is the service's.
type voucher struct {
	gin.ResponseWriter
	nonce   string
	key     []byte
	now     func() time.Time
	body    bytes.Buffer
	headed  bool // the status is settled
	streams bool // the head is sent, and what follows is passed on
}

// Unwrap is the writer below, for [http.ResponseController].
func (w *voucher) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Write keeps a part of the content, or passes it on in a stream.
func (w *voucher) Write(b []byte) (int, error) {
	if w.streams {
		return w.ResponseWriter.Write(b)
	}
	w.body.Write(b)
	if w.body.Len() > wholeAnswer {
		return len(b), w.stream()
	}
	return len(b), nil
}

// WriteString is Write for a text.
func (w *voucher) WriteString(text string) (int, error) { return w.Write([]byte(text)) }

// WriteHeaderNow settles the status.
func (w *voucher) WriteHeaderNow() {
	w.headed = true
	if w.streams {
		w.ResponseWriter.WriteHeaderNow()
	}
}

// Written reports whether the status is settled.
func (w *voucher) Written() bool {
	return w.headed || w.body.Len() > 0 || w.ResponseWriter.Written()
}

// Size is how many bytes of content there are; -1 for an answer that has not begun.
func (w *voucher) Size() int {
	if w.streams || !w.Written() {
		return w.ResponseWriter.Size()
	}
	return w.body.Len()
}

// Flush sends what there is; the answer is a stream from now on.
func (w *voucher) Flush() {
	if !w.streams && w.stream() != nil {
		return // the client is gone; the next write says so
	}
	w.ResponseWriter.Flush()
}

// stream sends head and content so far, and passes on what follows.
func (w *voucher) stream() error {
	w.streams = true
	w.vouch("stream")
	_, err := w.ResponseWriter.Write(w.body.Bytes())
	w.body = bytes.Buffer{}
	return err
}

// end sends a whole answer.
func (w *voucher) end() {
	if w.streams || w.ResponseWriter.Written() {
		return
	}
	w.vouch(string(standard.DigestBytes(w.body.Bytes())))
	if w.body.Len() == 0 {
		w.ResponseWriter.WriteHeaderNow()
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(w.body.Len()))
	_, _ = w.ResponseWriter.Write(w.body.Bytes()) // a client that is gone asks again
}

// vouch puts the voucher into the head: for content with a digest, or for a "stream".
func (w *voucher) vouch(content string) {
	at := w.now().UnixMilli()
	sum := hmac.New(sha256.New, w.key)
	fmt.Fprintf(sum, "%s\n%s\n%d\n%d\n%s", voucherForm, w.nonce, at, w.Status(), content)
	w.Header().Set(voucherHeader, fmt.Sprintf("%d %s", at, hex.EncodeToString(sum.Sum(nil))))
}
