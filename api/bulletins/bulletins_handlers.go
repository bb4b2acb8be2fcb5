package bulletins

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists/bulletin"
)

// bulletinPage reads one page of bulletins, the latest first, of the kind ?kind= where it is given.
func (s Handlers) bulletinPage(c *gin.Context) ([]bulletinRow, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	if !SeesDrafts(access.UserOf(c)) {
		q.Equal = map[string]string{"state": string(bulletin.Issued)}
	}
	var keep func(bulletin.Bulletin) bool
	if kind := c.Query("kind"); kind != "" {
		if !slices.Contains(bulletin.Kinds(), bulletin.Kind(kind)) {
			r := wire.Refuse(http.StatusBadRequest, "invalid")
			r.Fields = []wire.Field{wire.Wrong("kind", "oneof", "weekly quarterly")}
			return nil, "", r
		}
		keep = func(b bulletin.Bulletin) bool { return string(b.Kind) == kind }
	}
	return wire.Collect(c.Request.Context(), s.Docs.Bulletins, q, keep, rowOfBulletin)
}

// GetBulletins answers GET /api/v1/bulletins.
func (s Handlers) GetBulletins(c *gin.Context) error {
	items, next, err := s.bulletinPage(c)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(bulletinTable))
}

// GetBulletin answers GET /api/v1/bulletins/:id.
func (s Handlers) GetBulletin(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}

func (s Handlers) answerBulletin(c *gin.Context, status int, b *bulletin.Bulletin) error {
	v, err := s.viewBulletin(c.Request.Context(), b)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}
