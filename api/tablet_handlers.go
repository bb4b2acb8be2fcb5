package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/standard"
)

// The tablet's application is the same for everybody: its shell has no data of any person; it asks
// for them under /api/v1.

func (s *Server) getTablet(c *gin.Context) error {
	return sendFresh(c, "text/html; charset=utf-8", s.templates.Tablet().Shell)
}

func (s *Server) getWorker(c *gin.Context) error {
	return sendFresh(c, "text/javascript; charset=utf-8", s.templates.Tablet().Worker)
}

func (s *Server) getManifest(c *gin.Context) error {
	return sendFresh(c, "application/manifest+json", s.templates.Tablet().Manifest)
}

// sendFresh sends a file that a browser may cache but must ask about each time.
func sendFresh(c *gin.Context, kind string, content []byte) error {
	if wire.NotModified(c, `"`+standard.DigestBytes(content).Short()+`"`) {
		return nil
	}
	c.Data(http.StatusOK, kind, content)
	return nil
}
