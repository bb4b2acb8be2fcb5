package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
	"hallmark/checklists"
)

func reportCommand() *cobra.Command {
	var s settings
	var out, base string
	var record bool
	cmd := &cobra.Command{
		Use:  "report AUDIT [-o FILE]",
		Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				out = args[0] + ".pdf"
			}
			base, err := parseBase(base)
			if err = errors.Join(err, s.mustExist("no-installation")); err != nil {
				return err
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				file, err := srv.Reports.Print(cmd.Context(), checklists.AuditID(args[0]), base, record)
				if err != nil {
					return terminal.Explain(err, store.ErrNotFound, "no-audit", args[0])
				}
				err = terminal.WriteFile(out, func(w io.Writer) error {
					_, err := w.Write(file)
					return err
				})
				if err == nil {
					terminal.Say(cmd, "report-written", out)
				}
				return err
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "")
	cmd.Flags().StringVar(&base, "base-url", "http://127.0.0.1:8080", "")
	cmd.Flags().BoolVar(&record, "record", false, "")
	return cmd
}
