package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hallmark/api/cmd/terminal"
	"hallmark/api/keys"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// keyFile is where the signing key lies.
func (s *settings) keyFile() string {
	if s.key != "" {
		return s.key
	}
	return filepath.Join(s.data, "signing-key.pem")
}

// signingKey reads the key and holds it against the keys that the data know. A new installation gets
// one at its first start; of two processes that start at once one makes it and the other reads that
// one's. A key that is missing or another is never replaced.
func (s *settings) signingKey(ctx context.Context, o *opened) (*seal.Key, error) {
	known, err := keys.List(ctx, o.Engine)
	if err != nil {
		return nil, err
	}
	key, err := readKey(s.keyFile())
	if errors.Is(err, fs.ErrNotExist) {
		key, err = s.firstKey(ctx, o, known)
	}
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		return key, s.checkKey(key, known)
	}
	if err := keys.Use(ctx, o.Engine, key, time.Now()); err != nil {
		return nil, err
	}
	if known, err = keys.List(ctx, o.Engine); err != nil { // another machine may have been first
		return nil, err
	}
	return key, s.checkKey(key, known)
}

// firstKey makes the key of an installation that stores nothing, or refuses.
func (s *settings) firstKey(ctx context.Context, o *opened, known []keys.Key) (
	*seal.Key, error) {
	if n := len(known); n > 0 {
		return nil, terminal.Fail("key-missing", s.keyFile(), known[n-1].Fingerprint)
	}
	empty, err := o.Empty(ctx)
	if err != nil {
		return nil, err
	}
	if !empty {
		return nil, terminal.Fail("key-missing-old", s.keyFile())
	}
	key, err := seal.GenerateKey(rand.Reader, s.name, time.Now())
	if err != nil {
		return nil, err
	}
	if err := writeKey(s.keyFile(), key); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readKey(s.keyFile())
}

// checkKey refuses a key that is not the last of those that the data know.
func (s *settings) checkKey(key *seal.Key, known []keys.Key) error {
	have, last := key.Fingerprint(), known[len(known)-1]
	if have == last.Fingerprint {
		return nil
	}
	for i, k := range known[:len(known)-1] {
		if k.Fingerprint == have {
			return terminal.Fail("key-replaced", s.keyFile(), have, day(known[i+1].Since.Time),
				last.Fingerprint)
		}
	}
	return terminal.Fail("key-foreign", s.keyFile(), have, last.Fingerprint)
}

func day(t time.Time) string { return t.Local().Format(time.DateOnly) }

// readKey reads a key that nobody else may read.
func readKey(file string) (*seal.Key, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, terminal.Fail("key-exposed", file, fmt.Sprintf("%04o", mode))
	}
	key, err := seal.ParseKey(text)
	if err != nil {
		return nil, terminal.Fail("key-invalid", file, err)
	}
	return key, nil
}

// writeKey makes the file of a key, readable by its owner. It replaces none: that is fs.ErrExist.
func writeKey(file string, key *seal.Key) error {
	text, err := key.PEM()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".signing-key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Link(temporary.Name(), file)
}

// keepKey moves the file of a key aside, beside it and named by its fingerprint.
func keepKey(file string, fingerprint standard.Digest) (kept string, err error) {
	kept = filepath.Join(filepath.Dir(file), "signing-key-"+fingerprint.Short()+".pem")
	if err := os.Link(file, kept); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return kept, os.Remove(file)
}
