package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
)

// version is the newest entry of .github/CHANGELOG.md, which says what each version changed.
const version = store.Program

// commit is set by the linker.
var commit = "dev"

// build names this program: its version, and the commit from which it was built.
func build() string { return version + " (" + commit + ")" }

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "hallmark", build())
			return err
		}}
}
