package terminal

import "github.com/spf13/cobra"

// Group is a command that only holds others: alone it explains itself, and it refuses what it does
// not hold.
func Group(use string, held ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Args: Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(held...)
	return cmd
}
