package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

func calendarCommand() *cobra.Command {
	return terminal.Group("calendar", calendarImportCommand(), calendarListCommand())
}

func calendarImportCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "import FILE", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := terminal.Read(args[0], func(r io.Reader) ([]byte, error) {
				return io.ReadAll(io.LimitReader(r, wire.BodyLimit))
			})
			if err != nil {
				return err
			}
			return s.withServer(cmd, func(srv *api.Server) error {
				done, err := srv.Settings.ImportYear(cmd.Context(), operator, filepath.Base(args[0]),
					content)
				if err != nil {
					return terminal.InFile(args[0], 0, err)
				}
				l := terminal.Spoken(cmd.Context())
				fmt.Fprintln(cmd.OutOrStdout(), message.Text(l, "calendar.done", done.Year.Year, done.Year.Off(),
					done.Year.Worked())+" "+done.Replaces(l))
				return nil
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func calendarListCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "list", Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.withServer(cmd, func(srv *api.Server) error {
				for _, line := range srv.Settings.CalendarLines(terminal.Spoken(cmd.Context())) {
					fmt.Fprintln(cmd.OutOrStdout(), line)
				}
				return nil
			})
		},
	}
	s.flags(cmd)
	return cmd
}
