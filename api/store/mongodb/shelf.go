package mongodb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

// shelfName is the bucket of the shelf; photographs have the default one.
const shelfName = "shelf"

// Shelf stores files in a bucket of the database's GridFS, where a file is there when all of it is.
type Shelf struct{ e *Engine }

// Shelf returns the shelf of the database.
func (e *Engine) Shelf() Shelf { return Shelf{e} }

var _ store.Shelf = Shelf{}

// bucket makes a handle for one call.
func (s Shelf) bucket(ctx context.Context) (*driver.Bucket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	bucket, err := driver.NewBucket(s.e.db, driver.NewBucketOptions().SetName(shelfName))
	if d, ok := ctx.Deadline(); ok && err == nil {
		err = errors.Join(bucket.SetReadDeadline(d), bucket.SetWriteDeadline(d))
	}
	return bucket, err
}

// Write implements store.Shelf.
func (s Shelf) Write(ctx context.Context, name string, write func(io.Writer) error) error {
	if !store.ShelfName(name) {
		return fmt.Errorf("shelf: %q is no name", name)
	}
	bucket, err := s.bucket(ctx)
	if err != nil {
		return fault(ctx, err)
	}
	old, err := s.files(ctx, driver.D{{Key: "filename", Value: name}})
	if err != nil {
		return err
	}
	up, err := bucket.OpenUploadStream(name)
	if err != nil {
		return fault(ctx, err)
	}
	if err := errors.Join(write(&upload{ctx, up}), ctx.Err()); err != nil {
		return errors.Join(err, fault(context.WithoutCancel(ctx), up.Abort()))
	}
	if err := up.Close(); err != nil {
		return fault(ctx, err)
	}
	return s.drop(bucket, old)
}

// upload stops when its context ends, and marks errors of the database, so that they differ from
// others.
type upload struct {
	ctx context.Context
	to  *driver.UploadStream
}

func (u *upload) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.to.Write(b)
	return n, fault(u.ctx, err)
}

// files are the IDs of the files that a filter finds.
func (s Shelf) files(ctx context.Context, filter driver.D) (ids []any, err error) {
	err = call(ctx, func(ctx context.Context) error {
		var found []struct {
			ID any `bson:"_id"`
		}
		cursor, err := s.e.db.Collection(shelfName+".files").Find(ctx, filter)
		if err == nil {
			err = cursor.All(ctx, &found)
		}
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		return err
	})
	return ids, err
}

func (s Shelf) drop(bucket *driver.Bucket, ids []any) error {
	for _, id := range ids {
		if err := bucket.Delete(id); err != nil && !errors.Is(err, driver.FileNotFound()) {
			return fault(context.Background(), err)
		}
	}
	return nil
}

// Open implements store.Shelf.
func (s Shelf) Open(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if !store.ShelfName(name) {
		return nil, 0, fmt.Errorf("file %q: %w", name, store.ErrNotFound)
	}
	bucket, err := s.bucket(ctx)
	if err != nil {
		return nil, 0, fault(ctx, err)
	}
	down, err := bucket.OpenDownloadStreamByName(name)
	if errors.Is(err, driver.FileNotFound()) {
		return nil, 0, fmt.Errorf("file %s: %w", name, store.ErrNotFound)
	}
	if err != nil {
		return nil, 0, fault(ctx, err)
	}
	return down, down.GetFile().Length, nil
}

// Remove implements store.Shelf.
func (s Shelf) Remove(ctx context.Context, name string) error {
	if !store.ShelfName(name) {
		return ctx.Err()
	}
	return s.dropAll(ctx, driver.D{{Key: "filename", Value: name}})
}

// Sweep implements store.Shelf. A write that broke off leaves chunks without a file;
// they go with the first sweep after the lifetime of a file, for an ObjectID holds its time.
func (s Shelf) Sweep(ctx context.Context, before time.Time) error {
	if err := s.dropAll(ctx, driver.D{{Key: "uploadDate", Value: driver.D{{Key: "$lt", Value: before}}}}); err != nil {
		return err
	}
	whole, err := s.files(ctx, driver.D{})
	if err != nil {
		return err
	}
	if whole == nil {
		whole = []any{}
	}
	return call(ctx, func(ctx context.Context) error {
		_, err := s.e.db.Collection(shelfName+".chunks").DeleteMany(ctx, driver.D{
			{Key: "files_id", Value: driver.D{{Key: "$nin", Value: whole}, {Key: "$lt", Value: driver.IDBefore(before)}}}})
		return err
	})
}

func (s Shelf) dropAll(ctx context.Context, filter driver.D) error {
	bucket, err := s.bucket(ctx)
	if err != nil {
		return fault(ctx, err)
	}
	ids, err := s.files(ctx, filter)
	if err != nil {
		return err
	}
	return s.drop(bucket, ids)
}
