package feed

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PageChanges answers GET /changes.
func (s Handlers) PageChanges(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Descending, q.Limit = true, 20
	page := &web.Changes{Frame: s.Pages.Frame(c)}
	page.Rows, page.Next, err = wire.Collect(c.Request.Context(), s.Docs.Feed, q, nil, changeRow)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

func changeRow(e Entry) web.Change {
	row := web.Change{Type: string(e.Type), At: e.At, Number: e.Number, Title: e.Title,
		Edition: e.Edition, Effective: e.Effective, Amendment: e.Amendment, Digest: e.Digest}
	if e.Type == TypeConsultation {
		row.Until, row.URL = e.Until, "/"+strings.Replace(e.Name, "consultation/", "consultations/", 1)
	}
	if e.Base != nil {
		row.Base = e.Base.Edition
	}
	for _, x := range e.Changes {
		at := e.Edition
		if x.Op == standard.KindWithdrawn {
			at = row.Base
		}
		row.Clauses = append(row.Clauses, web.ClauseUpdate{UID: x.UID, Kind: x.Op, Grade: x.Grade,
			CodeBefore: x.CodeBefore, CodeAfter: x.CodeAfter, URL: web.ClauseURL(at, x.UID)})
	}
	return row
}
