package phone

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// PutPhoneForm answers PUT /api/v1/phone-checks/form.
func (s Handlers) PutPhoneForm(c *gin.Context) error {
	var in phoneFormRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	f, err := s.setPhoneForm(c.Request.Context(), access.UserOf(c).Username, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, f)
	return nil
}
