package mongodb

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
)

// The steps that follow from a document lie beside it, each a member of "follows" under its
// revision and kind, so that storing one again changes nothing and removing one leaves the others.
// "due" is when the first of them is due, by the clock of the server.
const (
	followsField = "follows"
	dueField     = "due"
	dueIndex     = "follows_due" // those of the schema are called by_…
)

// storedStep is a step as it lies beside its document.
type storedStep struct {
	Revision int    `bson:"revision"`
	Kind     string `bson:"kind"`
	Version  int    `bson:"version"`
	Rank     int    `bson:"rank"`
	Args     string `bson:"args"` // JSON
	Tries    int    `bson:"tries"`
	Reason   string `bson:"reason"`
	Stuck    bool   `bson:"stuck"`
	Since    int64  `bson:"since,omitempty"` // Unix time in seconds
}

// envelope is what is beside a document.
type envelope struct {
	ID      string                `bson:"_id"`
	Follows map[string]storedStep `bson:"follows"`
	Due     time.Time             `bson:"due"`
}

func keyOf(s *store.Step) string { return fmt.Sprintf("%d-%s", s.Revision, s.Kind) }

func memberOf(s *store.Step) string { return followsField + "." + keyOf(s) }

func storedOf(s *store.Step) storedStep {
	since := int64(0)
	if !s.Since.IsZero() {
		since = s.Since.Unix()
	}
	return storedStep{s.Revision, s.Kind, s.Version, s.Rank, string(s.Args), s.Tries, s.Reason,
		s.Stuck, since}
}

// stepsOf are the steps of a write and when the first is due.
func (c *collection) stepsOf(ctx context.Context, doc store.RawDocument, follows []store.Follow) (
	steps []store.Step, due time.Time, err error,
) {
	if len(follows) == 0 {
		return nil, due, nil
	}
	now, err := c.engine.clock.now(ctx, c.engine)
	for i, f := range follows {
		steps = append(steps, store.Step{Collection: c.schema.Name, Doc: doc.ID,
			Revision: doc.Revision, Follow: f, Since: now.UTC().Truncate(time.Second)})
		if at := now.Add(f.Delay); i == 0 || at.Before(due) {
			due = at
		}
	}
	return steps, due, err
}

// Steps implements store.Steps.
func (e *Engine) Steps(ctx context.Context, collection, doc string) ([]store.Step, error) {
	filter := driver.D{{Key: dueField, Value: driver.D{{Key: "$exists", Value: true}}}}
	if doc != "" {
		filter = byID(doc)
	}
	var found []envelope
	err := call(ctx, func(ctx context.Context) error {
		cursor, err := e.db.Collection(collection).Find(ctx, filter, driver.NewFind().
			SetProjection(driver.D{{Key: followsField, Value: 1}}))
		if err != nil {
			return err
		}
		return cursor.All(ctx, &found)
	})
	var steps []store.Step
	for _, of := range found {
		steps = append(steps, of.steps(collection)...)
	}
	store.SortSteps(steps)
	return steps, err
}

// steps are those of a document, in no order.
func (of *envelope) steps(collection string) (steps []store.Step) {
	for _, s := range of.Follows {
		var since time.Time
		if s.Since > 0 {
			since = time.Unix(s.Since, 0).UTC()
		}
		steps = append(steps, store.Step{Collection: collection, Doc: of.ID, Revision: s.Revision,
			Follow: store.Follow{Kind: s.Kind, Version: s.Version, Rank: s.Rank, Args: []byte(s.Args)},
			Since:  since, Tries: s.Tries, Reason: s.Reason, Stuck: s.Stuck})
	}
	return steps
}

// Claim implements store.Steps.
func (e *Engine) Claim(ctx context.Context, n int, hold time.Duration) ([]store.Subject, error) {
	now, err := e.clock.read(ctx, e)
	if err != nil {
		return nil, err
	}
	var subjects []store.Subject
	for _, name := range e.names() {
		var due []envelope
		err := call(ctx, func(ctx context.Context) error {
			cursor, err := e.db.Collection(name).Find(ctx,
				driver.D{{Key: dueField, Value: driver.D{{Key: "$lte", Value: now}}}},
				driver.NewFind().SetLimit(int64(n-len(subjects))).
					SetProjection(driver.D{{Key: dueField, Value: 1}}))
			if err != nil {
				return err
			}
			return cursor.All(ctx, &due)
		})
		for i := 0; err == nil && i < len(due); i++ {
			var mine bool
			mine, err = e.hold(ctx, name, &due[i], now.Add(hold))
			if mine {
				subjects = append(subjects, store.Subject{Collection: name, Doc: due[i].ID})
			}
		}
		if err != nil || len(subjects) >= n {
			return subjects, err
		}
	}
	return subjects, nil
}

// hold sets the steps of a document due later, unless another process has done so.
func (e *Engine) hold(ctx context.Context, name string, of *envelope, until time.Time) (
	mine bool, err error,
) {
	err = call(ctx, func(ctx context.Context) error {
		r, err := e.db.Collection(name).UpdateOne(ctx,
			append(byID(of.ID), driver.E{Key: dueField, Value: of.Due}),
			driver.D{{Key: "$set", Value: driver.D{{Key: dueField, Value: until}}}})
		mine = err == nil && r.MatchedCount == 1
		return err
	})
	return mine, err
}

// names lists the open collections in the order of their names.
func (e *Engine) names() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.collections)
}

// Done implements store.Steps. The envelope goes with its last step.
func (e *Engine) Done(ctx context.Context, steps ...store.Step) error {
	if len(steps) == 0 {
		return nil
	}
	out := driver.D{}
	for i := range steps {
		out = append(out, driver.E{Key: memberOf(&steps[i]), Value: ""})
	}
	c, id := e.db.Collection(steps[0].Collection), steps[0].Doc
	return call(ctx, func(ctx context.Context) error {
		_, err := c.UpdateOne(ctx, byID(id), driver.D{{Key: "$unset", Value: out}})
		if err != nil {
			return err
		}
		_, err = c.UpdateOne(ctx, append(byID(id), driver.E{Key: followsField, Value: driver.D{}}),
			driver.D{{Key: "$unset", Value: driver.D{{Key: followsField, Value: ""},
				{Key: dueField, Value: ""}}}})
		return err
	})
}

// Later implements store.Steps.
func (e *Engine) Later(ctx context.Context, s store.Step, wait time.Duration) error {
	now, err := e.clock.read(ctx, e)
	if err != nil {
		return err
	}
	return e.setStep(ctx, append(byID(s.Doc), driver.E{Key: memberOf(&s),
		Value: driver.D{{Key: "$exists", Value: true}}}), &s, now.Add(wait))
}

// PutStep implements store.Steps.
func (e *Engine) PutStep(ctx context.Context, s store.Step) error {
	now, err := e.clock.now(ctx, e)
	if err != nil {
		return err
	}
	return e.setStep(ctx, byID(s.Doc), &s, now)
}

func (e *Engine) setStep(ctx context.Context, filter driver.D, s *store.Step, due time.Time) error {
	return call(ctx, func(ctx context.Context) error {
		_, err := e.db.Collection(s.Collection).UpdateOne(ctx, filter,
			driver.D{{Key: "$set", Value: driver.D{{Key: memberOf(s), Value: storedOf(s)},
				{Key: dueField, Value: due}}}})
		return err
	})
}

// remember notes that a collection is open.
func (e *Engine) remember(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if i, found := slices.BinarySearchFunc(e.collections, name, strings.Compare); !found {
		e.collections = slices.Insert(e.collections, i, name)
	}
}
