package mailtest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// Mail is one mail as it arrived, decoded.
type Mail struct {
	From, To  string // of the envelope
	Header    mail.Header
	Subject   string
	Text      string
	User, Key string // by which the client has signed in
	TLS       bool
}

// Server is a running server. Set what it does before anything is sent.
type Server struct {
	Host string
	Port int

	Certificate *tls.Certificate // offers STARTTLS
	Offers      string           // ways to sign in, "PLAIN"
	Password    string           // the only one that is taken; "": any

	mu     sync.Mutex
	mails  []Mail
	refuse string // answer to a recipient instead of 250
	said   int    // how often it was given
	taken  func() // called when a mail has arrived, before the client hears of it
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s := &Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

// Refuse answers every recipient so, such as "550 no such user"; "" takes them again.
func (s *Server) Refuse(answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = answer
}

// Refused counts the recipients that were refused.
func (s *Server) Refused() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said
}

// WhenTaken sets what happens between the arrival of a mail and the word of it.
func (s *Server) WhenTaken(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = do
}

// Mails lists what has arrived.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail{}, s.mails...)
}

// conversation is one connection.
type conversation struct {
	*Server
	net  net.Conn
	text *textproto.Conn
	mail Mail
}

func (s *Server) serve(c net.Conn) {
	defer c.Close()
	v := &conversation{Server: s, net: c, text: textproto.NewConn(c)}
	v.say("220 mailtest")
	for {
		line, err := v.text.ReadLine()
		if err != nil || !v.answer(line) {
			return
		}
	}
}

func (v *conversation) say(line string) { _ = v.text.PrintfLine("%s", line) }

// answer answers one line and reports whether the conversation goes on.
func (v *conversation) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		v.greet()
	case "STARTTLS":
		v.say("220 go ahead")
		v.net = tls.Server(v.net, &tls.Config{Certificates: []tls.Certificate{*v.Certificate}})
		v.text, v.mail.TLS = textproto.NewConn(v.net), true
	case "AUTH":
		_, secret, _ := strings.Cut(rest, " ")
		plain, _ := base64.StdEncoding.DecodeString(secret)
		if parts := strings.Split(string(plain), "\x00"); len(parts) == 3 {
			v.mail.User, v.mail.Key = parts[1], parts[2]
		}
		if v.Password != "" && v.Password != v.mail.Key {
			v.say("535 5.7.8 authentication failed")
			return true
		}
		v.say("235 welcome")
	case "MAIL":
		v.mail.From = address(rest)
		v.say("250 ok")
	case "RCPT":
		v.recipient(rest)
	case "DATA":
		v.data()
	case "QUIT":
		v.say("221 bye")
		return false
	default:
		v.say("250 ok")
	}
	return true
}

func (v *conversation) greet() {
	v.say("250-mailtest")
	if v.Certificate != nil && !v.mail.TLS {
		v.say("250-STARTTLS")
	}
	if v.Offers != "" {
		v.say("250-AUTH " + v.Offers)
	}
	v.say("250 HELP")
}

func (v *conversation) recipient(rest string) {
	v.mu.Lock()
	refuse := v.refuse
	if refuse != "" {
		v.said++
	}
	v.mu.Unlock()
	if refuse != "" {
		v.say(refuse)
		return
	}
	v.mail.To = address(rest)
	v.say("250 ok")
}

func (v *conversation) data() {
	v.say("354 go ahead")
	m := v.mail
	if err := m.read(v.text.DotReader()); err != nil {
		v.say(fmt.Sprintf("554 %s", err))
		return
	}
	v.mu.Lock()
	v.mails = append(v.mails, m)
	taken := v.taken
	v.mu.Unlock()
	if taken != nil {
		taken()
	}
	v.say("250 taken")
}

func (m *Mail) read(r io.Reader) error {
	letter, err := mail.ReadMessage(bufio.NewReader(r))
	if err != nil {
		return err
	}
	m.Header = letter.Header
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return err
	}
	body := letter.Body
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	m.Text = strings.ReplaceAll(string(text), "\r\n", "\n")
	return err
}

// address is what stands in the angles of a command.
func address(rest string) string {
	_, rest, _ = strings.Cut(rest, "<")
	rest, _, _ = strings.Cut(rest, ">")
	return rest
}
