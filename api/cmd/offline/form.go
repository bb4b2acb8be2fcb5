package offline

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/formats"
	"hallmark/standard"
	"hallmark/standard/message"
)

func editionConvertCommand() *cobra.Command {
	var out, to, base, tier string
	var draft bool
	cmd := &cobra.Command{
		Use: "convert FILE -o OUT", Args: terminal.Between(1, 2),
		Short: formats.Extensions(),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 2 && out != "":
				return terminal.Fail("format-output-twice", args[1], out)
			case len(args) == 2:
				out = args[1]
			case out == "":
				return terminal.Fail("format-output-none")
			}
			of, err := tierFlag(tier)
			if err != nil {
				return err
			}
			e, err := readForm(cmd, args[0], base)
			var open *formats.Unfinished
			if draft && errors.As(err, &open) {
				return writeUnfinished(cmd, args[0], out, open)
			}
			if err != nil {
				return err
			}
			options := formats.Options{Language: terminal.Spoken(cmd.Context()), Tier: of}
			if base != "" {
				if options.Base, err = readForm(cmd, base, ""); err != nil {
					return err
				}
			}
			return writeForm(cmd, out, to, e, options)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "")
	cmd.Flags().StringVar(&to, "to", "", formats.Names())
	cmd.Flags().StringVar(&tier, "tier", "", "")
	cmd.Flags().BoolVar(&draft, "draft", false, "")
	addBase(cmd, &base)
	return cmd
}

// writeUnfinished writes the part that was read of a foreign file, for an editor to complete: the
// JSON form of an edition, which "edition validate" refuses with the same list until nothing is
// missing.
func writeUnfinished(cmd *cobra.Command, file, out string, open *formats.Unfinished) error {
	if f, ok := formats.OfFile(out); !ok || f.Name != "json" {
		return terminal.Fail("extension", out, ".json")
	}
	err := terminal.WriteFile(out, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(open.Tree)
	})
	if err != nil {
		return err
	}
	var text strings.Builder
	text.WriteString(message.Text(terminal.Spoken(cmd.Context()), "cli.format-draft", out, file,
		len(open.Missing.Problems)) + "\n")
	for _, p := range open.Missing.Problems {
		text.WriteString("  " + p.Path + ": " + p.Said(terminal.Spoken(cmd.Context())) + "\n")
	}
	_, err = io.WriteString(cmd.ErrOrStderr(), text.String())
	return err
}

// tierFlag reads a tier; none is named by "".
func tierFlag(name string) (standard.Tier, error) {
	if name == "" {
		return standard.NoTier, nil
	}
	t, err := standard.ParseTier(name)
	if err != nil {
		return t, terminal.Fail("tier", name)
	}
	return t, nil
}

func addBase(cmd *cobra.Command, base *string) {
	cmd.Flags().StringVar(base, "base", "", "")
}

// readForm reads an edition in any form that can be read; see [formats.Read]. The list of what the
// edition does not carry of the file goes to standard error.
func readForm(cmd *cobra.Command, file, base string) (*standard.Edition, error) {
	var onto *standard.Edition
	if base != "" {
		var err error
		if onto, err = readForm(cmd, base, ""); err != nil {
			return nil, err
		}
	}
	var losses []standard.Loss
	e, err := terminal.Read(file, func(r io.Reader) (e *standard.Edition, err error) {
		e, losses, err = formats.Read(file, r, onto)
		return e, err
	})
	sayLosses(cmd, "format-read-losses", file, losses)
	return e, unfinished(file, err)
}

// unfinished says that a foreign file was read and is no edition yet, and what is missing.
func unfinished(file string, err error) error {
	var open *formats.Unfinished
	if !errors.As(err, &open) {
		return err
	}
	return terminal.Because(open, "format-unfinished", file, len(open.Missing.Problems),
		terminal.InFile(file, 0, open.InFile()))
}

// writeForm writes an edition in a form, or in that which the file's name says. What the form
// cannot carry goes to standard error.
func writeForm(cmd *cobra.Command, file, form string, e *standard.Edition, o formats.Options) error {
	f, ok := formats.OfFile(file)
	if form != "" {
		if f, ok = formats.Named(form); !ok {
			return terminal.Fail("format-unknown", form, formats.Names())
		}
	}
	if !ok {
		return terminal.Fail("extension", file, formats.Extensions())
	}
	if f.OneTier && o.Tier == standard.NoTier {
		return terminal.Fail("format-tier", f.Name)
	}
	var losses []standard.Loss
	err := terminal.WriteFile(file, func(w io.Writer) (err error) {
		losses, err = f.Write(w, e, o)
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
	var text strings.Builder // there may be 10,000
	text.WriteString(message.Text(terminal.Spoken(cmd.Context()), "cli."+key, file, len(losses)) + "\n")
	for _, loss := range losses {
		text.WriteString("  ")
		if loss.Path != "" {
			text.WriteString(loss.Path + ": ")
		}
		text.WriteString(loss.Text(terminal.Spoken(cmd.Context())) + "\n")
	}
	_, _ = io.WriteString(cmd.ErrOrStderr(), text.String()) // the work itself is done
}
