package wire

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/table"
	"hallmark/standard/message"
)

// WantsFile reports whether a list of the API is asked for as a file.
func WantsFile(c *gin.Context) bool {
	format := c.Query("format")
	return format != "" && format != "json" && strings.HasPrefix(c.FullPath(), "/api/")
}

func checkFormat(format string) error {
	if format == "xlsx" || format == "csv" {
		return nil
	}
	return wrongForm("json", "xlsx", "csv")
}

// Tabled makes the table of a list in a language.
type Tabled[V any] func(context.Context, message.Language, V) (*table.Table, error)

// Plain makes a [Tabled] of a table that needs the items of the list alone.
func Plain[V any](rows func(message.Language, V) *table.Table) Tabled[V] {
	return func(_ context.Context, l message.Language, shown V) (*table.Table, error) {
		return rows(l, shown), nil
	}
}

// With makes a [Tabled] of a table for which load reads something more, such as people's names.
func With[M, V any](load func(context.Context) (M, error),
	rows func(message.Language, M, V) *table.Table,
) Tabled[V] {
	return func(ctx context.Context, l message.Language, shown V) (*table.Table, error) {
		more, err := load(ctx)
		if err != nil {
			return nil, err
		}
		return rows(l, more, shown), nil
	}
}

// SendList answers with a page of a list, as JSON or as the file that ?format= asks for.
func SendList[T any](c *gin.Context, items []T, next string, rows Tabled[[]T]) error {
	if WantsFile(c) {
		return sendRows(c, items, next, rows)
	}
	c.JSON(http.StatusOK, ListOf(items, next))
	return nil
}

// SendWhole answers with a value that holds a list and more. JSON shows all of it, a file the list.
func SendWhole[V any](c *gin.Context, whole V, rows Tabled[V]) error {
	if WantsFile(c) {
		return sendRows(c, whole, "", rows)
	}
	c.JSON(http.StatusOK, whole)
	return nil
}

// sendRows sends a list as the file that was asked for. If next is not "", the list goes on after
// the file. The file says so in a note (CSV: in a last row) and the answer links to the next part.
func sendRows[V any](c *gin.Context, shown V, next string, rows Tabled[V]) error {
	t, err := rows(c.Request.Context(), LanguageOf(c), shown)
	if err != nil {
		return err
	}
	format := c.Query("format")
	if next != "" {
		cut := message.Text(LanguageOf(c), "page.list-cut", len(t.Rows))
		if t.Notes = append(t.Notes, cut); format == "csv" {
			t.Add(cut)
		}
		rest := c.Request.URL.Query()
		rest.Set("cursor", next)
		c.Header("Link", "<"+(&url.URL{Path: c.Request.URL.Path, RawQuery: rest.Encode()}).String()+
			`>; rel="next"`)
	}
	return SendTable(c, format, t)
}

// SendTable sends a list as a file, xlsx or csv.
func SendTable(c *gin.Context, format string, t *table.Table) error {
	if err := checkFormat(format); err != nil {
		return err
	}
	var b bytes.Buffer
	contentType, write := "text/csv; charset=utf-8", t.WriteCSV
	if format == "xlsx" {
		contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		write = t.WriteXLSX
	}
	if err := write(&b); err != nil {
		return err
	}
	Attach(c, FileName(t.Title)+"."+format)
	c.Data(http.StatusOK, contentType, b.Bytes())
	return nil
}

// ListTable is an empty table. Its title and the headings of its columns are keys of the message
// catalogue.
func ListTable(l message.Language, title string, columns ...string) *table.Table {
	t := &table.Table{Title: message.Text(l, title)}
	for _, key := range columns {
		t.Columns = append(t.Columns, table.Column{Title: message.Text(l, key)})
	}
	return t
}
