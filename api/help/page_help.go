package help

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/api/wire"
)

// PageHelp answers GET /help: it lists the pages of the help or, with a query, the places that it
// is found in. Anybody may read it.
func (s Handlers) PageHelp(c *gin.Context) error {
	var form web.HelpForm
	if err := c.ShouldBindQuery(&form); err != nil {
		return wire.Refuse(http.StatusBadRequest, "invalid")
	}
	page, err := web.NewHelp(s.Pages.Frame(c), form.Query)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageHelpPage answers GET /help/:name with one page of the help.
func (s Handlers) PageHelpPage(c *gin.Context) error {
	page, err := web.NewHelpPage(s.Pages.Frame(c), c.Param("name"))
	if err != nil {
		return err
	}
	if page == nil {
		return wire.ErrNotFound
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
