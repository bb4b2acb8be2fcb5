package wire

import (
	"bytes"
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
	r := Refuse(http.StatusBadRequest, "invalid")
	r.Fields = []Field{Wrong("format", "oneof", "json xlsx csv")}
	return r
}

// SendRows sends a list as the file that was asked for. Where it goes on at next, the file and the
// answer say so: a note, in CSV a last row, and a link to the rest.
func SendRows(c *gin.Context, next string, t *table.Table) error {
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

// ListTable is an empty list under a title and the headings of its columns, all in the catalogue.
func ListTable(l message.Language, title string, columns ...string) *table.Table {
	t := &table.Table{Title: message.Text(l, title)}
	for _, key := range columns {
		t.Columns = append(t.Columns, table.Column{Title: message.Text(l, key)})
	}
	return t
}
