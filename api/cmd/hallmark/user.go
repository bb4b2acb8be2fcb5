package main

import (
	"hallmark/api/accounts"

	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// operator is the name in the event log for a person who works at the terminal.
const operator = journal.Terminal

func userCommand() *cobra.Command {
	return terminal.Group("user", "Add an account, set its password or place of work, disable it",
		userAddCommand(), userPasswordCommand(), userPlaceCommand(), userDisableCommand())
}

func userAddCommand() *cobra.Command {
	var s settings
	var role, hall, firm, name string
	cmd := &cobra.Command{
		Use: "add --role ROLE USERNAME", Args: cobra.ExactArgs(1),
		Short: "Add an account; the password is read from standard input",
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd)
			if err != nil {
				return err
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				added := accounts.NewUser{Name: name, Username: checklists.Username(args[0]),
					Role: checklists.Role(role), Hall: checklists.HallID(hall), Firm: firm,
					Password: password}
				err := srv.Accounts.AddUser(cmd.Context(), operator, added)
				if err == nil {
					warnWeak(cmd, srv.Accounts.WeakPassword(cmd.Context(), added))
					terminal.Say(cmd, "user-added", args[0], role)
				}
				return terminal.Explain(err, store.ErrExists, "user-exists", args[0])
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&role, "role", "",
		"auditor, hall-head, supervisor, editor, approver or admin")
	placeFlags(cmd, &hall, &firm)
	cmd.Flags().StringVar(&name, "name", "", "name shown to people (default: the username)")
	_ = cmd.MarkFlagRequired("role") // the flag exists
	return cmd
}

// warnWeak says that a password is easy to guess. On the host that is no reason to refuse it.
func warnWeak(cmd *cobra.Command, weak error) {
	if weak != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text(terminal.Spoken(), "cli.password-weak"))
	}
}

func userPasswordCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "passwd USERNAME", Args: cobra.ExactArgs(1),
		Short: "Set a password, read from standard input, and end the account's sessions",
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd)
			if err != nil {
				return err
			}
			return s.changeUser(cmd, args[0], "password-set", func(srv *api.Server) error {
				name := checklists.Username(args[0])
				return srv.Accounts.SetPassword(cmd.Context(), operator, name, password, "")
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func userPlaceCommand() *cobra.Command {
	var s settings
	var hall, firm string
	cmd := &cobra.Command{
		Use: "place [--hall HALL] [--firm FIRM] USERNAME", Args: cobra.ExactArgs(1),
		Short: "Say where an auditor or supervisor works; what is left out is none",
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.changeUser(cmd, args[0], "user-placed", func(srv *api.Server) error {
				return srv.Accounts.PlaceUser(cmd.Context(), operator, checklists.Username(args[0]),
					checklists.HallID(hall), firm)
			})
		},
	}
	s.flags(cmd)
	placeFlags(cmd, &hall, &firm)
	return cmd
}

func placeFlags(cmd *cobra.Command, hall, firm *string) {
	cmd.Flags().StringVar(hall, "hall", "",
		"hall of a hall-head; of others the hall in which they work and which they never inspect")
	cmd.Flags().StringVar(firm, "firm", "", "third-party firm of an auditor, who sees its visits alone")
}

func userDisableCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "disable USERNAME", Short: "Lock an account and end its sessions",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.changeUser(cmd, args[0], "user-disabled", func(srv *api.Server) error {
				return srv.Accounts.DisableUser(cmd.Context(), operator, checklists.Username(args[0]))
			})
		},
	}
	s.flags(cmd)
	return cmd
}

// changeUser changes an account that exists already and prints the text of a key of the catalogue.
func (s *settings) changeUser(cmd *cobra.Command, name, done string,
	change func(*api.Server) error,
) error {
	if err := s.mustExist("no-installation"); err != nil {
		return err
	}
	return s.withServer(cmd, func(srv *api.Server) error {
		err := change(srv)
		if err == nil {
			terminal.Say(cmd, done, name)
		}
		return terminal.Explain(err, store.ErrNotFound, "no-user", name)
	})
}

// readPassword reads one line, unseen when a person types it.
func readPassword(cmd *cobra.Command) (string, error) {
	if f, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(cmd.ErrOrStderr(), message.Text(terminal.Spoken(), "cli.password-prompt"))
		typed, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		return string(typed), err
	}
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", terminal.Fail("no-password")
	}
	return line, nil
}
