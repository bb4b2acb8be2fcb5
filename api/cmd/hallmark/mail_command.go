package main

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/mail"
	"hallmark/standard/message"
)

func mailCommand() *cobra.Command { return terminal.Group("mail", mailTestCommand()) }

func mailTestCommand() *cobra.Command {
	var m mailSettings
	cmd := &cobra.Command{Use: "test ADDRESS", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sender, err := m.sender()
			if err != nil {
				return err
			}
			if sender == nil {
				return terminal.Wrong("mail-off")
			}
			l := terminal.Spoken(cmd.Context())
			err = sender.Send(cmd.Context(), mail.Message{ID: "test_" + uuid.NewString(), To: args[0],
				Subject: message.Text(l, "cli.mail-subject"), Text: message.Text(l, "cli.mail-text"),
				At: time.Now()})
			if err != nil {
				return mailSentence(err, l, args[0])
			}
			terminal.Say(cmd, "mail-sent", args[0])
			return nil
		}}
	m.server(cmd.Flags())
	return cmd
}

// mailSentence says why a mail was not sent, and in what words the server said so.
func mailSentence(err error, l message.Language, to string) error {
	var failed *mail.Error
	if !errors.As(err, &failed) {
		return err
	}
	why := message.Text(l, "outbox.error-mail-"+string(failed.Cause), failed.Code)
	if failed.Code == 0 {
		why = message.Text(l, "outbox.error-mail-"+string(failed.Cause))
	}
	if failed.Cause == mail.Address {
		return terminal.Because(err, "mail-address", to, why)
	}
	return terminal.Because(err, "mail-failed", to, why, failed.Words)
}
