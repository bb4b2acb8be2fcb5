package reports

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// GetReport answers GET /api/v1/audits/:id/report.pdf.
func (s Handlers) GetReport(c *gin.Context) error { return s.sendPDF(c, "report") }

// GetRecord answers GET /api/v1/audits/:id/record.pdf.
func (s Handlers) GetRecord(c *gin.Context) error { return s.sendPDF(c, "record") }

func (s Handlers) sendPDF(c *gin.Context, name string) error {
	a, err := s.Audits.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	file, err := s.print(c.Request.Context(), a, s.Site.Base(c), wire.ReportLanguage(c), name)
	if err != nil {
		return err
	}
	if wire.NotModified(c, `"`+standard.DigestBytes(file).Short()+`"`) {
		return nil
	}
	wire.Inline(c, wire.FileName(a.Number+"-"+name)+".pdf")
	c.Data(http.StatusOK, "application/pdf", file)
	return nil
}

// PageVerify answers GET /verify/:code.
func (s Handlers) PageVerify(c *gin.Context) error {
	code := c.Param("code")
	report, err := s.issued(c.Request.Context(), code)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if report == nil {
		status = http.StatusNotFound
	}
	return s.Pages.Render(c, status, &web.Verify{Frame: s.Pages.Frame(c), Code: code, Report: report})
}
