package keys

import (
	"context"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hallmark/api/store"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// Signers returns a function that lists the certificates which the data know, old ones included, and
// the one that signs.
func Signers(e store.Engine, key *seal.Key) func(context.Context) ([]standard.Digest, error) {
	return func(ctx context.Context) ([]standard.Digest, error) {
		list, err := List(ctx, e)
		known := []standard.Digest{key.Fingerprint()}
		for _, k := range list {
			known = append(known, k.Fingerprint)
		}
		return known, err
	}
}

// maxCertificates is how much of a file is read for certificates, in bytes.
const maxCertificates = 1 << 20

// In returns the signers whose certificates stand in a file, or in the files of a directory that are
// called like certificates and keys, each as [seal.KnownIn] reads it; none is no error.
func In(path string) (seal.Known, error) {
	var all seal.Known
	info, err := os.Stat(path)
	if err != nil {
		return all, err
	}
	if !info.IsDir() {
		return inFile(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return all, err
	}
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".pem", ".crt", ".cer", ".der":
			found, err := inFile(filepath.Join(path, e.Name()))
			if err != nil {
				return all, err
			}
			all.Add(found)
		}
	}
	return all, nil
}

func inFile(file string) (seal.Known, error) {
	f, err := os.Open(file)
	if err != nil {
		return seal.Known{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxCertificates))
	return seal.KnownIn(text), err
}

// ParseFingerprint reads a fingerprint as any program prints it: in capitals, with colons. It
// reports false for anything but 64 hexadecimal digits.
func ParseFingerprint(s string) (standard.Digest, bool) {
	d := standard.Digest(strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(s)))
	b, err := hex.DecodeString(string(d))
	return d, err == nil && len(b) == 32
}
