package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
)

// pageHelp shows the pages of the help, or where in them stands what is asked. Anybody may read it.
func (s *Server) pageHelp(c *gin.Context) error {
	var form web.HelpForm
	if err := c.ShouldBindQuery(&form); err != nil {
		return refuse(http.StatusBadRequest, "invalid")
	}
	page, err := web.NewHelp(s.frame(c), form.Query)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// pageHelpPage shows one page of the help.
func (s *Server) pageHelpPage(c *gin.Context) error {
	page, err := web.NewHelpPage(s.frame(c), c.Param("name"))
	if err != nil {
		return err
	}
	if page == nil {
		return errNotFound
	}
	return s.render(c, http.StatusOK, page)
}
