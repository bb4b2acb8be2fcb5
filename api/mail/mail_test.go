package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"hallmark/api/mail"
	"hallmark/api/mail/mailtest"
)

func sender(t *testing.T, s *mailtest.Server, tls mail.Policy) *mail.Sender {
	t.Helper()
	m, err := mail.New(mail.Settings{Host: s.Host, Port: s.Port, TLS: tls,
		From: "厅评 <noreply@hall.example>"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var letter = mail.Message{ID: "msg_1", To: "zhou@hall.example", Subject: "整改通知",
	Text: "周予安，您好！\n\n.\n第二行\n", At: time.Date(2018, 3, 1, 1, 0, 0, 0, time.UTC)}

func TestSend(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	if err := sender(t, server, mail.Plain).Send(context.Background(), letter); err != nil {
		t.Fatal(err)
	}
	got := server.Mails()
	if len(got) != 1 || got[0].From != "noreply@hall.example" || got[0].To != letter.To ||
		got[0].Subject != letter.Subject || got[0].Text != letter.Text {
		t.Fatalf("%+v", got)
	}
	for name, want := range map[string]string{"Message-ID": "<msg_1@hall.example>",
		"Date": "Thu, 01 Mar 2018 01:00:00 +0000", "Auto-Submitted": "auto-generated",
		"To": "<zhou@hall.example>"} {
		if have := got[0].Header.Get(name); have != want {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}
}

// TestHeadersStayOneLine tries to begin another header or recipient.
func TestHeadersStayOneLine(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	m := sender(t, server, mail.Plain)
	evil := letter
	evil.Subject = "a\r\nBcc: evil@evil.example\r\n\r\nbody\u2028x"
	if err := m.Send(context.Background(), evil); err != nil {
		t.Fatal(err)
	}
	got := server.Mails()[0]
	if got.Header.Get("Bcc") != "" || got.Text != letter.Text || !strings.Contains(got.Subject, "Bcc: evil") {
		t.Errorf("%+v", got)
	}
	for _, to := range []string{"", "a@b\r\nRCPT TO:<c@d>", "a@b>,<c@d", "周@b", `"a b"@c`, "a", "a@", "@b",
		"Zhou <a@b>", "a@b,c@d", strings.Repeat("a", 65) + "@b", "a@b." + strings.Repeat("c", 254)} {
		evil := letter
		evil.To = to
		var refused *mail.Error
		if err := m.Send(context.Background(), evil); !errors.As(err, &refused) ||
			refused.Cause != mail.Address || !refused.Final() || mail.IsAddress(to) {
			t.Errorf("%q: %v", to, err)
		}
	}
	if n := len(server.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

// TestCauses: why a mail was not sent is known, in every step from the name to the answer.
func TestCauses(t *testing.T) {
	t.Parallel()
	answering, strange, signing := mailtest.New(t), mailtest.New(t), mailtest.New(t)
	strange.Certificate = certificate(t)
	signing.Certificate, signing.Offers, signing.Password = trusted, "PLAIN", "another"
	unknown := mailtest.New(t)
	unknown.Certificate, unknown.Offers = trusted, "X-MAGIC"
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().(*net.TCPAddr).Port
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host   string
		port   int
		policy mail.Policy
		user   string
		answer string
		want   mail.Cause
		code   int
		final  bool
	}{
		{"127.0.0.1", answering.Port, mail.Plain, "", "550 no such user", mail.Refused, 550, true},
		{"127.0.0.1", answering.Port, mail.Plain, "", "451 4.7.1 greylisted", mail.Later, 451, false},
		{"127.0.0.1", answering.Port, mail.Plain, "", "452 mailbox full", mail.Later, 452, false},
		{"127.0.0.1", answering.Port, mail.Plain, "", "what?", mail.Connection, 0, false},
		{"127.0.0.1", answering.Port, mail.StartTLS, "", "", mail.NoStartTLS, 0, false},
		{"localhost", strange.Port, mail.StartTLS, "", "", mail.Certificate, 0, false},
		{"localhost", signing.Port, mail.StartTLS, "hall", "", mail.Password, 535, false},
		{"localhost", unknown.Port, mail.StartTLS, "hall", "", mail.NoSignIn, 0, false},
		{"127.0.0.1", nobody, mail.Plain, "", "", mail.Connection, 0, false},
		{"no-such-host.invalid", 25, mail.Plain, "", "", mail.Name, 0, false},
	} {
		answering.Refuse(tt.answer)
		m, err := mail.New(mail.Settings{Host: tt.host, Port: tt.port, TLS: tt.policy,
			Username: tt.user, Password: "secret", From: "noreply@hall.example"})
		if err != nil {
			t.Fatal(err)
		}
		err = m.Send(context.Background(), letter)
		var e *mail.Error
		if !errors.As(err, &e) || e.Cause != tt.want || e.Code != tt.code || e.Final() != tt.final {
			t.Errorf("%s %s %q: %v, want %s", tt.host, tt.policy, tt.answer, err, tt.want)
			continue
		}
		if strings.Contains(e.Words, letter.To) || e.Words == "" || strings.Contains(e.Words, "secret") {
			t.Errorf("%s: words %q", tt.want, e.Words)
		}
	}
}

// TestNoPasswordInTheClear never tells a password to a server without TLS, nor anything to one whose
// certificate is not valid.
func TestNoPasswordInTheClear(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t)
	server.Offers, server.Certificate = "PLAIN LOGIN", certificate(t)
	for _, policy := range []mail.Policy{mail.Plain, mail.StartTLS, mail.TLS} {
		m, err := mail.New(mail.Settings{Host: "localhost.", Port: server.Port, TLS: policy,
			Username: "hall", Password: "secret", From: "noreply@hall.example"})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Send(context.Background(), letter); err == nil {
			t.Errorf("%s: sent", policy)
		}
	}
	plain := mailtest.New(t)
	if err := sender(t, plain, mail.StartTLS).Send(context.Background(), letter); err == nil {
		t.Error("sent without TLS to a server that offers none")
	}
	if n := len(server.Mails()) + len(plain.Mails()); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// trusted is a certificate that this process takes for valid.
var trusted *tls.Certificate

func TestMain(m *testing.M) {
	file, err := os.CreateTemp("", "trusted-*.pem")
	if err == nil {
		trusted, err = newCertificate()
	}
	if err == nil {
		err = pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: trusted.Certificate[0]})
	}
	if err == nil {
		err = os.Setenv("SSL_CERT_FILE", file.Name())
	}
	if err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.Remove(file.Name())
	os.Exit(status)
}

// TestSignIn signs in over TLS in every way that tells the password.
func TestSignIn(t *testing.T) {
	t.Parallel()
	for _, offers := range []string{"PLAIN", "LOGIN PLAIN"} {
		server := mailtest.New(t)
		server.Offers, server.Certificate = offers, trusted
		m, err := mail.New(mail.Settings{Host: "localhost", Port: server.Port, TLS: mail.StartTLS,
			Username: "hall", Password: "secret", From: "noreply@hall.example"})
		if err == nil {
			err = m.Send(context.Background(), letter)
		}
		got := server.Mails()
		if err != nil || len(got) != 1 || !got[0].TLS || got[0].User != "hall" || got[0].Key != "secret" {
			t.Errorf("%s: %v %+v", offers, err, got)
		}
	}
}

func certificate(t *testing.T) *tls.Certificate {
	t.Helper()
	c, err := newCertificate()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newCertificate() (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true, DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

func TestSettings(t *testing.T) {
	t.Parallel()
	good := mail.Settings{Host: "mail.hall.example", From: "noreply@hall.example", TLS: mail.StartTLS}
	if _, err := mail.New(good); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*mail.Settings){
		"host": func(s *mail.Settings) { s.Host = "" }, "port": func(s *mail.Settings) { s.Port = 70000 },
		"from": func(s *mail.Settings) { s.From = "hall" }, "tls": func(s *mail.Settings) { s.TLS = "ssl" },
	} {
		bad := good
		spoil(&bad)
		if _, err := mail.New(bad); !errors.Is(err, mail.ErrSettings) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
