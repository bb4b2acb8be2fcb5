package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
	"hallmark/api/store/lock"
	"hallmark/api/store/mongodb"
	"hallmark/api/store/sqlite"
	"hallmark/standard/message"
)

// dataFile is the embedded engine's file inside the data directory.
const dataFile = "hallmark.db"

// ours lists what may lie in a data directory before its first start.
var ours = []string{"signing-key*.pem", "secret.key", lock.File, "shelf", "demo-password.txt",
	"lost+found", ".*"}

// opened is an installation that is open, with the lock on its directory.
type opened struct {
	api.Installation
	lock  lock.Lock
	fresh bool // nothing was stored there before
}

func (o *opened) close() error { return errors.Join(o.Engine.Close(), o.lock.Release()) }

// lockData locks a data directory, or says who holds it.
func lockData(dir string, p lock.Purpose) (lock.Lock, error) {
	held, err := lock.Directory(dir, p)
	return held, inUse(err, dir)
}

func inUse(err error, dir string) error {
	err = terminal.Explain(err, lock.ErrServed, "data-served", dir, lock.Server(dir))
	return terminal.Explain(err, lock.ErrInUse, "data-in-use", dir, lock.Server(dir))
}

// mustExist refuses to open, and so to make, an embedded installation that is not there.
func (s *settings) mustExist(key string) error {
	if s.mongo != "" {
		return nil
	}
	_, err := os.Stat(filepath.Join(s.data, dataFile))
	return terminal.Explain(err, fs.ErrNotExist, key, s.data, dataFile)
}

// where is the place of the documents, for people; an address of MongoDB may hold a password.
func (s *settings) where() string {
	if s.mongo != "" {
		return "MongoDB"
	}
	if name, err := filepath.Abs(s.data); err == nil {
		return name
	}
	return s.data
}

// engine is the name of what stores the documents.
func (s *settings) engine() string {
	if s.mongo != "" {
		return "MongoDB"
	}
	return "SQLite"
}

// open opens the storage for a purpose. Blobs lie in GridFS, or as files beside the embedded
// engine's file. It says so before data get a newer form, which only happens to work in them.
func (s *settings) open(ctx context.Context, p lock.Purpose) (o *opened, err error) {
	if s.mongo != "" {
		o, err = s.openMongo(ctx)
	} else {
		o, err = s.openFile(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	origin, err := o.Engine.Origin(ctx)
	if err != nil {
		return nil, errors.Join(err, o.close())
	}
	o.fresh = o.fresh || origin.Form == 0
	if o.fresh || origin.Form == store.Form || p == lock.Read || p == lock.Fill {
		return o, nil
	}
	if err := inUse(o.lock.Alone(func() error { return s.upgrade(ctx, o, origin) }), s.data); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

// upgrade says that the data get the form of this program, and gives it to them. What is broken off
// goes on at the next start.
func (s *settings) upgrade(ctx context.Context, o *opened, origin store.Origin) error {
	fmt.Fprintln(s.notes, message.Text(terminal.Spoken(ctx), "cli.upgrade", s.where(), origin.Form,
		store.Form, store.Program))
	return api.Upgrade(ctx, o.Engine)
}

func (s *settings) openMongo(ctx context.Context) (*opened, error) {
	e, err := mongodb.Open(ctx, s.mongo)
	newer := (*store.NewerError)(nil)
	switch {
	case err == nil:
		return &opened{Installation: api.Installation{Engine: e, Blobs: e.Blobs()}}, nil
	case errors.Is(err, store.ErrUnavailable), errors.As(err, &newer), ctx.Err() != nil:
		return nil, err
	}
	return nil, terminal.Fail("mongodb-uri") // the error quotes the address, with its password
}

func (s *settings) openFile(ctx context.Context, p lock.Purpose) (*opened, error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return nil, err
	}
	fresh, err := s.suits(p)
	if err != nil {
		return nil, err
	}
	held, err := lockData(s.data, p)
	if err != nil {
		return nil, err
	}
	e, err := sqlite.Open(ctx, filepath.Join(s.data, dataFile))
	if err != nil {
		return nil, errors.Join(err, held.Release())
	}
	return &opened{api.Installation{Engine: e, Blobs: s.photographs()}, held, fresh}, nil
}

// suits reports whether the data directory is one for a new installation. It refuses a directory
// that holds something else, and one whose database is missing.
func (s *settings) suits(p lock.Purpose) (fresh bool, err error) {
	entries, err := os.ReadDir(s.data)
	if err != nil {
		return false, err
	}
	var others []string
	lost := ""
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == dataFile:
			return false, nil
		case name == "photographs" || strings.HasPrefix(name, dataFile+"-"):
			lost = name
		case !slices.ContainsFunc(ours, func(pattern string) bool {
			match, _ := filepath.Match(pattern, name) // the patterns are well-formed
			return match
		}):
			others = append(others, name)
		}
	}
	if len(others) > 0 {
		named := strings.Join(others[:min(3, len(others))], ", ")
		return false, terminal.Fail("data-foreign", s.where(), named, dataFile)
	}
	if lost != "" && p != lock.Fill {
		return false, terminal.Fail("data-lost", s.where(), lost, dataFile)
	}
	return true, nil
}
