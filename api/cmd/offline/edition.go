package offline

import (
	"fmt"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/formats"
	"hallmark/standard"
	"hallmark/standard/yaml"
)

// Edition is the command that checks, compares, amends and converts files of editions.
func Edition() *cobra.Command {
	return terminal.Group("edition",
		editionValidateCommand(), editionDiffCommand(), editionAmendCommand(), editionConvertCommand(),
		editionSheetCommand())
}

func editionValidateCommand() *cobra.Command {
	var base string
	cmd := &cobra.Command{
		Use: "validate FILE", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := readForm(cmd, args[0], base)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), e.ID(), e.Digest())
			return err
		},
	}
	addBase(cmd, &base)
	return cmd
}

func editionDiffCommand() *cobra.Command {
	var onto string
	cmd := &cobra.Command{
		Use:  "diff BEFORE AFTER",
		Args: terminal.Exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			before, err := readForm(cmd, args[0], onto)
			if err != nil {
				return err
			}
			if onto == "" {
				onto = args[0]
			}
			after, err := readForm(cmd, args[1], onto)
			if err != nil {
				return err
			}
			return terminal.PrintJSON(cmd, standard.DiffOf(before, after))
		},
	}
	addOnto(cmd, &onto)
	return cmd
}

// addOnto adds the base of a file that holds a part of an edition, for commands that print nothing
// with marks.
func addOnto(cmd *cobra.Command, onto *string) {
	cmd.Flags().StringVar(onto, "base", "", "")
}

func editionAmendCommand() *cobra.Command {
	var out, onto string
	cmd := &cobra.Command{
		Use: "amend BASE AMENDMENT -o OUT", Args: terminal.Exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			base, err := readForm(cmd, args[0], onto)
			if err != nil {
				return err
			}
			sheet, err := readAmendment(args[1])
			if err != nil {
				return err
			}
			result, err := standard.Apply(base, sheet)
			if err != nil {
				return terminal.InFile(args[1], 0, err)
			}
			if err := writeForm(cmd, out, "", result, formats.Options{Base: base,
				Language: terminal.Spoken(cmd.Context()), Sheets: []*standard.Amendment{sheet}}); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), result.ID(), result.Digest())
			return err
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", formats.Extensions())
	addOnto(cmd, &onto)
	terminal.Require(cmd, "output")
	return cmd
}

func readAmendment(file string) (*standard.Amendment, error) {
	return terminal.Read(file, yaml.ParseAmendment)
}
