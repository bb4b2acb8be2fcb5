package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Open opens the collection that s declares, making it if the engine does not have it yet and
// adding what s declares anew. A schema that contradicts itself is an error.
func Open[T any](ctx context.Context, e Engine, s Schema[T]) (Collection[T], error) {
	c := &collection[T]{schema: s}
	raw := RawSchema{
		Name:    s.Name,
		Keys:    slices.Sorted(maps.Keys(s.Keys)),
		Indexes: s.Indexes,
		Bulky:   s.Bulky,
		Growing: s.Growth != nil,
		Parse:   c.parse,
	}
	if err := raw.check(); err != nil {
		return nil, err
	}
	c.multi = make(map[string]bool, len(raw.Keys))
	for _, k := range raw.Keys {
		c.multi[k] = raw.Multi(k)
	}
	var err error
	if c.raw, err = e.Open(ctx, raw); err != nil {
		return nil, fmt.Errorf("open collection %s: %w", s.Name, err)
	}
	return c, nil
}

func (s RawSchema) check() error {
	var errs []error
	report := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("schema %s: "+format, append([]any{s.Name}, args...)...))
	}
	for _, name := range append([]string{s.Name}, s.Keys...) {
		if name == "" || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz") != "" {
			report("%q is not a name of letters", name)
		}
	}
	for _, x := range s.Indexes {
		for _, k := range x.Equal {
			if !slices.Contains(s.Keys, k) {
				report("no key %q", k)
			} else if k != x.Multi && s.Multi(k) {
				report("index on %v does not say that %q has several values", x.Equal, k)
			}
		}
		if x.Order != "" && (!slices.Contains(s.Keys, x.Order) || s.Multi(x.Order)) {
			report("%q cannot order", x.Order)
		}
		if x.Multi != "" && !slices.Contains(x.Equal, x.Multi) {
			report("multi key %q is not one of %v", x.Multi, x.Equal)
		}
	}
	if s.Growing && len(s.Bulky) > 0 {
		report("bulky fields %v beside growth", s.Bulky)
	}
	return errors.Join(errs...)
}

// collection is a Collection over an engine.
type collection[T any] struct {
	schema Schema[T]
	multi  map[string]bool
	raw    RawCollection
	locks  locks
}

func (c *collection[T]) Get(ctx context.Context, id string) (doc T, err error) {
	if !storable(id) {
		return doc, c.wrap(id, ErrNotFound)
	}
	b, err := c.raw.Get(ctx, id)
	if err != nil {
		return doc, c.wrap(id, err)
	}
	doc, err = c.decode(b)
	return doc, c.wrap(id, err)
}

func (c *collection[T]) Insert(ctx context.Context, doc T, follows ...Follow) error {
	raw, err := c.encode(doc, everything)
	if err == nil {
		err = CheckFollows(follows)
	}
	if err == nil {
		err = c.raw.Insert(ctx, raw, follows...)
	}
	return c.wrap(c.schema.ID(doc), err)
}

func (c *collection[T]) Replace(ctx context.Context, doc T, ifRevision int, follows ...Follow) error {
	raw, err := c.encode(doc, ifRevision)
	if err == nil {
		err = CheckFollows(follows)
	}
	if err == nil && c.schema.Growth != nil && raw.Revision <= ifRevision {
		err = fmt.Errorf("store: revision %d cannot follow %d", raw.Revision, ifRevision)
	}
	if err == nil {
		err = c.raw.Replace(ctx, raw, ifRevision, follows...)
	}
	return c.wrap(c.schema.ID(doc), err)
}

func (c *collection[T]) Delete(ctx context.Context, id string) error {
	if !storable(id) {
		return c.wrap(id, ErrNotFound)
	}
	return c.wrap(id, c.raw.Delete(ctx, id))
}

func (c *collection[T]) Find(ctx context.Context, q Query) iter.Seq2[T, error] {
	return read(ctx, c, q, false, c.decode)
}

func (c *collection[T]) Versions(ctx context.Context, q Query) iter.Seq2[Version, error] {
	return read(ctx, c, q, true, func(b json.RawMessage) (v Version, err error) {
		revision, id, _ := strings.Cut(string(b), " ")
		v.ID = id
		v.Revision, err = strconv.Atoi(revision)
		return v, err
	})
}

