package briefings

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// mostHalls is about how many halls one request may ask.
const mostHalls = 50

// GetBriefings answers GET /api/v1/briefings?halls=GS-S03,GS-C01.
func (s Handlers) GetBriefings(c *gin.Context) error {
	var halls []checklists.HallID
	for id := range strings.SplitSeq(c.Query("halls"), ",") {
		if id != "" {
			halls = append(halls, checklists.HallID(id))
		}
	}
	if len(halls) > mostHalls {
		return wire.InvalidField("halls", "max", strconv.Itoa(mostHalls))
	}
	list, err := s.Of(c.Request.Context(), access.CallerOf(c), halls)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"items": list})
	return nil
}
