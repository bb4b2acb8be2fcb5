// Command hallmark is the whole product: the server, and tools for files and accounts.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/standard"
	"hallmark/standard/message"
)

// version is set by the linker.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the process: it returns the exit status, 0 or 1.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(stderr, "hallmark: "+sentence(err))
		return 1
	}
	return 0
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "hallmark",
		Short:         "厅评: service standards as versioned clauses, halls scored against them",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(serveCommand(), seedCommand(), userCommand(), scoreCommand(), editionCommand(),
		reportCommand(), verifyCommand(), backupCommand(), restoreCommand(), copyCommand(),
		versionCommand())
	return root
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "hallmark", version)
			return err
		}}
}

// spoken is the language of the terminal.
func spoken() message.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag := os.Getenv(name); tag != "" {
			if strings.HasPrefix(tag, "zh") {
				return message.Chinese
			}
			break
		}
	}
	return message.English
}

// sentence says an error to the person at the terminal; all problems of an input stand one a line.
func sentence(err error) string {
	var invalid *standard.InvalidError
	if errors.As(err, &invalid) {
		lines := make([]string, 0, len(invalid.Problems)+1)
		lines = append(lines, strings.TrimSuffix(strings.Split(err.Error(), "\n")[0], invalid.Error()))
		lines = lines[:0]
		for _, p := range invalid.Problems {
			place := p.Path
			if p.Line > 0 {
				place = fmt.Sprintf("line %d: %s", p.Line, p.Path)
			}
			lines = append(lines, place+": "+p.Text(spoken()))
		}
		return strings.Join(lines, "\n")
	}
	return api.Sentence(err, spoken())
}
