package mongodb

import (
	"context"
	"errors"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

// originID is the document among the schemas that holds the number of the form and the version of
// the program. No collection has such a name. Data of a form below 3 do not have it.
const originID = "-origin"

// marked is a form below 3; which one cannot be seen.
const marked = 2

// Origin implements store.Engine.
func (e *Engine) Origin(ctx context.Context) (o store.Origin, err error) {
	marks := e.db.Collection(schemas)
	var found struct {
		Form    int    `bson:"form"`
		Version string `bson:"version"`
	}
	err = call(ctx, func(ctx context.Context) error {
		return marks.FindOne(ctx, byID(originID), driver.NewFindOne()).Decode(&found)
	})
	if err == nil {
		return store.Origin{Form: found.Form, Version: found.Version}, nil
	}
	if !errors.Is(err, driver.NoDocuments()) {
		return o, err
	}
	var n int64
	err = call(ctx, func(ctx context.Context) (err error) {
		n, err = marks.CountDocuments(ctx, driver.D{})
		return err
	})
	if n > 0 {
		o.Form = marked
	}
	return o, err
}

// raise gives the data the number of today's form, before anything in them changes. Another program
// may do so at the same time; the higher number stays.
func (e *Engine) raise(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.raised {
		return nil
	}
	o, err := e.Origin(ctx)
	if err == nil {
		err = o.Check()
	}
	if err == nil && o.Form < store.Form {
		if err = e.setOrigin(ctx); driver.IsDuplicateKey(err) { // another one was first
			err = store.Watch(ctx, e)
		}
	}
	e.raised = err == nil
	return err
}

func (e *Engine) setOrigin(ctx context.Context) error {
	lower := driver.D{{Key: "_id", Value: originID},
		{Key: "form", Value: driver.D{{Key: "$lt", Value: store.Form}}}}
	mark := driver.D{{Key: "_id", Value: originID}, {Key: "form", Value: store.Form},
		{Key: "version", Value: store.Program}}
	return call(ctx, func(ctx context.Context) error {
		_, err := e.db.Collection(schemas).ReplaceOne(ctx, lower, mark,
			driver.NewReplace().SetUpsert(true))
		return err
	})
}
