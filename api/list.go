package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
)

// Sizes of a page of a list.
const (
	defaultPage = 50
	maxPage     = 200
	maxScan     = 5000 // documents looked at for one page, when a second filter is applied

	// maxRows is how many rows a file of a list holds at most: a tenth of what a sheet can hold, so
	// that an office computer still opens it.
	maxRows = 100_000
)

// list is the wire form of every list. Next is the cursor of the next page, "" on the last one.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// listOf is one page of a list.
func listOf[T any](items []T, next string) list[T] { return list[T]{items, next} }

// pageOf reads ?cursor= and ?limit=. A file is one page, as long as files may be.
func pageOf(c *gin.Context) (store.Query, error) {
	q := store.Query{Cursor: c.Query("cursor"), Limit: defaultPage}
	if wantsFile(c) {
		q.Limit = maxRows
		if err := checkFormat(c.Query("format")); err != nil {
			return q, err
		}
	}
	if s := c.Query("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxPage {
			r := refuse(http.StatusBadRequest, "invalid")
			r.Fields = []Field{field("limit", "between", 1, maxPage)}
			return q, r
		}
		q.Limit = n
	}
	return q, nil
}

// collect reads one page: the documents that pass keep (nil: all), as view shows them.
func collect[T, V any](ctx context.Context, c store.Collection[T], q store.Query,
	keep func(T) bool, view func(T) V,
) (items []V, next string, err error) {
	want := q.Limit
	switch {
	case keep == nil:
		q.Limit = want + 1
	case want > maxPage:
		q.Limit = 0 // a file: to the end
	default:
		q.Limit = maxScan
	}
	items = make([]V, 0, min(want, maxPage))
	var last T
	scanned := 0
	for doc, err := range c.Find(ctx, q) {
		if err != nil {
			return nil, "", err
		}
		if len(items) == want {
			return items, c.Cursor(q, last), nil
		}
		scanned++
		last = doc
		if keep == nil || keep(doc) {
			items = append(items, view(doc))
		}
	}
	if keep != nil && scanned == q.Limit && scanned > 0 {
		return items, c.Cursor(q, last), nil
	}
	return items, "", nil
}
