package boards

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// filterOf reads and checks ?tier=, ?area= and ?edition=.
func (s Handlers) filterOf(c *gin.Context) (problemFilter, error) {
	return s.problemFilter(c.Request.Context(), c.Query("tier"), c.Query("area"), c.Query("edition"))
}

// GetProblems answers GET /api/v1/problems with the clauses that fail most often in the audits that
// ?tier=, ?area= and ?edition= choose; with ?format=xlsx or csv it is a file.
func (s Handlers) GetProblems(c *gin.Context) error {
	f, err := s.filterOf(c)
	if err != nil {
		return err
	}
	lib, err := s.problemsOf(c.Request.Context(), access.UserOf(c), f)
	if err != nil {
		return err
	}
	return wire.SendWhole(c, &lib, wire.Plain(problemTable))
}
