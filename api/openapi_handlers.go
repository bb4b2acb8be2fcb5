package api

import (
	_ "embed"
	"net/http"

	"github.com/gin-gonic/gin"
)

// openAPI describes everything under /api/v1, /healthz, /readyz, /metrics and the two PDF files.
// It is joined from the parts of the rooms. Tests compare it with these, with the route table and
// with real answers.
//
//go:generate go run ./openapi/join
//go:embed openapi.json
var openAPI []byte

// OpenAPI is the description of the API, as it is served.
func OpenAPI() []byte { return openAPI }

func (s *Server) getOpenAPI(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=300")
	c.Data(http.StatusOK, "application/json; charset=utf-8", openAPI)
	return nil
}
