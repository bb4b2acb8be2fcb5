package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/takeover"
	"hallmark/checklists"
)

func importQueueCommand() *cobra.Command {
	var s settings
	var as string
	cmd := &cobra.Command{
		Use:  "import-queue FILE",
		Args: terminal.Exactly(1),
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
				report, err := srv.Takeover.Import(cmd.Context(), file, takeover.Order{
					As: checklists.Username(as), Language: terminal.Spoken(cmd.Context()),
					Show: func(line string) { fmt.Fprintln(cmd.OutOrStdout(), line) }})
				if err != nil {
					return queueError(err, args[0], as)
				}
				taken := "queue-taken"
				if report.Handed != nil {
					taken = "queue-handed"
				}
				terminal.Say(cmd, taken, report.Username, report.Audits, report.Changes,
					report.Photographs, report.Submissions)
				for _, line := range report.Said {
					fmt.Fprintln(cmd.OutOrStdout(), line)
				}
				for _, line := range report.Refused {
					fmt.Fprintln(cmd.ErrOrStderr(), line)
				}
				if n := len(report.Refused); n > 0 {
					return terminal.Fail("queue-refused", n)
				}
				return nil
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&as, "as", "", "")
	return cmd
}

// queueError says why a file was not taken.
func queueError(err error, file, as string) error {
	if edited := (*takeover.EditedError)(nil); errors.As(err, &edited) {
		return terminal.Because(err, "queue-edited", file, edited.Place)
	}
	err = terminal.Explain(err, takeover.ErrFile, "queue-file", file)
	err = terminal.Explain(err, takeover.ErrUnsigned, "queue-unsigned", file)
	return terminal.Explain(err, takeover.ErrOperator, "queue-operator", as)
}
