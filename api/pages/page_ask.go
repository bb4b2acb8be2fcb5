package pages

import (
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
)

// Ask answers a form by the page that says what follows. Its form sends the same fields again, those
// of instead with another value, and the confirmation.
func (s *Service) Ask(c *gin.Context, page *web.Ask, instead map[string]string) error {
	page.Frame = s.Frame(c)
	page.Path = page.Back // where a change of the language leads
	page.Action = c.Request.URL.Path
	for _, name := range slices.Sorted(maps.Keys(c.Request.PostForm)) {
		if name == web.ConfirmedField {
			continue
		}
		values := c.Request.PostForm[name]
		if value, some := instead[name]; some {
			values = []string{value}
		}
		for _, value := range values {
			page.Fields = append(page.Fields, web.AskField{Name: name, Value: value})
		}
	}
	return s.Render(c, http.StatusOK, page)
}
