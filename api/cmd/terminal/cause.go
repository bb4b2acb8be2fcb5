package terminal

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"hallmark/standard/message"
)

// ownWords is an argument of a [Fail] that is said as [Cause] does.
type ownWords struct{ error }

// errnos are what systems say by number, with the key of the sentence, "cli.cause-…".
var errnos = []struct {
	errno error
	key   string
}{
	{syscall.ENOSPC, "full"}, {syscall.EDQUOT, "full"}, {syscall.EFBIG, "full"},
	{syscall.EROFS, "read-only"}, {syscall.EADDRINUSE, "in-use"},
	{syscall.EADDRNOTAVAIL, "no-address"}, {syscall.ECONNREFUSED, "refused"},
	{syscall.ECONNRESET, "broken-off"}, {syscall.EHOSTUNREACH, "unreachable"},
	{syscall.ENETUNREACH, "unreachable"}, {syscall.EIO, "disk"}, {syscall.EMFILE, "open-files"},
	{fs.ErrPermission, "permission"}, {fs.ErrNotExist, "missing"},
	{context.DeadlineExceeded, "timeout"},
}

// parts are what libraries say in words alone, by a part of them in lower case.
var parts = []struct{ part, key string }{
	{"disk is full", "full"}, {"no space left", "full"}, {"disk i/o error", "disk"},
	{"readonly database", "read-only"}, {"database is locked", "locked"},
	{"not a database", "damaged"}, {"malformed", "damaged"}, {"closed", "closed"},
	{"not a valid zip", "no-zip"}, {"checksum", "damaged"}, {"flate:", "damaged"},
	{"unexpected eof", "cut-off"}, {"digest", "differs"}, {"invalid character", "damaged"},
	{"no such host", "no-host"}, {"server misbehaving", "no-host"},
	{"unknown port", "no-port"}, {"invalid port", "no-port"}, {"missing port", "no-port"},
	{"too many colons", "no-port"}, {"connection refused", "refused"},
	{"certificate", "certificate"}, {"tls:", "certificate"}, {"auth", "sign-in"},
	{"permission denied", "permission"}, {"i/o timeout", "timeout"}, {"deadline exceeded", "timeout"},
	{"server selection", "unreachable"}, {"eof", "cut-off"},
}

// causeOf is the key of the sentence about an error of the system or a library, "cause-other" where
// none fits.
func causeOf(err error) string {
	for _, c := range errnos {
		if errors.Is(err, c.errno) {
			return "cause-" + c.key
		}
	}
	words := strings.ToLower(err.Error())
	for _, c := range parts {
		if strings.Contains(words, c.part) {
			return "cause-" + c.key
		}
	}
	return "cause-other"
}

// Cause says why something of the system failed: the cause in the reader's language, then the words
// of the system or library behind a label, which an operator may have to look up.
func Cause(err error, l message.Language) string {
	return message.Text(l, "cli.cause", message.Text(l, "cli."+causeOf(err)), err.Error())
}
