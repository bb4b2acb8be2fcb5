package evidence

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PutEvidence answers PUT /api/v1/evidence/:sha256: it stores a photograph under the SHA-256 of its
// bytes. A second time is harmless. The body is read once there is room for it.
func (s Handlers) PutEvidence(c *gin.Context) error {
	leave, err := s.Room(c.Request.Context(), c.Request.ContentLength)
	if err != nil {
		return err
	}
	defer leave()
	body, err := read(c.Request.Body, c.Request.ContentLength)
	if err != nil {
		return err
	}
	want := standard.Digest(c.Param("sha256"))
	created, err := s.SaveEvidence(c.Request.Context(), access.UserOf(c).Username, want, body)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	c.JSON(status, gin.H{"sha256": want})
	return nil
}

// GetShown answers GET /api/v1/audits/:id/evidence: what an audit shows, and what of it has arrived.
func (s Handlers) GetShown(c *gin.Context) error {
	ctx := c.Request.Context()
	a, err := s.Docs.Audits.Get(ctx, c.Param("id"))
	if err == nil && !access.ReachOf(c).OpensAudit(access.UserOf(c), &a) {
		err = wire.ErrNotFound
	}
	if err != nil {
		return err
	}
	list, err := s.Shown(ctx, &a)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"items": list})
	return nil
}

// GetEvidence answers GET /api/v1/evidence/:sha256.
func (s Handlers) GetEvidence(c *gin.Context) error {
	d := standard.Digest(c.Param("sha256"))
	if !d.Valid() {
		return wire.ErrNotFound
	}
	if err := s.MaySee(c.Request.Context(), access.CallerOf(c), d); err != nil {
		return err
	}
	_, photo, err := s.Photo(c.Request.Context(), d)
	if err != nil {
		return err
	}
	if wire.NotModified(c, `"`+string(d)+`"`) {
		return nil
	}
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Data(http.StatusOK, http.DetectContentType(photo), photo)
	return nil
}
