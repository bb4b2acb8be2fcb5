package register

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/checklists"
)

// hallFilterOf reads ?tier=, ?area=, ?status=, ?q= and ?sort=.
func hallFilterOf(c *gin.Context) (*hallFilter, error) {
	f := &hallFilter{Area: strings.TrimSpace(c.Query("area")), Sort: c.Query("sort"),
		Status: checklists.HallStatus(c.Query("status")), Text: Searched(c.Query("q"))}
	var err error
	if c.Query("tier") != "" {
		if f.Tier, err = wire.TierOf(c); err != nil {
			return nil, err
		}
	}
	r := wire.Refuse(http.StatusBadRequest, "invalid")
	if f.Area != "" && !AreaForm.MatchString(f.Area) {
		r.Fields = append(r.Fields, wire.Wrong("area", "area"))
	}
	if f.Status != "" && f.Status != checklists.InService && f.Status != checklists.Closed {
		r.Fields = append(r.Fields, wire.Wrong("status", "state", f.Status))
	}
	if f.Sort != "" && hallSorts[f.Sort] == nil {
		r.Fields = append(r.Fields, wire.Wrong("sort", "oneof", "name area tier"))
	}
	if len(r.Fields) > 0 {
		return nil, r
	}
	return f, nil
}
