package programtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing/fstest"
	"time"

	"hallmark/pdf/seal"
)

// StoredVariable names the environment variable with the directory that [Store] has filled: what
// all packages start with is then made once, by a program that no race detector slows down. Without
// the variable each package makes what it needs.
const StoredVariable = "HALLMARK_TEST_DEMO"

const keyFile = "key.pem"

// Key signs what is printed. It is made once: that takes a while.
var Key = sync.OnceValues(func() (*seal.Key, error) {
	stored := os.Getenv(StoredVariable)
	if stored == "" {
		made := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
		return seal.GenerateKey(rand.Reader, "Hallmark test", made)
	}
	text, err := os.ReadFile(filepath.Join(stored, keyFile))
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", StoredVariable, err)
	}
	return seal.ParseKey(text)
})

// The data directories that programs start with, each made once.
var (
	plain  = sync.OnceValues(func() (fs.FS, error) { return stored("plain") })
	audits = sync.OnceValues(func() (fs.FS, error) { return stored("audits") })
	costly = sync.OnceValues(func() (fs.FS, error) { return stored("costly") })
)

// setups are the setups that are stored, by the name of their directory.
func setups() map[string]Setup {
	return map[string]Setup{"plain": {}, "audits": {Audits: true}, "costly": {Costly: true}}
}

// Store fills a directory for [StoredVariable].
func Store(dir string) error {
	key, err := Key()
	if err != nil {
		return err
	}
	text, err := key.PEM()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), text, 0o600); err != nil {
		return err
	}
	for name, setup := range setups() {
		files, err := seed(setup)
		if err != nil {
			return fmt.Errorf("demo %s: %w", name, err)
		}
		if err := os.CopyFS(filepath.Join(dir, name), files); err != nil {
			return err
		}
	}
	return nil
}

// stored reads a data directory, or makes it where none is stored.
func stored(name string) (fs.FS, error) {
	dir := os.Getenv(StoredVariable)
	if dir == "" {
		return seed(setups()[name])
	}
	files, err := keep(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("demo of %s: %w", StoredVariable, err)
	}
	return files, nil
}

// files are the files of the data directory that a program starts with.
func (s Setup) files() (fs.FS, error) {
	switch {
	case s.Audits && s.Costly:
		return seed(s)
	case s.Audits:
		return audits()
	case s.Costly:
		return costly()
	}
	return plain()
}

// seeded is the time at which the demo was seeded.
func seeded() time.Time { return time.Date(2018, 3, 1, 1, 0, 0, 0, time.UTC) }

// seed makes a data directory and returns what is in it.
func seed(s Setup) (_ fs.FS, err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "hallmark-demo")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	p, err := open(ctx, dir, Setup{Now: seeded, Costly: s.Costly})
	if err != nil {
		return nil, err
	}
	_, err = p.Server.Seed(ctx, Password)
	if err == nil && s.Audits {
		err = p.Server.SeedAudits(ctx)
	}
	if err := errors.Join(err, p.Engine.Close()); err != nil {
		return nil, err
	}
	return keep(dir)
}

// keep reads a directory.
func keep(dir string) (fs.FS, error) {
	files := fstest.MapFS{}
	//nolint:gosec // a directory that the person who runs the tests names, or that they have made
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path) //nolint:gosec // below that directory
		files[filepath.ToSlash(name)] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
	return files, err
}
