package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/offline"
	"hallmark/api/cmd/terminal"
	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the process: it returns the exit status (see [terminal.Status]); that of
// `verify` says what the file is, and is 2 where it was called wrongly.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	l := terminal.LanguageOf(args)
	root := rootCommand(l)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(terminal.Speak(ctx, l))
	if err == nil {
		return terminal.Done
	}
	fmt.Fprintln(stderr, "hallmark: "+terminal.Sentence(err, l))
	if cmd.Name() == offline.VerifyName && !terminal.Given(err) {
		return int(seal.CodeUnreadable)
	}
	return terminal.Status(err)
}

func rootCommand(l message.Language) *cobra.Command {
	root := terminal.Group("hallmark")
	root.Version = build()
	root.SetVersionTemplate("hallmark {{.Version}}\n")
	root.SilenceUsage, root.SilenceErrors = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		warnAddress(cmd, l)
		if err := fromEnvironment(cmd.Flags()); err != nil {
			return err
		}
		if err := enterCommand(cmd, args, l); err != nil {
			return err
		}
		if lost := unknownVariables(root); len(lost) > 0 && cmd.Name() != serveName {
			fmt.Fprintln(cmd.ErrOrStderr(),
				message.Text(l, "cli.variables-unknown", strings.Join(lost, " ")))
		}
		return terminal.Required(cmd)
	}
	root.AddCommand(serveCommand(), seedCommand(), userCommand(), keyCommand(), mailCommand(), calendarCommand(),
		offline.Score(), offline.Draw(), offline.Edition(), reportCommand(), offline.Verify(),
		backupCommand(), restoreCommand(), copyCommand(), importQueueCommand(),
		doctorCommand(), completionCommand(), versionCommand())
	terminal.Describe(root, l)
	return root
}
