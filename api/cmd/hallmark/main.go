package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/offline"
	"hallmark/api/cmd/terminal"
	"hallmark/pdf/seal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the process: it returns the exit status, 0 or 1; that of `verify` says what
// the file is, and is 2 where it was called wrongly.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "hallmark: "+terminal.Sentence(err, terminal.Spoken()))
	if status, own := terminal.Status(err); own {
		return status
	}
	if cmd.Name() == offline.VerifyName {
		return int(seal.CodeUnreadable)
	}
	return 1
}

func rootCommand() *cobra.Command {
	root := terminal.Group("hallmark",
		"厅评: service standards as versioned clauses, halls scored against them")
	root.Long = root.Short + ".\nEvery flag can be set by a variable: --data by HALLMARK_DATA, and " +
		"so on;\nMONGODB_URI chooses MongoDB."
	root.SilenceUsage, root.SilenceErrors = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		return fromEnvironment(cmd.Flags())
	}
	root.AddCommand(serveCommand(), seedCommand(), userCommand(), keyCommand(), offline.Score(),
		offline.Draw(), offline.Edition(), reportCommand(), offline.Verify(), backupCommand(), restoreCommand(), copyCommand(),
		importQueueCommand(), versionCommand())
	return root
}
