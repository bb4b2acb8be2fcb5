package amendments

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard/message"
	"hallmark/standard/sts"
)

// printed is the sheet to print: a published one has the approver's name and the time at which
// they signed, so that the same sheet prints the same bytes.
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
		Stage: d.stage(), Printed: d.Updated.Time}
	if signed := d.Published(); signed != nil {
		m.Approver, m.Signed = signed.Name, signed.At.InHall()
	}
	return m, nil
}

// GetSheet answers with the sheet as PDF, as a text document or as NISO STS.
func (s Handlers) GetSheet(c *gin.Context) error {
	form, err := wire.FormOf(c, "pdf", "docx", "sts")
	if err != nil {
		return err
	}
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	m, err := s.printed(c, d)
	if err != nil {
		return err
	}
	switch form {
	case "docx":
		return sendSheetDOCX(c, d, m)
	case "sts":
		return sendSheetSTS(c, d, m)
	}
	return s.sendSheetPDF(c, d, m)
}

// sendSheetPDF prints the sheet. Once it is published the file carries the sheet as data and is
// sealed in the approver's name with the installation's key.
func (s Handlers) sendSheetPDF(c *gin.Context, d *AmendmentDocument, m manuscript.Sheet) error {
	name := wire.FileName(d.Number) + ".pdf"
	if signed := d.Published(); signed != nil {
		out, err := s.sealSheet(c.Request.Context(), m, d, signed)
		if err != nil {
			return err
		}
		return wire.SendFile(c, "application/pdf", name, out)
	}
	var file bytes.Buffer
	if err := pdf.WriteSheet(&file, m, s.Fonts); err != nil {
		return err
	}
	return wire.SendFile(c, "application/pdf", name, file.Bytes())
}

func sendSheetDOCX(c *gin.Context, d *AmendmentDocument, m manuscript.Sheet) error {
	var file bytes.Buffer
	if err := docx.WriteSheet(&file, m); err != nil {
		return err
	}
	return wire.SendFile(c, wire.TypeDOCX, wire.FileName(d.Number)+".docx", file.Bytes())
}

func sendSheetSTS(c *gin.Context, d *AmendmentDocument, m manuscript.Sheet) error {
	var file bytes.Buffer
	losses, err := sts.WriteAmendment(&file, m.Amendment, m.Base)
	if err != nil {
		return err
	}
	c.Header("Hallmark-Losses", strconv.Itoa(len(losses)))
	return wire.SendFile(c, "application/xml", wire.FileName(d.Number)+".sts.xml", file.Bytes())
}

// GetImpact answers with the impact as it stands now, as PDF, as a spreadsheet or as CSV, which is
// the list of halls alone.
func (s Handlers) GetImpact(c *gin.Context) error {
	form, err := wire.FormOf(c, "pdf", "xlsx", "csv")
	if err != nil {
		return err
	}
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	impact, err := s.ImpactOf(c.Request.Context(), d)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	language, mediaType := wire.ReportLanguage(c), "application/pdf"
	switch form {
	case "pdf":
		err = s.printImpact(c.Request.Context(), &file, d, &impact, language)
	case "xlsx":
		mediaType = typeXLSX
		err = table.WriteXLSX(&file, impactTables(&impact, language)...)
	case "csv":
		mediaType = "text/csv; charset=utf-8"
		err = impactTables(&impact, language)[0].WriteCSV(&file)
	}
	if err != nil {
		return err
	}
	return wire.SendFile(c, mediaType, wire.FileName(string(d.ID)+"-impact")+"."+form, file.Bytes())
}

func (s Handlers) printImpact(ctx context.Context, w io.Writer, d *AmendmentDocument,
	impact *checklists.Impact, l message.Language,
) error {
	names, err := s.Editions.Edition(ctx, d.Base)
	if err != nil {
		return err
	}
	return pdf.WriteImpact(w, pdf.ImpactSheet{Language: l, Title: d.Title, Impact: impact,
		After: names, Printed: checklists.At(s.Now())}, s.Fonts)
}
