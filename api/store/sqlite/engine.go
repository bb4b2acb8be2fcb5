package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"hallmark/api/store"
)

const (
	readers = 4 // connections for reading, each with its own page cache

	applicationID = 0x484d4b31 // "HMK1"
)

// Engine is one open SQLite file. It is safe for concurrent use.
type Engine struct {
	name   string      // absolute
	file   os.FileInfo // as it was opened
	writer *writer
	read   *sql.DB

	mu     sync.Mutex
	stmts  map[string]*sql.Stmt // of read, by text
	closed bool

	raised bool // the file has the number of today's form; under the lock of the writer
}

// Open opens the file, making it (readable by its owner only) if it is not there. The directory
// must exist. It returns an error that wraps store.ErrUnavailable when the file cannot be read or
// is no database, a [store.NewerError] when its form is not known, and another error when it is not
// one of Hallmark's. A file of an older form keeps it until the first collection is opened.
func Open(ctx context.Context, file string) (*Engine, error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	opened, err := f.Stat()
	f.Close()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	name, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	e := &Engine{name: name, file: opened, stmts: map[string]*sql.Stmt{}}
	if e.writer, err = newWriter(name); err != nil {
		return nil, err
	}
	if e.read, err = connect(name, readers, "query_only(1)", "cache_size(-512)"); err != nil {
		return nil, errors.Join(err, e.writer.close())
	}
	if err := e.claim(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", file, err), e.Close())
	}
	return e, nil
}

// connect makes a pool. The file is not mapped into memory: a truncated one is then an error, not
// the end of the process.
func connect(name string, size int, pragmas ...string) (*sql.DB, error) {
	query := url.Values{"_pragma": append([]string{"busy_timeout(5000)", "mmap_size(0)",
		"synchronous(FULL)"}, pragmas...)}
	dsn := url.URL{Scheme: "file", Path: name, RawQuery: query.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// Ping reports whether the file can be read.
func (e *Engine) Ping(ctx context.Context) error {
	var n int
	return fault(e.read.QueryRowContext(ctx, "SELECT count(*) FROM hallmark_collections").Scan(&n))
}

// Ready implements store.Engine: the file is still the one in its place, and takes a page. A file
// whose directory was removed can be written to for ever, and nothing of it is kept.
func (e *Engine) Ready(ctx context.Context) error {
	have, err := os.Stat(e.name)
	if err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	if !os.SameFile(have, e.file) {
		return fmt.Errorf("%w: another file lies at %s", store.ErrUnavailable, e.name)
	}
	return e.locked(ctx, func(s *session) error {
		return run(ctx, s, []string{fmt.Sprintf("PRAGMA application_id = %d", applicationID)})
	})
}

// Close ends all writes that were accepted, brings the write-ahead log into the file and closes it.
// Every later call returns an error that wraps store.ErrUnavailable.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	stmts := e.stmts
	e.stmts = nil
	e.mu.Unlock()
	var errs []error
	for _, s := range stmts {
		errs = append(errs, s.Close())
	}
	errs = append(errs, e.read.Close(), e.writer.close())
	return errors.Join(errs...)
}

// stmt returns the prepared statement with this text.
func (e *Engine) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errClosed
	}
	s := e.stmts[text]
	if s == nil {
		var err error
		if s, err = e.read.PrepareContext(ctx, text); err != nil {
			return nil, fault(err)
		}
		e.stmts[text] = s
	}
	return s, nil
}

var errClosed = fmt.Errorf("%w: closed", store.ErrUnavailable)

// fault wraps the errors of a disk or file that may be well again later, and those of a closed
// engine, in store.ErrUnavailable.
func fault(err error) error {
	var e *sqlite.Error
	switch {
	case err == nil, errors.Is(err, store.ErrUnavailable):
		return err
	case errors.As(err, &e):
		switch e.Code() & 0xff {
		case codes.SQLITE_ERROR, codes.SQLITE_MISUSE, codes.SQLITE_RANGE, codes.SQLITE_CONSTRAINT,
			codes.SQLITE_TOOBIG, codes.SQLITE_MISMATCH: // a mistake of ours
			return err
		}
	case !errors.Is(err, driver.ErrBadConn) && !strings.HasPrefix(err.Error(), "sql: "):
		return err
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
}
