package programtest

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing/fstest"
	"time"

	"hallmark/pdf/seal"
)

// Key signs what is printed. It is made once: that takes a while.
var Key = sync.OnceValues(func() (*seal.Key, error) {
	return seal.GenerateKey(rand.Reader, "Hallmark test", time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC))
})

// The data directories that programs start with, each made once.
var (
	plain  = sync.OnceValues(func() (fs.FS, error) { return seed(Setup{}) })
	audits = sync.OnceValues(func() (fs.FS, error) { return seed(Setup{Audits: true}) })
	costly = sync.OnceValues(func() (fs.FS, error) { return seed(Setup{Costly: true}) })
)

// files are those of the data directory that a program starts with.
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

// seeded is when the demo was.
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
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path) //nolint:gosec // a directory that it has made itself
		files[filepath.ToSlash(name)] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
	return files, err
}
