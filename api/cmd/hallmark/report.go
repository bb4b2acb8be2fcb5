package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/checklists"
)

func reportCommand() *cobra.Command {
	var s settings
	var out, base string
	var record bool
	cmd := &cobra.Command{
		Use: "report AUDIT -o FILE", Short: "Write the signed report of an audit as PDF",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withServer(cmd, &s, func(ctx context.Context, srv *api.Server) error {
				file, err := srv.Print(ctx, checklists.AuditID(args[0]), base, record)
				if err != nil {
					return fmt.Errorf("audit %s: %w", args[0], err)
				}
				return writeFile(out, func(w io.Writer) error {
					_, err := w.Write(file)
					return err
				})
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write")
	cmd.Flags().StringVar(&base, "base-url", "http://127.0.0.1:8080", "address in the QR code")
	cmd.Flags().BoolVar(&record, "record", false, "the on-site inspection record instead of the report")
	_ = cmd.MarkFlagRequired("output") // the flag exists
	return cmd
}
