package main

import (
	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
)

func completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish"}
	return &cobra.Command{Use: "completion bash|zsh|fish", Args: terminal.Exactly(1), ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			}
			return terminal.Wrong("shell", args[0])
		}}
}
