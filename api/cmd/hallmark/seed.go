package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/access"
	"hallmark/api/cmd/terminal"
	"hallmark/fixtures"
)

func seedCommand() *cobra.Command {
	var s settings
	var password string
	var demo bool
	cmd := &cobra.Command{
		Use: "seed", Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			e, err := fixtures.Edition2017()
			if err != nil {
				return err
			}
			s.name = cmp.Or(s.name, e.Standard.TechnicalBody)
			if demo {
				return s.seedDemo(cmd, password)
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				password = orRandom(password)
				made, err := srv.Seed(cmd.Context(), password)
				if err != nil {
					return err
				}
				if len(made) == 0 {
					return s.tell(cmd, "seed-kept")
				}
				warnWeak(cmd, access.Weak(password))
				return s.tell(cmd, "seed-new", password)
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&password, "password", "", "")
	cmd.Flags().BoolVar(&demo, "demo", false, "")
	return cmd
}

func orRandom(password string) string {
	if password == "" {
		return strings.ToLower(rand.Text()[:12])
	}
	return password
}

// seedDemo stores the accounts' password in a file, so that every later start can print it. The
// file is written before the first account, so that no account has a password that nobody knows.
func (s *settings) seedDemo(cmd *cobra.Command, password string) error {
	return s.withServer(cmd, func(srv *api.Server) error {
		ctx, file := cmd.Context(), filepath.Join(s.data, "demo-password.txt")
		kept, err := readKept(file)
		if err != nil {
			return err
		}
		some, err := srv.Accounts.HasUsers(ctx)
		if err == nil && !some {
			kept = orRandom(cmp.Or(password, kept))
			warnWeak(cmd, access.Weak(kept))
			err = keep(file, kept)
		}
		if err != nil {
			return err
		}
		if _, err := srv.Seed(ctx, cmp.Or(kept, orRandom(password))); err != nil {
			return err
		}
		if err := errors.Join(srv.SeedAudits(ctx), srv.SeedCampaign(ctx)); err != nil {
			return err
		}
		if kept == "" {
			return s.tell(cmd, "seed-kept")
		}
		return s.tell(cmd, "seed-demo", kept, file)
	})
}

func keep(file, password string) error {
	return terminal.WriteFile(file, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, password)
		return err
	})
}

func readKept(file string) (string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// tell prints the demo accounts, a sentence about their password, and the place of the data.
func (s *settings) tell(cmd *cobra.Command, key string, args ...any) error {
	for _, a := range fixtures.Accounts() {
		fmt.Fprintf(cmd.OutOrStdout(), "%-12s %-12s %s\n", a.Username, a.Role, a.Name)
	}
	terminal.Say(cmd, key, args...)
	terminal.Say(cmd, "seed-data", s.where())
	return nil
}
