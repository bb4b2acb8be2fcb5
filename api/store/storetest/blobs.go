package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"hallmark/api/store"
)

// RunBlobs runs the contract of blobs over an empty store of them.
func RunBlobs(t *testing.T, b store.Blobs) {
	ctx := t.Context()
	for _, data := range [][]byte{{}, {0}, bytes.Repeat([]byte("照片"), 200_000)} {
		name := digest(data)
		_, err := b.Get(ctx, name)
		want(t, "get nothing", err, store.ErrNotFound)
		has(t, b, name, false)
		for range 2 {
			if err := b.Put(ctx, name, data); err != nil {
				t.Fatal(err)
			}
		}
		got, err := b.Get(ctx, name)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes came back as %d, %v", len(data), len(got), err)
		}
		has(t, b, name, true)
	}
	x := digest([]byte("x"))
	for _, name := range []string{
		"", "x", "../../etc/passwd", strings.Repeat("0", 64), strings.ToUpper(x), x + "0", x[:62],
		strings.Repeat("/", 64), "\xff\x00",
	} {
		if err := b.Put(ctx, name, []byte("x")); err == nil {
			t.Errorf("stored as %q", name)
		}
		has(t, b, name, false)
		_, err := b.Get(ctx, name)
		want(t, "get "+name, err, store.ErrNotFound)
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	want(t, "cancelled put", b.Put(done, x, []byte("x")), context.Canceled)
	_, err := b.Get(done, x)
	want(t, "cancelled get", err, context.Canceled)
	has(t, b, x, false)
	together(20, func(int) {
		if err := b.Put(ctx, x, []byte("x")); err != nil {
			t.Error(err)
		}
	})
	if got, err := b.Get(ctx, x); err != nil || string(got) != "x" {
		t.Errorf("after twenty puts: %q, %v", got, err)
	}
}

func digest(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

func has(t *testing.T, b store.Blobs, name string, want bool) {
	t.Helper()
	if got, err := b.Has(t.Context(), name); err != nil || got != want {
		t.Errorf("has %q: %v, %v", name, got, err)
	}
}
