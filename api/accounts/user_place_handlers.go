package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PutPlace answers PUT /api/v1/users/:id/place.
func (s Handlers) PutPlace(c *gin.Context) error {
	var in userPlace
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	u, err := s.placeUser(c.Request.Context(), access.UserOf(c).Username,
		checklists.Username(c.Param("id")), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, access.ViewUser(&u))
	return nil
}
