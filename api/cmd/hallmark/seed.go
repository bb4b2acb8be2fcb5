package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"hallmark/api"
)

func seedCommand() *cobra.Command {
	var s settings
	var password string
	var demo bool
	cmd := &cobra.Command{
		Use: "seed", Short: "Store the reference edition, the halls and the demo accounts",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if password == "" {
				password = rand.Text()[:12]
			}
			return withServer(cmd, &s, func(ctx context.Context, srv *api.Server) error {
				accounts, err := srv.Seed(ctx, password)
				if err != nil {
					return err
				}
				if demo {
					if err := srv.SeedAudits(ctx); err != nil {
						return err
					}
				}
				out := cmd.OutOrStdout()
				for _, a := range accounts {
					fmt.Fprintf(out, "%-12s %-12s %s\n", a.Username, a.Role, a.Name)
				}
				fmt.Fprintf(out, "password of new accounts: %s\n", password)
				if s.mongo == "" {
					where, err := filepath.Abs(s.data)
					if err != nil {
						return err
					}
					fmt.Fprintf(out, "data: %s\n", where)
				}
				return nil
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&password, "password", "", "password of the accounts (default: a random one, printed)")
	cmd.Flags().BoolVar(&demo, "demo", false, "store a finished audit of each tier, too")
	return cmd
}
