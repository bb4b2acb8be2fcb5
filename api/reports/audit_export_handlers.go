package reports

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/formats"
	"hallmark/api/wire"
)

// exportAudit writes the audit of the request in the form that ?format= names.
func (s Handlers) exportAudit(c *gin.Context) (*exportedAudit, error) {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return nil, err
	}
	f, ok := formats.OfAudit(c.Query("format"))
	if !ok {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("format", "oneof", formats.AuditNames())}
		return nil, r
	}
	record, err := s.oscalRecord(c.Request.Context(), a, wire.LanguageOf(c))
	if err != nil {
		return nil, err
	}
	x := &exportedAudit{audit: a, format: f}
	x.losses, err = f.Write(&x.content, record)
	return x, err
}

// GetAuditExport answers GET /api/v1/audits/:id/export.
func (s Handlers) GetAuditExport(c *gin.Context) error {
	x, err := s.exportAudit(c)
	if err != nil {
		return err
	}
	wire.Attach(c, wire.FileName(x.format.FileName(x.audit)))
	c.Header("Hallmark-Losses", strconv.Itoa(len(x.losses)))
	c.Data(http.StatusOK, x.format.ContentType, x.content.Bytes())
	return nil
}

// GetAuditExportLosses answers GET /api/v1/audits/:id/export/losses.
func (s Handlers) GetAuditExportLosses(c *gin.Context) error {
	x, err := s.exportAudit(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(editions.ViewLosses(access.CallerOf(c), x.losses), ""))
	return nil
}
