package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// serve finds the index that serves q and reads its cursor.
func (c *collection[T]) serve(q Query) (RawQuery, error) {
	raw := RawQuery{Query: q}
	equal := slices.Sorted(maps.Keys(q.Equal))
	i := slices.IndexFunc(c.schema.Indexes, func(x Index) bool {
		return x.Order == q.Order && slices.Equal(slices.Sorted(slices.Values(x.Equal)), equal)
	})
	switch {
	case i >= 0:
		raw.Index = c.schema.Indexes[i]
	case len(equal) > 0 || q.Order != "":
		return raw, fmt.Errorf("%w: %v in order of %q", ErrQuery, equal, q.Order)
	}
	if q.Limit < 0 {
		return raw, fmt.Errorf("%w: limit %d", ErrQuery, q.Limit)
	}
	texts := append(slices.Collect(maps.Values(q.Equal)), q.From, q.To)
	if i := slices.IndexFunc(texts, unstorableKey); i >= 0 {
		return raw, fmt.Errorf("%w: %q cannot be a key", ErrQuery, texts[i])
	}
	if q.Cursor == "" {
		return raw, nil
	}
	var err error
	raw.After, err = readCursor(q)
	return raw, err
}

// A cursor is the base64url form of a JSON array: the digest of its query, the ID of the last
// document and the value of its Order key (only where a query has one).
func (c *collection[T]) Cursor(q Query, last T) string {
	fields := []string{q.digest(), c.schema.ID(last)}
	if read := c.schema.Keys[q.Order]; read != nil {
		fields = append(fields, read(last)...)
	}
	b, _ := json.Marshal(fields) // strings never fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(q Query) (*Position, error) {
	var fields []string
	b, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &fields)
	}
	want := 2
	if q.Order != "" {
		want++
	}
	if err != nil || len(fields) != want || fields[0] != q.digest() ||
		slices.ContainsFunc(fields, unstorableKey) || fields[1] == "" {
		return nil, ErrCursor
	}
	p := &Position{ID: fields[1]}
	if want == 3 {
		p.Key = fields[2]
	}
	return p, nil
}

// digest is the same for all pages of a query, and different for queries with other results or
// another order.
func (q Query) digest() string {
	b, _ := json.Marshal([]any{q.Equal, q.Order, q.From, q.To, q.Descending})
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}
