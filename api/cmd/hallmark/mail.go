package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/api/cmd/terminal"
	"hallmark/api/mail"
	"hallmark/api/notifications"
)

// passwordVariable holds the password for mail where no file does; a flag would show it to
// everybody on the machine.
const passwordVariable = "HALLMARK_SMTP_PASSWORD" //nolint:gosec // a name, no password

// mailSettings are the settings for the mail that serve sends. Without a host it sends none.
type mailSettings struct {
	settings     mail.Settings
	tls          string
	passwordFile string
	digestHour   int
}

func (m *mailSettings) flags(cmd *cobra.Command) {
	m.server(cmd.Flags())
	cmd.Flags().IntVar(&m.digestHour, "digest-hour", notifications.DefaultDigestHour, "")
}

// server adds the flags that name the server and the sender.
func (m *mailSettings) server(f *pflag.FlagSet) {
	f.StringVar(&m.settings.Host, "smtp-host", "", "")
	f.IntVar(&m.settings.Port, "smtp-port", 0, "")
	f.StringVar(&m.settings.Username, "smtp-user", "", "")
	f.StringVar(&m.passwordFile, "smtp-password-file", "", "")
	f.StringVar(&m.settings.From, "smtp-from", "", "")
	f.StringVar(&m.tls, "smtp-tls", string(mail.StartTLS), "")
}

// check refuses an hour outside 1 to 23: at 0 the day has no earlier hour for reminders.
func (m *mailSettings) check() error {
	if m.digestHour < 1 || m.digestHour > 23 {
		return terminal.Fail("digest-hour", m.digestHour)
	}
	return nil
}

// where is the server that takes the mail, "" for none.
func (m *mailSettings) where() string {
	if m.settings.Host == "" {
		return ""
	}
	return m.settings.Host + " (" + m.tls + ")"
}

// sender is nil where no mail is to be sent.
func (m *mailSettings) sender() (*mail.Sender, error) {
	if m.settings.Host == "" {
		return nil, nil
	}
	m.settings.TLS, m.settings.Password = mail.Policy(m.tls), os.Getenv(passwordVariable)
	if m.passwordFile != "" {
		password, err := os.ReadFile(m.passwordFile)
		if err != nil {
			return nil, err
		}
		m.settings.Password = string(bytes.TrimRight(password, "\r\n"))
	}
	sender, err := mail.New(m.settings)
	err = terminal.Explain(err, mail.ErrPolicy, "smtp-tls", m.tls)
	err = terminal.Explain(err, mail.ErrPort, "smtp-port", m.settings.Port)
	return sender, terminal.Explain(err, mail.ErrFrom, "smtp-from", m.settings.From)
}
