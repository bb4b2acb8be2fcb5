package amendments

import (
	"bytes"
	"io"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard/sts"
)

// printed is the sheet to print: of a published one with the approver's name and the time at which
// he signed, so that the same sheet prints the same bytes.
func (s Handlers) printed(c *gin.Context, d *AmendmentDocument) (manuscript.Sheet, error) {
	a, err := d.parse()
	if err != nil {
		return manuscript.Sheet{}, err
	}
	base, err := s.Editions.Edition(c.Request.Context(), d.Base)
	if err != nil {
		return manuscript.Sheet{}, err
	}
	m := manuscript.Sheet{Language: wire.ReportLanguage(c), Amendment: a, Base: base, Notes: true,
		Printed: d.Updated.Time}
	if signed := d.Published(); signed != nil {
		m.Approver = signed.Name
	}
	return m, nil
}

// GetSheetPDF prints the sheet. Once it is published the file carries the sheet as data and is
// sealed in the approver's name with the installation's key.
func (s Handlers) GetSheetPDF(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	m, err := s.printed(c, d)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := pdf.WriteSheet(&file, m, s.Fonts); err != nil {
		return err
	}
	out := file.Bytes()
	if signed := d.Published(); signed != nil {
		if out, err = s.sealSheet(out, d, signed, m.Language); err != nil {
			return err
		}
	}
	return wire.SendFile(c, "application/pdf", wire.FileName(d.Number)+".pdf", out)
}

// GetSheetDOCX answers GET /api/v1/amendments/:id/sheet.docx.
func (s Handlers) GetSheetDOCX(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	m, err := s.printed(c, d)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := docx.WriteSheet(&file, m); err != nil {
		return err
	}
	return wire.SendFile(c, wire.TypeDOCX, wire.FileName(d.Number)+".docx", file.Bytes())
}

// GetSheetSTS is the sheet as NISO STS.
func (s Handlers) GetSheetSTS(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := d.parse()
	if err != nil {
		return err
	}
	base, err := s.Editions.Edition(c.Request.Context(), d.Base)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	losses, err := sts.WriteAmendment(&file, a, base)
	if err != nil {
		return err
	}
	c.Header("Hallmark-Losses", strconv.Itoa(len(losses)))
	return wire.SendFile(c, "application/xml", wire.FileName(d.Number)+".sts.xml", file.Bytes())
}

// GetImpactPDF prints the impact as it stands now.
func (s Handlers) GetImpactPDF(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	impact, err := s.impactOf(c.Request.Context(), d)
	if err != nil {
		return err
	}
	sheet := pdf.ImpactSheet{Language: wire.ReportLanguage(c), Title: d.Title, Impact: &impact,
		Printed: checklists.At(s.Now())}
	if sheet.After, err = s.Editions.Edition(c.Request.Context(), d.Base); err != nil { // for its names
		return err
	}
	var file bytes.Buffer
	if err := pdf.WriteImpact(&file, sheet, s.Fonts); err != nil {
		return err
	}
	return wire.SendFile(c, "application/pdf", wire.FileName(string(d.ID)+"-impact")+".pdf", file.Bytes())
}

// GetImpactXLSX answers GET /api/v1/amendments/:id/impact.xlsx.
func (s Handlers) GetImpactXLSX(c *gin.Context) error {
	return s.sendImpact(c, typeXLSX, ".xlsx", func(w io.Writer, tables []*table.Table) error {
		return table.WriteXLSX(w, tables...)
	})
}

// GetImpactCSV is the list of halls alone.
func (s Handlers) GetImpactCSV(c *gin.Context) error {
	return s.sendImpact(c, "text/csv; charset=utf-8", ".csv",
		func(w io.Writer, tables []*table.Table) error { return tables[0].WriteCSV(w) })
}

func (s Handlers) sendImpact(c *gin.Context, mediaType, ending string,
	write func(io.Writer, []*table.Table) error,
) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	impact, err := s.impactOf(c.Request.Context(), d)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(&file, impactTables(&impact, wire.ReportLanguage(c))); err != nil {
		return err
	}
	return wire.SendFile(c, mediaType, wire.FileName(string(d.ID)+"-impact")+ending, file.Bytes())
}
