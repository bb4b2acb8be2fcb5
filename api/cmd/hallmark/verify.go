package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// verification is one call of `hallmark verify`.
type verification struct {
	fingerprint, trust, data, extract string

	english bool
}

// verifyName is what the command is called.
const verifyName = "verify"

func verifyCommand() *cobra.Command {
	var v verification
	cmd := &cobra.Command{
		Use: verifyName + " FILE.pdf", Args: cobra.ExactArgs(1),
		Short: "Check the seal of a paper and compute its score or figures again; needs no server",
		Long: "Check the seal of a report, notice, bulletin or amendment sheet and compute its score or\n" +
			"figures again; needs no server. What was found goes to standard output.\n\n" +
			"Known is a signer whose fingerprint or certificate is given, or whose key lies in the\n" +
			"data of an installation: --data, by default ./data where it exists.\n\n" +
			"The exit status says what the file is:\n" +
			"  0  intact, by a known signer; others may have signed it since\n" +
			"  1  intact, but the signer is not known here\n" +
			"  2  wrong call, or a file that cannot be read\n" +
			"  3  altered\n" +
			"  4  another program's, or never sealed\n" +
			"  5  a copy that another program has written anew or printed again\n" +
			"  6  encrypted\n" +
			"  7  incomplete\n" +
			"  8  too large: more than 256 MB\n" +
			"  9  what was sealed is intact, by whomever, and something was appended to it",
		RunE: func(cmd *cobra.Command, args []string) error {
			return v.run(cmd, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&v.fingerprint, "fingerprint", "",
		"SHA-256 of the certificate that the paper must be signed with")
	f.StringVar(&v.trust, "trust", "", "certificate of a known signer, or a directory of certificates")
	f.StringVar(&v.data, "data", "./data", "data of an installation whose signing keys are known")
	f.StringVar(&v.extract, "extract", "", "write what was sealed, byte for byte, to this file")
	f.BoolVar(&v.english, "english", false, "speak English")
	return cmd
}

func (v *verification) run(cmd *cobra.Command, file string) error {
	l := spoken()
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
		return explain(err, seal.ErrNotPDF, "not-pdf", file)
	}
	for _, line := range x.Lines(l) {
		fmt.Fprintln(cmd.OutOrStdout(), line)
	}
	if err := v.write(cmd.OutOrStdout(), file, x, l); err != nil {
		return err
	}
	if code := x.Code(); code != seal.CodeKnown {
		return &exit{int(code), fail(fmt.Sprintf("verify-%d", code), file)}
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
		return &exit{int(x.Code()), fail("nothing-sealed", file)}
	default:
		err := writeFile(v.extract, func(w io.Writer) error {
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

// known gathers the fingerprints of the signers that are known. Who names one asks for that one: the
// default directory then does not count.
func (v *verification) known(dataGiven bool) ([]standard.Digest, error) {
	known, err := parseFingerprint(v.fingerprint)
	if err != nil {
		return nil, err
	}
	if v.trust != "" {
		list, err := certificatesIn(v.trust)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, fail("no-certificate", v.trust)
		}
		known = append(known, list...)
	}
	if !dataGiven && len(known) > 0 {
		return known, nil
	}
	list, err := certificatesIn(v.data)
	if errors.Is(err, fs.ErrNotExist) && !dataGiven {
		return known, nil
	}
	if err == nil && len(list) == 0 && dataGiven {
		err = fail("no-certificate", v.data)
	}
	return append(known, list...), err
}

// maxCertificates is the largest file that is read for certificates, in bytes.
const maxCertificates = 1 << 20

// certificatesIn returns the fingerprints of the certificates in a file, or in the files of a
// directory that are called like certificates and keys.
func certificatesIn(path string) ([]standard.Digest, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := []string{path}
	if info.IsDir() {
		files = nil
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".pem", ".crt", ".cer", ".der":
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	var list []standard.Digest
	for _, file := range files {
		text, err := readAtMost(file, maxCertificates)
		if err != nil {
			return nil, err
		}
		list = append(list, seal.Fingerprints(text)...)
	}
	return list, nil
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

// readPDF reads a file that is not too large; it looks before it reads.
func readPDF(file string) ([]byte, error) { return readAtMost(file, seal.MaxFile) }

// readAtMost reads a file of so many bytes at most, holding it once.
func readAtMost(file string, limit int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	tooLarge := &exit{int(seal.CodeTooLarge), fail("too-large", file, limit>>20)}
	if info.Size() > limit {
		return nil, tooLarge
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(f, limit+1)) // a pipe does not tell its size
	if err == nil && n > limit {
		err = tooLarge
	}
	return b.Bytes(), err
}
