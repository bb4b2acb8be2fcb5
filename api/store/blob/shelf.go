package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hallmark/api/store"
)

// Shelf is a directory of files that are kept for a while; it implements store.Shelf. It is safe
// for concurrent use, by several processes too.
type Shelf struct{ path string }

var _ store.Shelf = Shelf{}

// ShelfAt is the shelf at path. The directory is made, for its owner only, with the first file.
func ShelfAt(path string) Shelf { return Shelf{path} }

// Write implements store.Shelf.
func (s Shelf) Write(ctx context.Context, name string, write func(io.Writer) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !store.ShelfName(name) {
		return fmt.Errorf("shelf: %q is no name", name)
	}
	if err := os.MkdirAll(s.path, 0o700); err != nil {
		return unavailable(err)
	}
	temp, err := os.CreateTemp(s.path, ".new-*")
	if err != nil {
		return unavailable(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	err = write(&diskWriter{ctx, temp})
	if err == nil {
		err = unavailable(temp.Sync())
	}
	if err := errors.Join(err, unavailable(temp.Close()), ctx.Err()); err != nil {
		return err
	}
	err = os.Rename(temp.Name(), filepath.Join(s.path, name))
	return unavailable(errors.Join(err, syncDir(s.path)))
}

// diskWriter stops when its context ends, and marks errors of the disk, so that they differ from
// those of the function that writes.
type diskWriter struct {
	ctx  context.Context
	file *os.File
}

func (w *diskWriter) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.file.Write(b)
	return n, unavailable(err)
}

// Open implements store.Shelf.
func (s Shelf) Open(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if !store.ShelfName(name) {
		return nil, 0, fmt.Errorf("file %q: %w", name, store.ErrNotFound)
	}
	f, err := os.Open(filepath.Join(s.path, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("file %s: %w", name, store.ErrNotFound)
	}
	if err != nil {
		return nil, 0, unavailable(err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(unavailable(err), f.Close())
	}
	return f, info.Size(), nil
}

// Remove implements store.Shelf.
func (s Shelf) Remove(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil || !store.ShelfName(name) {
		return err
	}
	err := os.Remove(filepath.Join(s.path, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return unavailable(err)
}

// Sweep implements store.Shelf.
func (s Shelf) Sweep(ctx context.Context, before time.Time) error {
	entries, err := os.ReadDir(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return ctx.Err()
	}
	failures := []error{unavailable(err), ctx.Err()}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
			continue // gone meanwhile, no file of the shelf, or young
		}
		if err := os.Remove(filepath.Join(s.path, e.Name())); !errors.Is(err, fs.ErrNotExist) {
			failures = append(failures, unavailable(err))
		}
	}
	return errors.Join(failures...)
}
