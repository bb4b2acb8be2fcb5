package offline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/api/keys"
	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

// verification is one call of `hallmark verify`.
type verification struct {
	fingerprint, trust, data, extract string

	english bool
}

// VerifyName is what the command is called.
const VerifyName = "verify"

// Verify is the command that examines the seal of a paper. Its exit status says what the file is.
func Verify() *cobra.Command {
	var v verification
	cmd := &cobra.Command{
		Use: VerifyName + " FILE.pdf", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return v.run(cmd, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&v.fingerprint, "fingerprint", "", "")
	f.StringVar(&v.trust, "trust", "", "")
	f.StringVar(&v.data, "data", "./data", "")
	f.StringVar(&v.extract, "extract", "", "")
	f.BoolVar(&v.english, "english", false, "")
	return cmd
}

func (v *verification) run(cmd *cobra.Command, file string) error {
	l := terminal.Spoken(cmd.Context())
	if v.english {
		l = message.English
	}
	known, err := v.known(cmd.Flags().Changed("data"))
	if err != nil {
		return err
	}
	text, err := readPDF(file)
	if err != nil {
		return err
	}
	x, err := seal.Examine(cmd.Context(), text, known)
	if err != nil {
		return terminal.Explain(err, seal.ErrNotPDF, "not-pdf", file)
	}
	for _, line := range x.Lines(l) {
		fmt.Fprintln(cmd.OutOrStdout(), line)
	}
	if err := v.write(cmd.OutOrStdout(), file, x, l); err != nil {
		return err
	}
	if code := x.Code(); code != seal.CodeKnown {
		return terminal.Exit(int(code), terminal.Fail(fmt.Sprintf("verify-%d", code), file))
	}
	return nil
}

// write extracts what was sealed where that is asked for, and else says that it can be.
func (v *verification) write(w io.Writer, file string, x *seal.Examination,
	l message.Language,
) error {
	switch {
	case v.extract == "" && x.Sealed != nil && x.Verdict != seal.Intact:
		fmt.Fprintln(w, message.Text(l, "cli.can-extract"))
	case v.extract == "":
	case x.Sealed == nil:
		return terminal.Exit(int(x.Code()), terminal.Fail("nothing-sealed", file))
	default:
		err := terminal.WriteFile(v.extract, func(w io.Writer) error {
			_, err := w.Write(x.Sealed)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(w, message.Text(l, "cli.extracted", v.extract))
	}
	return nil
}

// known gathers the signers that are known. Who names one asks for that one: the default directory
// then does not count. In a directory of data it is the keys alone that are known, whoever issued
// their certificates.
func (v *verification) known(dataGiven bool) (seal.Known, error) {
	var known seal.Known
	if v.fingerprint != "" {
		d, ok := keys.ParseFingerprint(v.fingerprint)
		if !ok {
			return known, terminal.Fail("fingerprint")
		}
		known.Certificates = append(known.Certificates, d)
	}
	if v.trust != "" {
		trusted, err := keys.In(v.trust)
		if err != nil {
			return known, err
		}
		if len(trusted.Certificates) == 0 {
			return known, terminal.Fail("no-certificate", v.trust)
		}
		known.Add(trusted)
	}
	if !dataGiven && len(known.Certificates) > 0 {
		return known, nil
	}
	own, err := keys.In(v.data)
	if errors.Is(err, fs.ErrNotExist) && !dataGiven {
		return known, nil
	}
	if err == nil && len(own.Certificates) == 0 && dataGiven {
		err = terminal.Fail("no-certificate", v.data)
	}
	known.Certificates = append(known.Certificates, own.Certificates...)
	return known, err
}

// readPDF reads a file that is not too large, holding it once; it looks before it reads.
func readPDF(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	tooLarge := terminal.Exit(int(seal.CodeTooLarge),
		terminal.Fail("too-large", file, seal.MaxFile>>20))
	if info.Size() > seal.MaxFile {
		return nil, tooLarge
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(f, seal.MaxFile+1)) // a pipe does not tell its size
	if err == nil && n > seal.MaxFile {
		err = tooLarge
	}
	return b.Bytes(), err
}
