package offline

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
)

// sheetForms are the extensions that the file of a printed sheet may have.
const sheetForms = ".pdf .docx"

func editionSheetCommand() *cobra.Command {
	var out, base string
	var notes bool
	cmd := &cobra.Command{
		Use: "sheet AMENDMENT -o OUT", Args: terminal.Exactly(1),
		Short: sheetForms,
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := readAmendment(args[0])
			if err != nil {
				return err
			}
			sheet := manuscript.Sheet{Language: terminal.Spoken(cmd.Context()), Amendment: a, Notes: notes}
			if base != "" {
				if sheet.Base, err = readForm(cmd, base, ""); err != nil {
					return err
				}
			}
			return writeSheet(out, sheet)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", sheetForms)
	cmd.Flags().StringVar(&base, "base", "", "")
	cmd.Flags().BoolVar(&notes, "notes", false, "")
	terminal.Require(cmd, "output")
	return cmd
}

func writeSheet(file string, sheet manuscript.Sheet) error {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".pdf":
		return terminal.WriteFile(file, func(w io.Writer) error { return pdf.WriteSheet(w, sheet, nil) })
	case ".docx":
		return terminal.WriteFile(file, func(w io.Writer) error { return docx.WriteSheet(w, sheet) })
	}
	return terminal.Fail("extension", file, sheetForms)
}
