package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"hallmark/api/store"
)

// How many documents one statement reads; a connection is never held while the caller works.
const (
	chunk      = 64
	briefChunk = 256
	bareChunk  = 4096
)

// Find implements store.RawCollection. It reads chunk after chunk, each from where the last ended.
func (c *collection) Find(ctx context.Context, q store.RawQuery) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for r, err := range c.rows(ctx, q) {
			if !yield(r.doc, err) || err != nil {
				return
			}
		}
	}
}

func (c *collection) rows(ctx context.Context, q store.RawQuery) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		size := chunk
		switch {
		case q.Bare:
			size = bareChunk
		case q.Brief:
			size = briefChunk
		}
		for left := q.Limit; ; {
			n := size
			if q.Limit > 0 {
				n = min(n, left)
			}
			rows, err := c.page(ctx, q, n)
			if err != nil {
				yield(row{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
			if left -= len(rows); len(rows) < n || q.Limit > 0 && left <= 0 {
				return
			}
			q.After = &rows[len(rows)-1].at
		}
	}
}

type row struct {
	at  store.Position
	doc json.RawMessage
}

// page reads up to n documents from one snapshot.
func (c *collection) page(ctx context.Context, q store.RawQuery, n int) ([]row, error) {
	text, args := c.selection(q)
	rows, err := c.query(ctx, text, append(args, n)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	page := make([]row, 0, min(n, chunk))
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.at.Key, &r.at.ID, (*[]byte)(&r.doc)); err != nil {
			return nil, fault(err)
		}
		page = append(page, r)
	}
	return page, fault(rows.Err())
}

// selection is the statement for q. The place to start from and the end of the range are always
// arguments, so that an index needs four texts at most; a document without the Order key is NULL
// there and compares with nothing.
func (c *collection) selection(q store.RawQuery) (text string, args []any) {
	columns := columnsOf(q.Index)
	table, index := "d", c.indexName(q.Index)
	from := fmt.Sprintf("%q d INDEXED BY %s", c.schema.Name, index)
	switch {
	case q.Index.Multi != "":
		table = "s"
		from = fmt.Sprintf("%s s INDEXED BY %s_order CROSS JOIN %q d ON d.id = s.id",
			index, index, c.schema.Name)
	case len(columns) == 1:
		from = fmt.Sprintf("%q d INDEXED BY sqlite_autoindex_%s_1", c.schema.Name, c.schema.Name)
	}
	var where []string
	for _, k := range q.Index.Equal {
		where = append(where, fmt.Sprintf("%s.key_%s = ?", table, k))
		args = append(args, q.Equal[k])
	}
	doc, key, order := c.whole(c.schema.Growing), "''", []string{table + ".id"}
	switch {
	case q.Bare:
		doc = "d.revision || ' ' || d.id"
	case q.Brief:
		doc = "coalesce(d.brief, d.doc)"
	}
	if q.Order != "" {
		key = table + ".key_" + q.Order
		order = []string{key, table + ".id"}
	}
	tuple, marks := "("+strings.Join(order, ", ")+")", "(?"+strings.Repeat(", ?", len(order)-1)+")"
	begin, start, end, limit := bounds(q)
	where = append(where, tuple+begin+marks, order[0]+end+"?")
	args = append(append(args, start[2-len(order):]...), limit)
	if q.Descending {
		for i := range order {
			order[i] += " DESC"
		}
	}
	text = fmt.Sprintf("SELECT %s, %s.id, %s FROM %s WHERE %s ORDER BY %s LIMIT ?", key, table, doc,
		from, strings.Join(where, " AND "), strings.Join(order, ", "))
	return text, args
}

// bounds says where q starts (operator, key and ID; without an Order key the ID alone counts) and
// where it ends (operator and key).
func bounds(q store.RawQuery) (begin string, start []any, end string, limit any) {
	var to any = []byte{0xff} // no text sorts behind a blob
	if q.To != "" {
		to = q.To
	}
	begin, start, end, limit = " >= ", []any{q.From, ""}, " < ", to
	if q.Descending {
		begin, start, end, limit = " < ", []any{to, ""}, " >= ", q.From
	}
	if q.Order == "" {
		start[1] = start[0]
	}
	if q.After != nil {
		start = []any{q.After.Key, q.After.ID}
		begin = strings.TrimSuffix(begin, "= ")
	}
	return begin, start, end, limit
}
