package oscal

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// UUID makes a UUID of a name, so that the same document always has the same ones. It is built as
// RFC 9562 asks of version 5, with SHA-256 in the place of SHA-1; version 8, which is made for
// that, is not among those that the schemas of OSCAL 1.2.1 accept.
func UUID(name ...string) string {
	sum := sha256.Sum256([]byte(Namespace + "\x00" + strings.Join(name, "\x00")))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
