package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hallmark/checklists"
)

// QueueKeyLife is how long the key of a sign-in vouches for files of unsent work: longer than the
// sign-in, for a tablet may come back late.
const QueueKeyLife = 90 * 24 * time.Hour

// QueueKey is what a sign-in gets to sign its files of unsent work with. It is derived from the
// installation's secret and stored nowhere, so that neither a backup nor the database holds it.
type QueueKey struct {
	ID    string          `json:"id"`  // "<username>.<Unix seconds>.<16 hexadecimal digits>"
	Key   string          `json:"key"` // of HMAC-SHA-256, 32 bytes in base64url
	Until checklists.Time `json:"until"`
}

// newQueueKey makes the key of a sign-in that begins now.
func (s *Service) newQueueKey(name checklists.Username) (*QueueKey, error) {
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	now := s.Now()
	id := fmt.Sprintf("%s.%d.%s", name, now.Unix(), hex.EncodeToString(random))
	key, err := s.queueKey(id)
	return &QueueKey{ID: id, Key: base64.RawURLEncoding.EncodeToString(key),
		Until: checklists.At(now.Add(QueueKeyLife))}, err
}

func (s *Service) queueKey(id string) ([]byte, error) {
	secret, err := s.Secret("queue keys")
	if err != nil {
		return nil, err
	}
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(id))
	return sum.Sum(nil), nil
}

// QueueKeyOf returns the key with an ID and whose sign-in got it. Current is false for a key that
// is older than [QueueKeyLife], and for an ID of another form, which no sign-in has.
func (s *Service) QueueKeyOf(id string) (
	key []byte, name checklists.Username, current bool, err error,
) {
	rest, random := cutLast(id)
	who, seconds := cutLast(rest)
	at, bad := strconv.ParseInt(seconds, 10, 64)
	if ok := bad == nil && who != "" && random != ""; !ok {
		return nil, "", false, nil
	}
	made, now := time.Unix(at, 0), s.Now()
	current = !made.After(now.Add(time.Minute)) && now.Before(made.Add(QueueKeyLife))
	key, err = s.queueKey(id)
	return key, checklists.Username(who), current, err
}

// cutLast cuts a text at its last dot.
func cutLast(s string) (before, after string) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", ""
	}
	return s[:i], s[i+1:]
}
