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
)

// list is the wire form of every list. Next is the cursor of the next page, "" on the last one.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// pageOf reads ?cursor= and ?limit=.
func pageOf(c *gin.Context) (store.Query, error) {
	q := store.Query{Cursor: c.Query("cursor"), Limit: defaultPage}
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
	if q.Limit = want + 1; keep != nil {
		q.Limit = maxScan
	}
	items = make([]V, 0, want)
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
	if keep != nil && scanned == maxScan {
		return items, c.Cursor(q, last), nil
	}
	return items, "", nil
}
