package wire

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
)

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
	MaxScan     = 5000 // documents looked at for one page, when a second filter is applied

	// MaxRows is how many rows a file of a list holds at most: a tenth of what a sheet can hold, so
	// that an office computer still opens it.
	MaxRows = 100_000
)

// list is the wire form of every list. Next is the cursor of the next page, "" on the last one.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// ListOf is one page of a list.
func ListOf[T any](items []T, next string) list[T] { return list[T]{items, next} }

// PageOf reads ?cursor= and ?limit=. A file is one page, as long as files may be.
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

// Collect reads one page: the documents that pass keep (nil: all), as view shows them.
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
