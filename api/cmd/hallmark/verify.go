package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// errAltered ends a verification that found something; what it found has been printed.
var errAltered = errors.New("the file is not as it was issued")

// maxPDF is the largest file that is verified, in bytes.
const maxPDF = 256 << 20

func verifyCommand() *cobra.Command {
	var trusted string
	var english bool
	cmd := &cobra.Command{
		Use: "verify FILE.pdf", Args: cobra.ExactArgs(1),
		Short: "Check a report's signature and compute its score again; needs no server",
		RunE: func(cmd *cobra.Command, args []string) error {
			l := spoken()
			if english {
				l = message.English
			}
			return verify(cmd.OutOrStdout(), args[0], standard.Digest(trusted), l)
		},
	}
	cmd.Flags().StringVar(&trusted, "fingerprint", "",
		"SHA-256 of the certificate that the report must be signed with")
	cmd.Flags().BoolVar(&english, "english", false, "speak English")
	return cmd
}

func verify(w io.Writer, file string, trusted standard.Digest, l message.Language) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() > maxPDF {
		return fmt.Errorf("%s: larger than %d MiB", file, maxPDF>>20)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var anchors []standard.Digest
	if trusted != "" {
		anchors = append(anchors, trusted)
	}
	v, err := seal.Verify(text, anchors...)
	if err != nil {
		return err
	}
	for _, line := range v.Lines(l) {
		fmt.Fprintln(w, line)
	}
	agrees, err := verifyPayload(w, v, l)
	if err != nil {
		return err
	}
	if !v.Intact() || !agrees || trusted != "" && v.Trust != seal.Expected {
		return errAltered
	}
	return nil
}

// verifyPayload computes the score again from the attached data.
func verifyPayload(w io.Writer, v *seal.Verification, l message.Language) (bool, error) {
	file, ok := v.Attachment(seal.PayloadName)
	if !ok {
		fmt.Fprintln(w, message.Text(l, "cli.no-payload"))
		return false, nil
	}
	p, err := seal.ParsePayload(file.Data)
	if err != nil {
		return false, err
	}
	differences, err := seal.CheckPayload(p)
	if err != nil {
		return false, err
	}
	for _, d := range differences {
		fmt.Fprintln(w, d.Text(l))
	}
	if len(differences) == 0 {
		fmt.Fprintln(w, message.Text(l, "cli.score-agrees", p.Number, p.Score.Total, p.Score.Grade))
	}
	return len(differences) == 0, nil
}
