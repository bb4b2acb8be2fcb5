package accounts

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// GetUsers answers GET /api/v1/users.
func (s Handlers) GetUsers(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Users, q, nil,
		func(u access.User) access.UserView { return access.ViewUser(&u) })
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, s.userTable)
}
