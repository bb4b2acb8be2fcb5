package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hallmark/pdf/seal"
)

// signingKey reads the key, or makes it at the first start. Of two processes that start at once
// one makes it and the other reads that one's.
func (s *settings) signingKey() (*seal.Key, error) {
	file := s.key
	if file == "" {
		file = filepath.Join(s.data, "signing-key.pem")
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = newSigningKey(file, s.name)
	}
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fail("key-exposed", file, fmt.Sprintf("%04o", mode))
	}
	key, err := seal.ParseKey(text)
	if err != nil {
		return nil, fail("key-invalid", file, err)
	}
	return key, nil
}

func newSigningKey(file, name string) ([]byte, error) {
	key, err := seal.GenerateKey(rand.Reader, name, time.Now())
	if err != nil {
		return nil, err
	}
	text, err := key.PEM()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".signing-key-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temporary.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file)
}
