package mongodb

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

// form is the form in which documents lie in the database: since 2, with steps beside them.
const form = 2

// schemas is the collection that says under which schema the others were stored.
const schemas = "hallmark_collections"

// Open makes the declared indexes and, if the collection was stored under another schema, reads the
// keys of its documents anew.
func (e *Engine) Open(ctx context.Context, s store.RawSchema) (store.RawCollection, error) {
	if err := e.raise(ctx); err != nil {
		return nil, err
	}
	c := &collection{engine: e, c: e.db.Collection(s.Name), schema: s}
	if err := c.open(ctx); err != nil {
		return nil, err
	}
	e.remember(s.Name)
	return c, nil
}

func (c *collection) open(ctx context.Context) error {
	s := c.schema
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	mark := driver.D{{Key: "_id", Value: s.Name}, {Key: "schema", Value: string(b)},
		{Key: "form", Value: form}}
	marks := c.engine.db.Collection(schemas)
	var n int64
	err = call(ctx, func(ctx context.Context) (err error) {
		n, err = marks.CountDocuments(ctx, mark)
		return err
	})
	if err != nil || n == 1 {
		return err
	}
	err = call(ctx, func(ctx context.Context) (err error) {
		n, err = marks.CountDocuments(ctx, mark[:2])
		return err
	})
	if err == nil {
		err = c.index(ctx)
	}
	if err == nil && n == 0 {
		err = c.fill(ctx)
	}
	if err != nil {
		return err
	}
	return call(ctx, func(ctx context.Context) error {
		_, err := marks.ReplaceOne(ctx, mark[:1], mark, driver.NewReplace().SetUpsert(true))
		return err
	})
}

// index makes the declared indexes that are not there.
func (c *collection) index(ctx context.Context) error {
	var have []*driver.IndexSpecification
	err := call(ctx, func(ctx context.Context) (err error) {
		have, err = c.c.Indexes().ListSpecifications(ctx)
		return err
	})
	if err != nil {
		return err
	}
	var models []driver.IndexModel
	for _, x := range c.schema.Indexes {
		name, keys := indexKeys(x)
		there := slices.ContainsFunc(have, func(s *driver.IndexSpecification) bool {
			return s.Name == name
		})
		if len(keys) > 1 && !there { // _id alone has its index
			models = append(models,
				driver.IndexModel{Keys: keys, Options: driver.NewIndex().SetName(name)})
		}
	}
	if !slices.ContainsFunc(have, func(s *driver.IndexSpecification) bool {
		return s.Name == dueIndex
	}) {
		models = append(models, driver.IndexModel{Keys: driver.D{{Key: dueField, Value: 1}},
			Options: driver.NewIndex().SetName(dueIndex)})
	}
	if len(models) == 0 {
		return nil
	}
	// A large collection takes its time; only ctx bounds it.
	_, err = c.c.Indexes().CreateMany(ctx, models)
	return fault(ctx, err)
}

func indexKeys(x store.Index) (name string, keys driver.D) {
	names := x.Equal
	if x.Order != "" {
		names = append(slices.Clone(names), x.Order)
	}
	for _, k := range names {
		keys = append(keys, driver.E{Key: "keys." + k, Value: 1})
	}
	return "by_" + strings.Join(names, "_"), append(keys, driver.E{Key: "_id", Value: 1})
}

// fillBatch is how many documents get their keys anew before the next are read.
const fillBatch = 200

// fill reads the keys of every document again.
func (c *collection) fill(ctx context.Context) error {
	q := store.RawQuery{Query: store.Query{Limit: fillBatch}}
	for {
		batch := make([]store.RawDocument, 0, fillBatch)
		for b, err := range c.Find(ctx, q) {
			if err != nil {
				return err
			}
			doc, err := c.schema.Parse(b)
			if err != nil {
				return err
			}
			batch = append(batch, doc)
		}
		for _, doc := range batch {
			if err := c.setParsed(ctx, doc); err != nil {
				return err
			}
			q.After = &store.Position{ID: doc.ID}
		}
		if len(batch) < fillBatch {
			return nil
		}
	}
}

// setParsed writes the keys and, where documents grow or have grown, head and gains anew. A
// document that has another revision by now is left alone: it was written under the new schema.
func (c *collection) setParsed(ctx context.Context, doc store.RawDocument) error {
	s, err := c.encode(doc)
	if err != nil {
		return err
	}
	set := driver.D{{Key: "keys", Value: s.Keys}, {Key: "doc", Value: s.Doc}}
	if c.schema.Growing {
		set = append(set, driver.E{Key: "gains", Value: s.Gains})
	}
	change := driver.D{{Key: "$set", Value: set}}
	if !c.schema.Growing {
		change = append(change, driver.E{Key: "$unset", Value: driver.D{{Key: "gains", Value: ""}}})
	}
	return call(ctx, func(ctx context.Context) error {
		_, err := c.c.UpdateOne(ctx, at(doc.ID, doc.Revision), change)
		return err
	})
}
