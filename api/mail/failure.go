package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Cause says why a mail was not sent.
type Cause string

// The causes. After Refused and Address, trying again makes no sense; after Later it does only when
// some minutes have passed, since a server that greylists asks for that.
const (
	Address     Cause = "address"     // the receiver's address has not the form of one
	Name        Cause = "name"        // the server's name is not known
	Connection  Cause = "connection"  // nobody answers there, or not as a mail server
	Timeout     Cause = "timeout"     // the server is too slow
	Certificate Cause = "certificate" // it is not valid for the server's name
	NoStartTLS  Cause = "starttls"    // the server does not offer it
	Password    Cause = "password"    // name or password is not taken
	NoSignIn    Cause = "sign-in"     // no known way to sign in that keeps the password secret
	Later       Cause = "later"       // put off with 4xx: greylisted, or the mailbox is full
	Refused     Cause = "refused"     // refused with 5xx
)

var (
	errNoStartTLS = errors.New("the server does not offer STARTTLS")
	errNoSignIn   = errors.New("the server offers no known way to sign in")
)

// Error says that a mail was not sent.
type Error struct {
	Cause Cause
	Code  int    // of the server's answer, such as 451; 0 without one
	Words string // what was said, in one line and without the receiver's address; may be ""
}

func (e *Error) Error() string { return string(e.Cause) + ": " + e.Words }

// Final reports whether trying again makes no sense.
func (e *Error) Final() bool { return e.Cause == Refused || e.Cause == Address }

// mostWords is how many bytes of an answer are kept.
const mostWords = 300

// failed finds the cause of what went wrong, which is that of the step unless the error shows another.
func failed(step Cause, to string, err error) *Error {
	words := strings.ReplaceAll(oneLine(err.Error()), to, "…")
	if len(words) > mostWords {
		words = strings.ToValidUTF8(words[:mostWords], "")
	}
	e := &Error{Cause: step, Code: code(err), Words: words}
	var dns *net.DNSError
	var wait net.Error
	switch {
	case errors.As(err, &dns):
		e.Cause = Name
	case errors.As(err, &wait) && wait.Timeout():
		e.Cause = Timeout
	case invalid(err):
		e.Cause = Certificate
	case errors.Is(err, errNoStartTLS):
		e.Cause = NoStartTLS
	case errors.Is(err, errNoSignIn), step == Password && e.Code == 0:
		e.Cause = NoSignIn
	case e.Code >= 400 && e.Code < 500:
		e.Cause = Later
	case step == Refused && e.Code < 500:
		e.Cause = Connection
	}
	return e
}

// code is that of the server's answer, or 0.
func code(err error) int {
	var sending *gomail.SendError
	var answer *textproto.Error
	switch {
	case errors.As(err, &answer):
		return answer.Code
	case errors.As(err, &sending):
		return sending.ErrorCode()
	}
	return 0
}

// invalid reports whether an error is about the server's certificate.
func invalid(err error) bool {
	var verification *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var other x509.CertificateInvalidError
	return errors.As(err, &verification) || errors.As(err, &unknown) || errors.As(err, &host) ||
		errors.As(err, &other)
}
