package main

import (
	"io"

	"github.com/spf13/cobra"

	"hallmark/api/formats"
	"hallmark/standard"
	"hallmark/standard/message"
)

func editionConvertCommand() *cobra.Command {
	var out, to, base string
	cmd := &cobra.Command{
		Use: "convert FILE -o OUT", Args: cobra.RangeArgs(1, 2),
		Short: "Write an edition in another form: " + formats.Extensions(),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 2 && out != "":
				return fail("format-output-twice", args[1], out)
			case len(args) == 2:
				out = args[1]
			case out == "":
				return fail("format-output-none")
			}
			e, err := readForm(cmd, args[0], base)
			if err != nil {
				return err
			}
			return writeForm(cmd, out, to, e)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write")
	cmd.Flags().StringVar(&to, "to", "", "form to write, where the file's name does not say it: "+
		formats.Names())
	addBase(cmd, &base)
	return cmd
}

func addBase(cmd *cobra.Command, base *string) {
	cmd.Flags().StringVar(base, "base", "",
		"edition that a file without chapters and metadata, such as CSV, is read onto")
}

// readForm reads an edition in the form that its file's name says, in YAML when it says none. What
// was found there and not taken goes to standard error.
func readForm(cmd *cobra.Command, file, base string) (*standard.Edition, error) {
	f, ok := formats.OfFile(file)
	if !ok {
		return readEdition(file)
	}
	if f.Read == nil {
		return nil, fail("format-read-only", f.Name)
	}
	var onto *standard.Edition
	if base != "" {
		var err error
		if onto, err = readForm(cmd, base, ""); err != nil {
			return nil, err
		}
	}
	var losses []standard.Loss
	e, err := read(file, func(r io.Reader) (e *standard.Edition, err error) {
		e, losses, err = f.Read(r, onto)
		return e, err
	})
	sayLosses(cmd, "format-read-losses", file, losses)
	return e, err
}

// writeForm writes an edition in a form, or in that which the file's name says. What the form
// cannot carry goes to standard error.
func writeForm(cmd *cobra.Command, file, form string, e *standard.Edition) error {
	f, ok := formats.OfFile(file)
	if form != "" {
		if f, ok = formats.Named(form); !ok {
			return fail("format-unknown", form, formats.Names())
		}
	}
	if !ok {
		return fail("extension", file, formats.Extensions())
	}
	var losses []standard.Loss
	err := writeFile(file, func(w io.Writer) (err error) {
		losses, err = f.Write(w, e, formats.Options{Language: spoken()})
		return err
	})
	if err == nil {
		sayLosses(cmd, "format-losses", file, losses)
	}
	return err
}

func sayLosses(cmd *cobra.Command, key, file string, losses []standard.Loss) {
	if len(losses) == 0 {
		return
	}
	text := message.Text(spoken(), "cli."+key, file, len(losses)) + "\n"
	for _, loss := range losses {
		text += "  "
		if loss.Path != "" {
			text += loss.Path + ": "
		}
		text += loss.Text(spoken()) + "\n"
	}
	_, _ = io.WriteString(cmd.ErrOrStderr(), text) // what was to be done is done
}
