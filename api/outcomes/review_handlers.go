package outcomes

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/wire"
)

// PostApprove answers POST /api/v1/audits/:id/approve.
func (s Handlers) PostApprove(c *gin.Context) error { return s.Audits.PostStep(c, s.approve) }

// PostReturn answers POST /api/v1/audits/:id/return.
func (s Handlers) PostReturn(c *gin.Context) error {
	var in returnRequest
	if c.Request.ContentLength != 0 {
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
	}
	a, err := s.returnClauses(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, audits.ViewAudit(a))
	return nil
}

// GetReview answers GET /api/v1/audits/:id/review.
func (s Handlers) GetReview(c *gin.Context) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := s.review(c.Request.Context(), a)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, v)
	return nil
}
