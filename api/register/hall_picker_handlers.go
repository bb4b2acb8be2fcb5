package register

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
)

// ShownHall is [Service.PickHall] for the filter of a list, with the text of ?hall=. Where the text
// is refused, ok is false: the page shows why, and lists nothing.
func (s *Service) ShownHall(c *gin.Context, f *web.Frame) (p web.HallPicker, ok bool, err error) {
	p, err = s.PickHall(c.Request.Context(), access.CallerOf(c), c.Query("hall"), true, nil)
	if err == nil {
		if q := c.Request.URL.Query(); q.Get("hall") != string(p.Chosen) {
			q.Set("hall", string(p.Chosen)) // for the files of the list
			f.Path = c.Request.URL.Path + "?" + q.Encode()
		}
		return p, true, nil
	}
	p.Vague = true
	wrong := pages.Problems(err, f.Language, "")
	if wrong == nil {
		return p, false, err
	}
	f.Problems = append(f.Problems, wrong...)
	return p, false, nil
}
