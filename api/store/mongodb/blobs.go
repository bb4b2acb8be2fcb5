package mongodb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

// blobTimeout is for one blob; photographs and reports are a few megabytes at most.
const blobTimeout = 30 * time.Second

// Blobs stores blobs in the database's GridFS, as files with their digest as their name.
type Blobs struct{ e *Engine }

// Blobs returns the blobs of the database.
func (e *Engine) Blobs() Blobs { return Blobs{e} }

var _ store.Blobs = Blobs{}

// bucket makes a handle for one call; its deadline is its own.
func (b Blobs) bucket(ctx context.Context) (*driver.Bucket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	deadline := time.Now().Add(blobTimeout)
	if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	bucket, err := driver.NewBucket(b.e.db)
	if err == nil {
		err = errors.Join(bucket.SetReadDeadline(deadline), bucket.SetWriteDeadline(deadline))
	}
	return bucket, err
}

// Put implements store.Blobs. Two calls at the same time may store the bytes twice, which
// harms nobody.
func (b Blobs) Put(ctx context.Context, name string, data []byte) error {
	if err := check(name, data); err != nil {
		return err
	}
	if there, err := b.Has(ctx, name); err != nil || there {
		return err
	}
	bucket, err := b.bucket(ctx)
	if err != nil {
		return fault(ctx, err)
	}
	_, err = bucket.UploadFromStream(name, bytes.NewReader(data))
	return fault(ctx, err)
}

// Get implements store.Blobs.
func (b Blobs) Get(ctx context.Context, name string) ([]byte, error) {
	if !utf8.ValidString(name) { // BSON holds no other text
		return nil, fmt.Errorf("blob %q: %w", name, store.ErrNotFound)
	}
	bucket, err := b.bucket(ctx)
	if err != nil {
		return nil, fault(ctx, err)
	}
	var data bytes.Buffer
	_, err = bucket.DownloadToStreamByName(name, &data)
	if errors.Is(err, driver.FileNotFound()) {
		return nil, fmt.Errorf("blob %q: %w", name, store.ErrNotFound)
	}
	if err != nil {
		return nil, fault(ctx, err)
	}
	return data.Bytes(), check(name, data.Bytes())
}

// Has implements store.Blobs.
func (b Blobs) Has(ctx context.Context, name string) (there bool, err error) {
	if !utf8.ValidString(name) {
		return false, nil
	}
	err = call(ctx, func(ctx context.Context) error {
		n, err := b.e.db.Collection("fs.files").
			CountDocuments(ctx, driver.D{{Key: "filename", Value: name}})
		there = n > 0
		return err
	})
	return there, err
}

func check(name string, data []byte) error {
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != name {
		return fmt.Errorf("blob %q: bytes have digest %x", name, sum)
	}
	return nil
}
