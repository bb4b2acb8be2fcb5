package blob_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/store/storetest"
)

func TestShelf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shelf")
	storetest.RunShelf(t, blob.ShelfAt(path))
	left, err := os.ReadDir(path)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestContract(t *testing.T) {
	path := filepath.Join(t.TempDir(), "照片", "blobs")
	storetest.RunBlobs(t, blob.Dir(path))
	left, err := filepath.Glob(filepath.Join(path, "*", ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	storedAgain, err := filepath.Glob(filepath.Join(path, "*", "*"))
	if err != nil || len(storedAgain) != 4 {
		t.Errorf("stored %v, %v", storedAgain, err)
	}
}

// A file that was changed on the disk is never served, and a second Put mends it.
func TestDamage(t *testing.T) {
	path, data := t.TempDir(), []byte("photograph")
	f := blob.Dir(path)
	name := fmt.Sprintf("%x", sha256.Sum256(data))
	if err := f.Put(t.Context(), name, data); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(path, name[:2], name)
	for _, damaged := range [][]byte{nil, []byte("photogr"), []byte("Photograph")} {
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if b, err := f.Get(t.Context(), name); err == nil || b != nil {
			t.Errorf("served %q", b)
		}
		if err := f.Put(t.Context(), name, data); err != nil {
			t.Fatal(err)
		}
		if b, err := f.Get(t.Context(), name); err != nil || !bytes.Equal(b, data) {
			t.Errorf("after the second put: %q, %v", b, err)
		}
	}
}

// A file where a directory should be is what a broken disk looks like to the package.
func TestUnavailable(t *testing.T) {
	path, data := t.TempDir(), []byte("photograph")
	f := blob.Dir(path)
	name := fmt.Sprintf("%x", sha256.Sum256(data))
	block := filepath.Join(path, name[:2])
	if err := os.WriteFile(block, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Put(t.Context(), name, data); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("put: %v", err)
	}
	if _, err := f.Get(t.Context(), name); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("get: %v", err)
	}
	under := blob.Dir(filepath.Join(block, "x"))
	if err := under.Put(t.Context(), name, data); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("put under a file: %v", err)
	}
	if err := os.Remove(block); err != nil {
		t.Fatal(err)
	}
	if err := f.Put(t.Context(), name, data); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
