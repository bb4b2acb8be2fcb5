package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// maxPDF is the largest file that is verified, in bytes.
const maxPDF = 256 << 20

func verifyCommand() *cobra.Command {
	var trusted string
	var english bool
	cmd := &cobra.Command{
		Use: "verify FILE.pdf", Args: cobra.ExactArgs(1),
		Short: "Check the signature of a report or sheet and compute its score again; needs no server",
		Long: "Check the signature of a report or amendment sheet and compute a report's score again; needs\n" +
			"no server.\n" +
			"What was found goes to standard output. The exit status is 0 only for a file that is\n" +
			"to the last byte what was signed, whose score follows from its data, and, with\n" +
			"--fingerprint, whose signer is the one that is expected.",
		RunE: func(cmd *cobra.Command, args []string) error {
			l := spoken()
			if english {
				l = message.English
			}
			anchors, err := parseFingerprint(trusted)
			if err != nil {
				return err
			}
			good, err := verify(cmd.OutOrStdout(), args[0], anchors, l)
			if err == nil && !good {
				err = fail("altered", args[0])
			}
			return err
		},
	}
	cmd.Flags().StringVar(&trusted, "fingerprint", "",
		"SHA-256 of the certificate that the report must be signed with")
	cmd.Flags().BoolVar(&english, "english", false, "speak English")
	return cmd
}

// parseFingerprint reads a fingerprint as any program prints it: in capitals, with colons.
func parseFingerprint(s string) ([]standard.Digest, error) {
	if s == "" {
		return nil, nil
	}
	d := standard.Digest(strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(s)))
	if b, err := hex.DecodeString(string(d)); err != nil || len(b) != 32 {
		return nil, fail("fingerprint")
	}
	return []standard.Digest{d}, nil
}

// verify prints its findings and reports whether the file is as it was issued.
func verify(w io.Writer, file string, anchors []standard.Digest, l message.Language) (bool, error) {
	text, err := readPDF(file)
	if err != nil {
		return false, err
	}
	v, err := seal.Verify(text, anchors...)
	if err != nil {
		return false, &inputError{file: file, err: err}
	}
	for _, line := range v.Lines(l) {
		fmt.Fprintln(w, line)
	}
	agrees := verifyPayloads(w, v, l)
	expected := anchors == nil || v.Trust == seal.Expected
	return v.Intact() && agrees && expected, nil
}

func readPDF(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxPDF+1))
	if err == nil && len(text) > maxPDF {
		err = fail("too-large", file, maxPDF>>20)
	}
	return text, err
}

// verifyPayloads reads the attached data: it computes a report's score again, and names the
// editions before and after an amendment sheet. A forger may have attached more data to the file.
func verifyPayloads(w io.Writer, v *seal.Verification, l message.Language) bool {
	found, agrees := false, true
	for _, file := range v.Attachments {
		switch file.Name {
		case seal.PayloadName:
			found = true
			agrees = verifyPayload(w, file, l) && agrees
		case seal.SheetName:
			found = true
			agrees = verifySheet(w, file, l) && agrees
		}
	}
	if !found {
		fmt.Fprintln(w, message.Text(l, "cli.no-payload"))
	}
	return found && agrees
}

// verifyPayload prints the contradictions in the data. Data that no signature covers is never
// called good.
func verifyPayload(w io.Writer, file seal.AttachedFile, l message.Language) bool {
	p, err := seal.ParsePayload(file.Data)
	var differences []seal.Difference
	if err == nil {
		differences, err = seal.CheckPayload(p)
	}
	if err != nil {
		fmt.Fprintln(w, message.Text(l, "cli.payload-unreadable", err.Error()))
		return false
	}
	for _, d := range differences {
		fmt.Fprintln(w, d.Text(l))
	}
	if len(differences) == 0 && file.Covered {
		agrees := "cli.score-agrees"
		if p.Score.Partial {
			agrees = "cli.rate-agrees"
		}
		fmt.Fprintln(w, message.Text(l, agrees, p.Number, p.Score.Total, p.Score.Grade))
	}
	return len(differences) == 0
}

// verifySheet prints the changes of a sheet. Its digests are those to compare with the edition's.
func verifySheet(w io.Writer, file seal.AttachedFile, l message.Language) bool {
	a, err := standard.ParseStoredAmendment(bytes.NewReader(file.Data))
	if err != nil {
		fmt.Fprintln(w, message.Text(l, "cli.sheet-unreadable", err.Error()))
		return false
	}
	if file.Covered {
		head := &a.Sheet
		fmt.Fprintln(w, message.Text(l, "cli.sheet", head.Number, len(a.Items), head.BaseEdition,
			head.Digest.Base.Short(), head.ResultEdition, head.Digest.Result.Short()))
	}
	return true
}
