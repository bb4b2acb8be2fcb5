package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/checklists"
)

// operator is who acts in the event log when somebody works at the terminal.
const operator checklists.Username = "terminal"

func userCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Accounts"}
	cmd.AddCommand(userAddCommand(), userPasswordCommand(), userDisableCommand())
	return cmd
}

// withServer runs a use case on the installation's data.
func withServer(cmd *cobra.Command, s *settings, use func(context.Context, *api.Server) error) error {
	srv, closeStore, err := s.server(cmd.Context(), slog.New(slog.DiscardHandler), "")
	if err != nil {
		return err
	}
	return errors.Join(use(cmd.Context(), srv), closeStore())
}

func userAddCommand() *cobra.Command {
	var s settings
	var role, hall, name string
	cmd := &cobra.Command{
		Use: "add USERNAME", Short: "Add an account; the password is read from standard input",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd.InOrStdin())
			if err != nil {
				return err
			}
			return withServer(cmd, &s, func(ctx context.Context, srv *api.Server) error {
				return srv.AddUser(ctx, operator, api.NewUser{Username: checklists.Username(args[0]),
					Name: name, Role: api.Role(role), Hall: checklists.HallID(hall), Password: password})
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&role, "role", "", "auditor, hall-head, supervisor, editor, approver or admin")
	cmd.Flags().StringVar(&hall, "hall", "", "hall of a hall-head")
	cmd.Flags().StringVar(&name, "name", "", "name shown to people (default: the username)")
	return cmd
}

func userPasswordCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "passwd USERNAME", Short: "Set a password, read from standard input",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd.InOrStdin())
			if err != nil {
				return err
			}
			return withServer(cmd, &s, func(ctx context.Context, srv *api.Server) error {
				return srv.SetPassword(ctx, operator, checklists.Username(args[0]), password, "")
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func userDisableCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "disable USERNAME", Short: "Lock an account and end its sessions",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withServer(cmd, &s, func(ctx context.Context, srv *api.Server) error {
				return srv.DisableUser(ctx, operator, checklists.Username(args[0]))
			})
		},
	}
	s.flags(cmd)
	return cmd
}

// readPassword reads one line.
func readPassword(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", fmt.Errorf("no password on standard input")
	}
	return line, nil
}
