package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hallmark/api/store"
)

// Files is a directory of blobs; it implements store.Blobs. It is safe for concurrent use, by
// several processes too.
type Files struct{ path string }

var _ store.Blobs = Files{}

// Dir is the directory of blobs at path. It is made, for its owner only, with the first blob.
func Dir(path string) Files { return Files{path} }

// Put implements store.Blobs. A stored file whose bytes have changed is written anew.
func (f Files) Put(ctx context.Context, name string, b []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := check(name, b); err != nil {
		return err
	}
	place := f.place(name)
	if have, err := os.ReadFile(place); err == nil && bytes.Equal(have, b) {
		return nil
	}
	dir := filepath.Dir(place)
	if err := f.makeDir(dir); err != nil {
		return unavailable(err)
	}
	if err := write(dir, place, b); err != nil {
		return unavailable(err)
	}
	return unavailable(syncDir(dir))
}

// makeDir makes a directory for blobs and the one above it, durably.
func (f Files) makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return errors.Join(syncDir(f.path), syncDir(filepath.Dir(f.path)))
}

// write puts b at place by way of a file of another name.
func write(dir, place string, b []byte) (err error) {
	temp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(b)
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), place)
}

// probeSize is how many bytes a probe writes, less than a photograph has.
const probeSize = 64 << 10

// Ready reports whether blobs can be written now: it writes a file and removes it.
func (f Files) Ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	dir := f.path
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		dir = filepath.Dir(dir) // no blob was stored yet
	}
	file, err := os.CreateTemp(dir, ".ready-*")
	if err != nil {
		return unavailable(err)
	}
	_, err = file.Write(make([]byte, probeSize))
	if err == nil {
		err = file.Sync()
	}
	return unavailable(errors.Join(err, file.Close(), os.Remove(file.Name())))
}

// Get implements store.Blobs.
func (f Files) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !isDigest(name) {
		return nil, fmt.Errorf("blob %q: %w", name, store.ErrNotFound)
	}
	b, err := os.ReadFile(f.place(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("blob %s: %w", name, store.ErrNotFound)
	}
	if err != nil {
		return nil, unavailable(err)
	}
	if err := check(name, b); err != nil {
		return nil, err
	}
	return b, nil
}

// Has implements store.Blobs.
func (f Files) Has(ctx context.Context, name string) (bool, error) {
	if err := ctx.Err(); err != nil || !isDigest(name) {
		return false, err
	}
	_, err := os.Stat(f.place(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, unavailable(err)
}

// place is where the blob of a valid digest lies.
func (f Files) place(name string) string { return filepath.Join(f.path, name[:2], name) }

// isDigest reports whether a name is a digest; no other name reaches the file system.
func isDigest(name string) bool {
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == sha256.Size && hex.EncodeToString(b) == name
}

func check(name string, b []byte) error {
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != name {
		return fmt.Errorf("blob %q: bytes have digest %x", name, sum)
	}
	return nil
}

// syncDir makes the names in a directory durable.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
}
