package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hallmark/api"
	"hallmark/api/access"
	"hallmark/api/accounts"
	"hallmark/api/cmd/terminal"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard/message"
)

// operator is the name in the event log for a person who works at the terminal.
const operator = journal.Terminal

func userCommand() *cobra.Command {
	return terminal.Group("user",
		userAddCommand(), userPasswordCommand(), userPlaceCommand(), userDisableCommand(),
		userEnableCommand(), userListCommand())
}

func userAddCommand() *cobra.Command {
	var s settings
	var role, hall, firm, name string
	cmd := &cobra.Command{
		Use: "add --role ROLE USERNAME", Args: terminal.Exactly(1),
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
					warnUnprintable(cmd, srv, name)
					warnWeak(cmd, srv.Accounts.WeakPassword(cmd.Context(), added))
					terminal.Say(cmd, "user-added", args[0], role)
				}
				return terminal.Explain(err, store.ErrExists, "user-exists", args[0])
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&role, "role", "", "")
	placeFlags(cmd, &hall, &firm)
	cmd.Flags().StringVar(&name, "name", "", "")
	terminal.Require(cmd, "role")
	return cmd
}

// warnUnprintable says which signs of a name papers cannot print.
func warnUnprintable(cmd *cobra.Command, srv *api.Server, name string) {
	if lost := pdf.LostOf(srv.Fonts, name); !lost.None() {
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text(terminal.Spoken(cmd.Context()),
			"cli.name-unprintable", name, lost.String()))
	}
}

// warnWeak says that a password is easy to guess. On the host that is no reason to refuse it.
func warnWeak(cmd *cobra.Command, weak error) {
	if weak != nil {
		fmt.Fprintln(cmd.ErrOrStderr(), message.Text(terminal.Spoken(cmd.Context()), "cli.password-weak"))
	}
}

func userPasswordCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "passwd USERNAME", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd)
			if err != nil {
				return err
			}
			return s.changeUser(cmd, args[0], "password-set", func(srv *api.Server) error {
				name := checklists.Username(args[0])
				err := srv.Accounts.SetPassword(cmd.Context(), operator, name, password, "")
				if err != nil {
					return err
				}
				return warnDisabled(cmd, srv, name)
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
		Use: "place [--hall HALL] [--firm FIRM] USERNAME", Args: terminal.Exactly(1),
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
	cmd.Flags().StringVar(hall, "hall", "", "")
	cmd.Flags().StringVar(firm, "firm", "", "")
}

func userDisableCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:  "disable USERNAME",
		Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.changeUser(cmd, args[0], "user-disabled", func(srv *api.Server) error {
				return srv.Accounts.DisableUser(cmd.Context(), operator, checklists.Username(args[0]))
			})
		},
	}
	s.flags(cmd)
	return cmd
}

// warnDisabled says that an account cannot sign in, whatever its password is.
func warnDisabled(cmd *cobra.Command, srv *api.Server, name checklists.Username) error {
	users, err := srv.Accounts.Users(cmd.Context())
	for _, u := range users {
		if u.Username == name && u.Disabled {
			fmt.Fprintln(cmd.ErrOrStderr(),
				message.Text(terminal.Spoken(cmd.Context()), "cli.user-is-disabled", name))
		}
	}
	return err
}

func userEnableCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:  "enable USERNAME",
		Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.changeUser(cmd, args[0], "user-enabled", func(srv *api.Server) error {
				return srv.Accounts.EnableUser(cmd.Context(), operator, checklists.Username(args[0]))
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func userListCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:  "list",
		Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.mustExist("no-installation"); err != nil {
				return err
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				users, err := srv.Accounts.Users(cmd.Context())
				if err != nil {
					return err
				}
				return printUsers(cmd, users)
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func printUsers(cmd *cobra.Command, users []access.UserView) error {
	l := terminal.Spoken(cmd.Context())
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, message.Text(l, "cli.users-head"))
	for _, u := range users {
		state := "page.users.enabled"
		if u.Disabled {
			state = "page.users.disabled"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", u.Username, u.Role, u.Name, u.Hall, u.Firm,
			message.Text(l, state))
	}
	return w.Flush()
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
		fmt.Fprint(cmd.ErrOrStderr(), message.Text(terminal.Spoken(cmd.Context()), "cli.password-prompt"))
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
