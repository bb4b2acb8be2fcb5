package bulletins

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// PostBulletin answers POST /api/v1/bulletins.
func (s Handlers) PostBulletin(c *gin.Context) error {
	var in newBulletinRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	b, err := s.draftBulletin(c.Request.Context(), access.UserOf(c).Username, in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/bulletins/"+string(b.ID))
	return s.answerBulletin(c, http.StatusCreated, &b)
}

// PatchBulletin answers PATCH /api/v1/bulletins/:id.
func (s Handlers) PatchBulletin(c *gin.Context) error {
	var in bulletinChange
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	b, err := s.editBulletin(c.Request.Context(), access.UserOf(c).Username, c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}

// PostRedraft answers POST /api/v1/bulletins/:id/redraft: it replaces the data of a draft by those
// of now.
func (s Handlers) PostRedraft(c *gin.Context) error {
	var in revisionRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	b, err := s.redraftBulletin(c.Request.Context(), access.UserOf(c).Username, c.Param("id"),
		in.Revision)
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}
