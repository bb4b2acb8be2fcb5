package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"hallmark/api/store"
)

// RunShelf runs the contract of a shelf over an empty one.
func RunShelf(t *testing.T, s store.Shelf) {
	ctx := t.Context()
	put := func(name string, data []byte) {
		t.Helper()
		if err := s.Write(ctx, name, func(w io.Writer) error {
			for part := range bytes.Lines(data) {
				if _, err := w.Write(part); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	shelved(t, s, "a-1.zip", nil)
	put("a-1.zip", []byte("one"))
	put("b", bytes.Repeat([]byte("行\n"), 200_000))
	shelved(t, s, "a-1.zip", []byte("one"))
	shelved(t, s, "b", bytes.Repeat([]byte("行\n"), 200_000))
	put("a-1.zip", []byte("two\n2"))
	shelved(t, s, "a-1.zip", []byte("two\n2"))

	broken := errors.New("broken")
	want(t, "a write that fails", s.Write(ctx, "a-1.zip", func(w io.Writer) error {
		_, err := w.Write([]byte("half"))
		return errors.Join(err, broken)
	}), broken)
	done, cancel := context.WithCancel(ctx)
	want(t, "a write that is cancelled", s.Write(done, "c", func(w io.Writer) error {
		cancel()
		_, err := w.Write([]byte("half"))
		return err
	}), context.Canceled)
	shelved(t, s, "a-1.zip", []byte("two\n2"))
	shelved(t, s, "c", nil)

	for _, name := range []string{"", ".", "../x", "A", "a/b", strings.Repeat("a", 81), "\x00"} {
		if err := s.Write(ctx, name, func(io.Writer) error { return nil }); err == nil {
			t.Errorf("stored as %q", name)
		}
		_, _, err := s.Open(ctx, name)
		want(t, "open "+name, err, store.ErrNotFound)
		if err := s.Remove(ctx, name); err != nil {
			t.Errorf("remove %q: %v", name, err)
		}
	}
	for range 2 {
		if err := s.Remove(ctx, "b"); err != nil {
			t.Error(err)
		}
	}
	shelved(t, s, "b", nil)
	if err := s.Sweep(ctx, time.Now().Add(-time.Hour)); err != nil {
		t.Error(err)
	}
	shelved(t, s, "a-1.zip", []byte("two\n2"))
	if err := s.Sweep(ctx, time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	shelved(t, s, "a-1.zip", nil)
}

// shelved compares a file with its bytes; nil stands for no file.
func shelved(t *testing.T, s store.Shelf, name string, data []byte) {
	t.Helper()
	file, size, err := s.Open(t.Context(), name)
	if data == nil {
		want(t, "open "+name, err, store.ErrNotFound)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(file)
	if err = errors.Join(err, file.Close()); err != nil || !bytes.Equal(got, data) ||
		size != int64(len(data)) {
		t.Errorf("%s: %d bytes of %d, size %d, %v", name, len(got), len(data), size, err)
	}
}
