package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/standard"
	"hallmark/standard/yaml"
)

func editionCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "edition", Short: "Edition files; needs no server"}
	cmd.AddCommand(editionValidateCommand(), editionDiffCommand(), editionAmendCommand(),
		editionConvertCommand())
	return cmd
}

func editionValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE", Short: "Check an edition and print its digest", Args: cobra.ExactArgs(1),
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
				return fmt.Errorf("%s: %w", args[0], err)
			}
			after, err := readEdition(args[1])
			if err != nil {
				return fmt.Errorf("%s: %w", args[1], err)
			}
			return printJSON(cmd, standard.DiffOf(before, after))
		},
	}
}

func editionAmendCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "amend BASE AMENDMENT -o OUT", Args: cobra.ExactArgs(2),
		Short: "Apply an amendment sheet, write the consolidated edition, print its digest",
		RunE: func(cmd *cobra.Command, args []string) error {
			base, err := readEdition(args[0])
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			sheet, err := readAmendment(args[1])
			if err != nil {
				return fmt.Errorf("%s: %w", args[1], err)
			}
			result, err := standard.Apply(base, sheet)
			if err != nil {
				return err
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

// writeEdition writes the whole file or none of it.
func writeEdition(file string, e *standard.Edition) error {
	write := yaml.Write
	switch strings.ToLower(filepath.Ext(file)) {
	case ".yaml", ".yml":
	case ".json":
		write = func(w io.Writer, e *standard.Edition) error { return e.WriteJSON(w) }
	default:
		return fmt.Errorf("%s: the name must end in .yaml or .json", file)
	}
	return writeFile(file, func(w io.Writer) error { return write(w, e) })
}

// writeFile puts a file in place only when it was written whole.
func writeFile(file string, write func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if err := write(temporary); err != nil {
		temporary.Close()
		return err
	}
	if err := temporary.Sync(); err != nil {
		temporary.Close()
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