// read decodes the documents of a query or, where bare is set, their versions, and yields them.
func read[T, V any](ctx context.Context, c *collection[T], q Query, bare bool,
	decode func(json.RawMessage) (V, error),
) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		raw, err := c.serve(q)
		if err != nil {
			yield(none, fmt.Errorf("%s: %w", c.schema.Name, err))
			return
		}
		raw.Bare = bare
		for b, err := range c.raw.Find(ctx, raw) {
			doc := none
			if err == nil {
				doc, err = decode(b)
			}
			if err != nil {
				yield(none, fmt.Errorf("%s: %w", c.schema.Name, err))
				return
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

func (c *collection[T]) Revision(doc T) int { return c.schema.Revision(doc) }

func (c *collection[T]) Subject(doc T) Subject { return Subject{c.schema.Name, c.schema.ID(doc)} }

func (c *collection[T]) wrap(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s/%s: %w", c.schema.Name, id, err)
}

func (c *collection[T]) decode(b json.RawMessage) (doc T, err error) {
	if u, ok := any(&doc).(json.Unmarshaler); ok { // encoding/json would look through b twice before
		err = u.UnmarshalJSON(b)
	} else {
		err = json.Unmarshal(b, &doc)
	}
	return doc, err
}

// parse reads a stored document for an engine that has to fill in its keys.
func (c *collection[T]) parse(b json.RawMessage) (RawDocument, error) {
	doc, err := c.decode(b)
	if err != nil {
		return RawDocument{}, err
	}
	head, err := inspect(b, []string{"gains"})
	if err != nil {
		return RawDocument{}, err
	}
	if c.schema.Growth != nil || len(head) < len(b) {
		return c.encode(doc, everything) // it grows or has grown
	}
	return c.prepare(doc, RawDocument{JSON: b})
}

// everything stands for the revision before the first one, after which all gains of a document
// come.
const everything = -1

// encode makes the raw document of doc; where it grows, with the part added after a revision.
func (c *collection[T]) encode(doc T, after int) (raw RawDocument, err error) {
	g := c.schema.Growth
	if g == nil {
		raw.JSON, err = json.Marshal(&doc)
	} else if raw.JSON, err = g.Head(nil, doc); err == nil {
		raw.Gain, err = g.Gain(nil, doc, after)
	}
	if err != nil {
		return raw, err
	}
	return c.prepare(doc, raw)
}

// prepare completes the raw document of doc, whose JSON is there.
func (c *collection[T]) prepare(doc T, raw RawDocument) (_ RawDocument, err error) {
	if raw.Brief, err = inspect(raw.JSON, c.schema.Bulky); err != nil {
		return raw, err
	}
	if raw.Gain != nil {
		if _, err := inspect(raw.Gain, nil); err != nil {
			return raw, err
		}
	}
	raw.ID, raw.Revision = c.schema.ID(doc), c.schema.Revision(doc)
	if !storable(raw.ID) {
		return raw, fmt.Errorf("store: %q cannot be an ID", raw.ID)
	}
	raw.Keys = make(map[string][]string, len(c.schema.Keys))
	for name, read := range c.schema.Keys {
		values := read(doc)
		if len(values) == 0 {
			continue
		}
		if len(values) > 1 && !c.multi[name] {
			return raw, fmt.Errorf("store: key %s has %d values", name, len(values))
		}
		if i := slices.IndexFunc(values, unstorableKey); i >= 0 {
			return raw, fmt.Errorf("store: key %s cannot be %q", name, values[i])
		}
		raw.Keys[name] = values
	}
	return raw, nil
}

// maxID bounds IDs and key values, in bytes; MongoDB's index entries end at 1,024.
const maxID = 512

// storable reports whether s can be an ID. Text that is not UTF-8 or holds U+0000 is not the same
// on every engine.
func storable(s string) bool { return s != "" && !unstorableKey(s) }

func unstorableKey(s string) bool {
	return len(s) > maxID || !utf8.ValidString(s) || strings.ContainsRune(s, 0)
}
