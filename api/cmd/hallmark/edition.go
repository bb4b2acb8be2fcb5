package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/standard"
	"hallmark/standard/yaml"
)

func editionCommand() *cobra.Command {
	return group("edition", "Check, compare, amend and convert edition files; needs no server",
		editionValidateCommand(), editionDiffCommand(), editionAmendCommand(), editionConvertCommand())
}

func editionValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE", Short: "Check an edition and print its ID and digest",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := readEdition(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), e.ID(), e.Digest())
			return err
		},
	}
}

func editionDiffCommand() *cobra.Command {
	return &cobra.Command{
		Use: "diff BEFORE AFTER", Short: "Print the difference of two editions as JSON",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			before, err := readEdition(args[0])
			if err != nil {
				return err
			}
			after, err := readEdition(args[1])
			if err != nil {
				return err
			}
			return printJSON(cmd, standard.DiffOf(before, after))
		},
	}
}

func editionAmendCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "amend BASE AMENDMENT -o OUT", Args: cobra.ExactArgs(2),
		Short: "Apply an amendment sheet, write the consolidated edition, print its ID and digest",
		RunE: func(cmd *cobra.Command, args []string) error {
			base, err := readEdition(args[0])
			if err != nil {
				return err
			}
			sheet, err := readAmendment(args[1])
			if err != nil {
				return err
			}
			result, err := standard.Apply(base, sheet)
			if err != nil {
				return &inputError{file: args[1], err: err}
			}
			if err := writeEdition(out, result); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), result.ID(), result.Digest())
			return err
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write, .yaml or .json")
	_ = cmd.MarkFlagRequired("output") // the flag exists
	return cmd
}

func editionConvertCommand() *cobra.Command {
	return &cobra.Command{
		Use: "convert IN OUT", Short: "Write an edition in the format of the file name: .yaml or .json",
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := readEdition(args[0])
			if err != nil {
				return err
			}
			return writeEdition(args[1], e)
		},
	}
}

func writeEdition(file string, e *standard.Edition) error {
	write := yaml.Write
	switch strings.ToLower(filepath.Ext(file)) {
	case ".yaml", ".yml":
	case ".json":
		write = func(w io.Writer, e *standard.Edition) error { return e.WriteJSON(w) }
	default:
		return fail("extension", file)
	}
	return writeFile(file, func(w io.Writer) error { return write(w, e) })
}
