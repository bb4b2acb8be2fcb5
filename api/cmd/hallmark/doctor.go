package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/standard/message"
)

func doctorCommand() *cobra.Command {
	var s settings
	var again bool
	cmd := &cobra.Command{
		Use: "doctor", Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.mustExist("no-installation"); err != nil {
				return err
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				if again {
					if err := tryAgain(cmd, srv); err != nil {
						return err
					}
				}
				for _, line := range srv.Settings.CalendarLines(terminal.Spoken(cmd.Context())) {
					fmt.Fprintln(cmd.OutOrStdout(), line)
				}
				return sayFailed(cmd, srv)
			})
		},
	}
	s.flags(cmd)
	cmd.Flags().BoolVar(&again, "again", false, "")
	return cmd
}

func tryAgain(cmd *cobra.Command, srv *api.Server) error {
	failed, err := srv.Steps.Failed(cmd.Context())
	for i := range failed {
		if err == nil {
			err = srv.Steps.Again(cmd.Context(), failed[i].ID())
		}
	}
	return err
}

// sayFailed lists the steps that failed, or says that there are none.
func sayFailed(cmd *cobra.Command, srv *api.Server) error {
	failed, err := srv.Steps.Failed(cmd.Context())
	if err != nil {
		return err
	}
	for i := range failed {
		step, state := &failed[i], "doctor-waits"
		if step.Stuck {
			state = "doctor-stuck"
		}
		var since any = day(step.Since)
		if step.Since.IsZero() {
			since = message.Text(terminal.Spoken(cmd.Context()), "cli.doctor-unknown")
		}
		terminal.Say(cmd, state, step.ID(), since, step.Tries, step.Reason)
	}
	if n := len(failed); n > 0 {
		return terminal.Fail("doctor-steps", n)
	}
	terminal.Say(cmd, "doctor-well")
	return nil
}
