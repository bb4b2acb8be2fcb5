package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/store"
)

func importQueueCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "import-queue FILE",
		Short: "Take over the unsent work that a tablet saved to a file; again is harmless",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.mustExist("no-installation"); err != nil {
				return err
			}
			file, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer file.Close()
			return s.withServer(cmd, func(srv *api.Server) error {
				report, err := srv.ImportQueue(cmd.Context(), file)
				if err != nil {
					err = explain(err, api.ErrQueue, "queue-file", args[0])
					return explain(err, store.ErrNotFound, "queue-account", args[0])
				}
				say(cmd, "queue-taken", report.Username, report.Audits, report.Changes,
					report.Photographs, report.Submissions)
				for _, line := range report.Refused {
					fmt.Fprintln(cmd.ErrOrStderr(), line)
				}
				if n := len(report.Refused); n > 0 {
					return fail("queue-refused", n)
				}
				return nil
			})
		},
	}
	s.flags(cmd)
	return cmd
}
