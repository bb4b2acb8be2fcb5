package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"hallmark/api/wire"
)

// argon2id parameters: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16
	argonKey    = 32
)

// PasswordCost is how much memory and how many passes it takes to hash a password from now on. The
// zero value is the full cost; tests that are not about passwords pay less.
type PasswordCost struct {
	Memory uint32 // KiB
	Passes uint32
}

func (c PasswordCost) parameters() (memory, passes uint32) {
	if c == (PasswordCost{}) {
		return argonMemory, argonTime
	}
	return c.Memory, c.Passes
}

// Decoy is a hash that no password matches. To compare with it takes as long as with any other.
func (c PasswordCost) Decoy() string {
	return c.form(make([]byte, argonSalt), make([]byte, argonKey))
}

func (c PasswordCost) form(salt, sum []byte) string {
	memory, passes := c.parameters()
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes,
		argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// Shortest and longest password, in characters.
const (
	MinPassword = 10
	MaxPassword = 128
)

var errPasswordLength = wire.Refuse(http.StatusUnprocessableEntity, "password-length", MinPassword,
	MaxPassword)

// HashPassword returns the PHC string form: $argon2id$v=19$m=…,t=…,p=…$salt$hash. A weak password
// (of a demo account) may be short, but not empty.
func HashPassword(password string, weak bool, cost PasswordCost) (string, error) {
	shortest := MinPassword
	if weak {
		shortest = 1
	}
	if n := utf8.RuneCountInString(password); n < shortest || n > MaxPassword {
		return "", errPasswordLength
	}
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	memory, passes := cost.parameters()
	sum := argon2.IDKey([]byte(password), salt, passes, memory, argonLanes, argonKey)
	return cost.form(salt, sum), nil
}

var errHashForm = errors.New("stored password has an unknown form")

// checkPassword reports whether a password is that of a stored hash; it compares in constant time.
func checkPassword(hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errHashForm
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false, errHashForm
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || err2 != nil || len(want) == 0 {
		return false, errHashForm
	}
	length := uint32(len(want)) //nolint:gosec // a stored hash is far shorter than 4 GiB
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, length)
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}
