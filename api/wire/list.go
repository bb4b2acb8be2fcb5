package wire

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
)

// NonNil returns the slice, or an empty one for nil, so that JSON has [] and not null.
func NonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Sizes of a page of a list.
const (
	defaultPage = 50
	MaxPage     = 200
	MaxScan     = 5000 // documents read for one page where keep passes over some (see [Collect])

	// MaxRows is how many rows a file of a list holds at most: a tenth of what a sheet can hold, so
	// that an office computer still opens it.
	MaxRows = 100_000
)

// list is the wire form of every list. Next is the cursor of the next page, "" on the last one.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// ListOf is the wire form of one page of a list; next is the cursor of the next page, "" on the
// last.
func ListOf[T any](items []T, next string) list[T] { return list[T]{items, next} }

// PageOf reads ?cursor= and ?limit= (1 to [MaxPage]). A list that is asked for as a file is one
// page of up to [MaxRows].
func PageOf(c *gin.Context) (store.Query, error) {
	q := store.Query{Cursor: c.Query("cursor"), Limit: defaultPage}
	if WantsFile(c) {
		q.Limit = MaxRows
		if err := checkFormat(c.Query("format")); err != nil {
			return q, err
		}
	}
	if s := c.Query("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > MaxPage {
			r := Refuse(http.StatusBadRequest, "invalid")
			r.Fields = []Field{Wrong("limit", "between", 1, MaxPage)}
			return q, r
		}
		q.Limit = n
	}
	return q, nil
}

// Collect reads one page of a list: the documents for which keep is true (all, if keep is nil), as
// view shows them. Next is the cursor of the next page, "" after the last one. With a keep, a page
// may have fewer items than its limit and still not be the last.
func Collect[T, V any](ctx context.Context, c store.Collection[T], q store.Query,
	keep func(T) bool, view func(T) V,
) (items []V, next string, err error) {
	want := q.Limit
	switch {
	case keep == nil:
		q.Limit = want + 1
	case want > MaxPage:
		q.Limit = 0 // a file: to the end
	default:
		q.Limit = MaxScan
	}
	items = make([]V, 0, min(want, MaxPage))
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
