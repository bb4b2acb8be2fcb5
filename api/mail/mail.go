package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Policy says how the connection is protected.
type Policy string

// The policies. With StartTLS and TLS the server's certificate must be valid for its name; Plain is
// for a relay on the same machine.
const (
	StartTLS Policy = "starttls" // port 587
	TLS      Policy = "tls"      // port 465
	Plain    Policy = "none"     // port 25
)

// timeout bounds connecting, signing in, and sending, each by itself.
const timeout = 8 * time.Second

// ErrSettings says that mail cannot be sent with such settings.
var ErrSettings = errors.New("settings of mail")

// What can be wrong with settings. Each is [ErrSettings].
var (
	ErrPolicy = fmt.Errorf("%w: no such policy", ErrSettings)
	ErrPort   = fmt.Errorf("%w: no such port", ErrSettings)
	ErrFrom   = fmt.Errorf("%w: no address to send from", ErrSettings)
)

// Settings name the server that sends the mail, and the sender.
type Settings struct {
	Host     string
	Port     int    // 0 is that of the policy
	Username string // "" for a server that asks for none
	Password string
	From     string // "noreply@hall.example", or with a name before it in the form of RFC 5322
	TLS      Policy
}

// Sender sends mail through one server. It is safe for concurrent use; every mail has a connection
// of its own.
type Sender struct {
	settings Settings
	from     *netmail.Address
}

// New checks the settings; an error wraps [ErrSettings].
func New(s Settings) (*Sender, error) {
	ports := map[Policy]int{StartTLS: 587, TLS: 465, Plain: 25}
	if ports[s.TLS] == 0 {
		return nil, fmt.Errorf("%w: %q", ErrPolicy, s.TLS)
	}
	if s.Port == 0 {
		s.Port = ports[s.TLS]
	}
	from, err := netmail.ParseAddress(s.From)
	switch {
	case s.Host == "":
		return nil, fmt.Errorf("%w: no host", ErrSettings)
	case s.Port < 1 || s.Port > 65535:
		return nil, fmt.Errorf("%w: %d", ErrPort, s.Port)
	case err != nil || !IsAddress(from.Address):
		return nil, fmt.Errorf("%w: %q", ErrFrom, s.From)
	}
	return &Sender{s, from}, nil
}

var addressForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$`)
})

// IsAddress reports whether a text is a plain address, "zhou@hall.example": at most 254 characters,
// no name, no quotes, nothing that could begin another line or address.
func IsAddress(text string) bool { return len(text) <= 254 && addressForm().MatchString(text) }

// Message is one mail. ID is the same at every attempt, so that a receiver knows a repetition by
// its Message-ID.
type Message struct {
	ID      string // letters, digits, "_" and "-"
	To      string // as [IsAddress] asks
	Subject string
	Text    string
	At      time.Time
}

// Send sends a mail and returns when the server has accepted it; any error is an [*Error].
func (s *Sender) Send(ctx context.Context, m Message) error {
	letter, err := s.letter(m)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.settings.Host, s.options()...)
	if err != nil {
		return failed(Connection, m.To, err)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return failed(Connection, m.To, err)
	}
	// a mail that was accepted stays accepted, whatever the server answers to QUIT
	defer func() { _ = client.CloseWithSMTPClient(connection) }()
	if err := s.encrypt(connection); err != nil {
		return failed(NoStartTLS, m.To, err)
	}
	if err := s.signIn(connection); err != nil {
		return failed(Password, m.To, err)
	}
	if err := client.SendWithSMTPClient(connection, letter); err != nil {
		return failed(Refused, m.To, err)
	}
	return nil
}

// encrypt goes on over TLS where the policy asks for STARTTLS.
func (s *Sender) encrypt(c *smtp.Client) error {
	if s.settings.TLS != StartTLS {
		return nil
	}
	if offered, _ := c.Extension("STARTTLS"); !offered {
		return errNoStartTLS
	}
	return c.StartTLS(&tls.Config{ServerName: s.settings.Host, MinVersion: tls.VersionTLS12})
}

func (s *Sender) letter(m Message) (*gomail.Msg, error) {
	if !IsAddress(m.To) {
		return nil, &Error{Cause: Address}
	}
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	letter.FromMailAddress(s.from)
	letter.ToMailAddress(&netmail.Address{Address: m.To})
	letter.Subject(oneLine(m.Subject))
	letter.SetMessageIDWithValue(m.ID + s.from.Address[strings.LastIndex(s.from.Address, "@"):])
	letter.SetDateWithValue(m.At)
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	return letter, nil
}

// oneLine makes a header of a text: control characters, line ends among them, become spaces.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}

func (s *Sender) options() []gomail.Option {
	return []gomail.Option{gomail.WithPort(s.settings.Port), gomail.WithTimeout(timeout),
		gomail.WithDialContextFunc(s.dial), gomail.WithTLSPolicy(gomail.NoTLS)}
}

// signIn uses the best way that the server offers. Methods that send it the password are used over
// TLS only.
func (s *Sender) signIn(c *smtp.Client) error {
	set := s.settings
	if set.Username == "" {
		return nil
	}
	_, offered := c.Extension("AUTH")
	for _, way := range strings.Fields("SCRAM-SHA-256 PLAIN LOGIN") {
		if !slices.Contains(strings.Fields(strings.ToUpper(offered)), way) {
			continue
		}
		switch way {
		case "PLAIN":
			return c.Auth(smtp.PlainAuth("", set.Username, set.Password, set.Host, false))
		case "LOGIN":
			return c.Auth(smtp.LoginAuth(set.Username, set.Password, set.Host, false))
		}
		return c.Auth(smtp.ScramSHA256Auth(set.Username, set.Password))
	}
	return errNoSignIn
}

// dial connects with a deadline from the first byte on: the library sets one only before it sends.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer interface {
		DialContext(ctx context.Context, network, address string) (net.Conn, error)
	} = &net.Dialer{Timeout: timeout}
	if s.settings.TLS == TLS {
		dialer = &tls.Dialer{Config: &tls.Config{ServerName: s.settings.Host, MinVersion: tls.VersionTLS12}}
	}
	c, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return c, c.SetDeadline(time.Now().Add(timeout))
}
