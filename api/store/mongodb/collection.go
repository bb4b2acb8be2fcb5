package mongodb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

type collection struct {
	engine *Engine
	c      *driver.Collection
	schema store.RawSchema
}

// stored is a document as it lies in the database.
type stored struct {
	ID       string     `bson:"_id"`
	Revision int        `bson:"revision"`
	Keys     driver.D   `bson:"keys"`
	Doc      driver.Raw `bson:"doc"`

	Gains []driver.Raw `bson:"gains,omitempty"` // where documents grow

	// The steps that follow from it, if there are any; see [storedStep].
	Follows map[string]storedStep `bson:"follows,omitempty"`
	Due     *time.Time            `bson:"due,omitempty"`
}

func (c *collection) encode(doc store.RawDocument) (stored, error) {
	b, err := ToBSON(doc.JSON)
	s := stored{ID: doc.ID, Revision: doc.Revision, Keys: c.keys(doc), Doc: driver.Raw(b)}
	if err == nil && doc.Gain != nil {
		b, err = ToBSON(doc.Gain)
		s.Gains = []driver.Raw{driver.Raw(b)}
	}
	return s, err
}

// json is the document as it is read: its gains follow its head.
func (s *stored) json() (json.RawMessage, error) {
	b, err := ToJSON(driver.Document(s.Doc))
	if err != nil || len(s.Gains) == 0 {
		return b, err
	}
	b = append(b[:len(b)-1], `,"gains":[`...)
	for i, g := range s.Gains {
		if i > 0 {
			b = append(b, ',')
		}
		gain, err := ToJSON(driver.Document(g))
		if err != nil {
			return nil, err
		}
		b = append(b, gain...)
	}
	return append(b, ']', '}'), nil
}

// keys are text, or an array where a key may have several values; an index takes one such key.
func (c *collection) keys(doc store.RawDocument) driver.D {
	keys := driver.D{}
	for _, k := range c.schema.Keys {
		values := doc.Keys[k]
		switch {
		case c.schema.Multi(k):
			keys = append(keys, driver.E{Key: k, Value: values})
		case len(values) > 0:
			keys = append(keys, driver.E{Key: k, Value: values[0]})
		}
	}
	return keys
}

// call runs one operation within callTimeout.
func call(ctx context.Context, f func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return fault(ctx, f(limited))
}

func at(id string, revision int) driver.D {
	return driver.D{{Key: "_id", Value: id}, {Key: "revision", Value: revision}}
}

func byID(id string) driver.D { return driver.D{{Key: "_id", Value: id}} }

// Get implements store.RawCollection.
func (c *collection) Get(ctx context.Context, id string) (json.RawMessage, error) {
	var s stored
	err := call(ctx, func(ctx context.Context) error {
		return c.c.FindOne(ctx, byID(id), driver.NewFindOne().
			SetProjection(driver.D{{Key: "doc", Value: 1}, {Key: "gains", Value: 1}})).Decode(&s)
	})
	if errors.Is(err, driver.NoDocuments()) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.json()
}

// Insert implements store.RawCollection.
func (c *collection) Insert(ctx context.Context, doc store.RawDocument,
	follows ...store.Follow) error {
	s, err := c.encode(doc)
	if err != nil {
		return err
	}
	steps, due, err := c.stepsOf(ctx, doc, follows)
	if err != nil {
		return err
	}
	if len(steps) > 0 {
		s.Follows, s.Due = map[string]storedStep{}, &due
	}
	for i := range steps {
		s.Follows[keyOf(&steps[i])] = storedOf(&steps[i])
	}
	err = call(ctx, func(ctx context.Context) error {
		_, err := c.c.InsertOne(ctx, s)
		return err
	})
	if driver.IsDuplicateKey(err) {
		return store.ErrExists
	}
	return err
}

// Replace implements store.RawCollection.
func (c *collection) Replace(ctx context.Context, doc store.RawDocument, ifRevision int,
	follows ...store.Follow) error {
	s, err := c.encode(doc)
	if err != nil {
		return err
	}
	steps, due, err := c.stepsOf(ctx, doc, follows)
	if err != nil {
		return err
	}
	var n int64
	err = call(ctx, func(ctx context.Context) error {
		r, err := c.c.UpdateOne(ctx, at(s.ID, ifRevision), change(&s, steps, due))
		if err == nil {
			n = r.MatchedCount
		}
		return err
	})
	if err != nil || n == 1 {
		return err
	}
	err = call(ctx, func(ctx context.Context) (err error) {
		n, err = c.c.CountDocuments(ctx, byID(doc.ID))
		return err
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		return store.ErrNotFound
	}
	return store.ErrConflict
}

// change replaces a document or, where documents grow, its head, adds to its gains, and lays steps
// beside it. What lies beside it from earlier revisions stays.
func change(s *stored, steps []store.Step, due time.Time) driver.D {
	set := driver.D{{Key: "revision", Value: s.Revision}, {Key: "keys", Value: s.Keys},
		{Key: "doc", Value: s.Doc}}
	for i := range steps {
		set = append(set, driver.E{Key: memberOf(&steps[i]), Value: storedOf(&steps[i])})
	}
	if len(steps) > 0 {
		set = append(set, driver.E{Key: dueField, Value: due})
	}
	all := driver.D{{Key: "$set", Value: set}}
	if len(s.Gains) > 0 {
		all = append(all, driver.E{Key: "$push", Value: driver.D{{Key: "gains", Value: s.Gains[0]}}})
	}
	return all
}

// Delete implements store.RawCollection.
func (c *collection) Delete(ctx context.Context, id string) error {
	var n int64
	err := call(ctx, func(ctx context.Context) error {
		r, err := c.c.DeleteOne(ctx, byID(id))
		if err == nil {
			n = r.DeletedCount
		}
		return err
	})
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}

// Find implements store.RawCollection.
func (c *collection) Find(ctx context.Context, q store.RawQuery) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for s, err := range c.each(ctx, q) {
			var doc json.RawMessage
			switch {
			case err != nil:
			case q.Bare:
				doc = fmt.Append(nil, s.Revision, " ", s.ID)
			default:
				doc, err = s.json()
			}
			if !yield(doc, err) || err != nil {
				return
			}
		}
	}
}

// each yields the documents of a query as they lie in the database.
func (c *collection) each(ctx context.Context, q store.RawQuery) iter.Seq2[*stored, error] {
	return func(yield func(*stored, error) bool) {
		var cursor *driver.Cursor
		err := call(ctx, func(ctx context.Context) (err error) {
			cursor, err = c.c.Find(ctx, filter(q), c.options(q))
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		defer cursor.Close(context.WithoutCancel(ctx))
		for {
			s, err := next(ctx, cursor)
			if errors.Is(err, errEnd) || !yield(s, err) || err != nil {
				return
			}
		}
	}
}

var errEnd = errors.New("no more documents")

// next is the next document, or errEnd.
func next(ctx context.Context, cursor *driver.Cursor) (*stored, error) {
	more := false
	err := call(ctx, func(ctx context.Context) error {
		more = cursor.Next(ctx)
		return cursor.Err()
	})
	if err != nil {
		return nil, err
	}
	if !more {
		return nil, errEnd
	}
	s := &stored{}
	return s, cursor.Decode(s)
}
