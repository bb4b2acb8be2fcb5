package api

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/sts"
)

// printed is the sheet to print: of a published one with the approver's name and the time at which
// he signed, so that the same sheet prints the same bytes.
func (s *Server) printed(c *gin.Context, d *AmendmentDocument) (manuscript.Sheet, error) {
	a, err := d.parse()
	if err != nil {
		return manuscript.Sheet{}, err
	}
	base, err := s.edition(c.Request.Context(), d.Base)
	if err != nil {
		return manuscript.Sheet{}, err
	}
	m := manuscript.Sheet{Language: reportLanguage(c), Amendment: a, Base: base, Notes: true,
		Printed: d.Updated.Time}
	if signed := d.Published(); signed != nil {
		m.Approver = signed.Name
	}
	return m, nil
}

// getSheetPDF prints the sheet. Once it is published the file carries the sheet as data and is
// sealed in the approver's name with the installation's key.
func (s *Server) getSheetPDF(c *gin.Context) error {
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
	return sendFile(c, "application/pdf", fileName(d.Number)+".pdf", out)
}

func (s *Server) sealSheet(file []byte, d *AmendmentDocument, signed *AmendmentStep,
	l message.Language,
) ([]byte, error) {
	at := signed.At.Time
	if made := s.Key.Made(); at.Before(made) {
		at = made
	}
	return seal.Sign(file, s.Key, seal.Options{SignedAt: at, Name: signed.Name,
		Reason: message.Text(l, "amendment.seal-reason", d.Number, signed.Before.Short(),
			signed.After.Short()),
		Attachments: []seal.Attachment{{Name: seal.SheetName, MIME: "application/json",
			Description: message.Text(l, "amendment.seal-data"), Data: d.Document}}})
}

func (s *Server) getSheetDOCX(c *gin.Context) error {
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
	return sendFile(c, typeDOCX, fileName(d.Number)+".docx", file.Bytes())
}

// getSheetSTS is the sheet as NISO STS.
func (s *Server) getSheetSTS(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := d.parse()
	if err != nil {
		return err
	}
	base, err := s.edition(c.Request.Context(), d.Base)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	losses, err := sts.WriteAmendment(&file, a, base)
	if err != nil {
		return err
	}
	c.Header("Hallmark-Losses", strconv.Itoa(len(losses)))
	return sendFile(c, "application/xml", fileName(d.Number)+".sts.xml", file.Bytes())
}

// The media types of office files.
const (
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

func sendFile(c *gin.Context, mediaType, name string, file []byte) error {
	attach(c, name)
	c.Header("Cache-Control", "private, no-cache")
	c.Data(http.StatusOK, mediaType, file)
	return nil
}

// getImpactPDF prints the impact as it stands now.
func (s *Server) getImpactPDF(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	impact, err := s.impactOf(c.Request.Context(), d)
	if err != nil {
		return err
	}
	sheet := pdf.ImpactSheet{Language: reportLanguage(c), Title: d.Title, Impact: &impact,
		Printed: checklists.At(s.now())}
	if sheet.After, err = s.edition(c.Request.Context(), d.Base); err != nil { // for its names
		return err
	}
	var file bytes.Buffer
	if err := pdf.WriteImpact(&file, sheet, s.Fonts); err != nil {
		return err
	}
	return sendFile(c, "application/pdf", fileName(string(d.ID)+"-impact")+".pdf", file.Bytes())
}

func (s *Server) getImpactXLSX(c *gin.Context) error {
	return s.sendImpact(c, typeXLSX, ".xlsx", func(w io.Writer, tables []*table.Table) error {
		return table.WriteXLSX(w, tables...)
	})
}

// getImpactCSV is the list of halls alone.
func (s *Server) getImpactCSV(c *gin.Context) error {
	return s.sendImpact(c, "text/csv; charset=utf-8", ".csv",
		func(w io.Writer, tables []*table.Table) error { return tables[0].WriteCSV(w) })
}

func (s *Server) sendImpact(c *gin.Context, mediaType, ending string,
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
	if err := write(&file, impactTables(&impact, reportLanguage(c))); err != nil {
		return err
	}
	return sendFile(c, mediaType, fileName(string(d.ID)+"-impact")+ending, file.Bytes())
}

// impactTables are the halls, the changed clauses, the running audits and the findings touched.
func impactTables(i *checklists.Impact, l message.Language) []*table.Table {
	say := func(key string) string { return message.Text(l, "amendment."+key) }
	columns := func(keys ...string) (list []table.Column) {
		for _, key := range keys {
			list = append(list, table.Column{Title: say(key)})
		}
		return list
	}
	halls := &table.Table{Title: say("impact"),
		Notes: []string{say("impact-about"), message.Text(l, "amendment.as-of", i.Day)},
		Columns: columns("hall-id", "hall", "tier", "audit", "edition", "official", "official-grade",
			"projected", "projected-grade", "lowest", "highest", "fate-reused", "fate-recheck",
			"fate-new", "fate-withdrawn", "grade-changes")}
	for k := range i.Halls {
		halls.Rows = append(halls.Rows, impactRow(&i.Halls[k], l))
	}
	clauses := &table.Table{Title: say("changed-clauses"), Columns: columns("code", "clause", "grade",
		"fate-reused", "fate-recheck", "fate-new", "fate-withdrawn")}
	for _, c := range i.Clauses {
		row := []table.Cell{table.Text(c.Code), table.Text(c.Title),
			table.Text(message.Text(l, "page.change-grade."+string(c.Grade)))}
		for _, f := range checklists.Fates() {
			row = append(row, table.Count(c.Halls[f]))
		}
		clauses.Rows = append(clauses.Rows, row)
	}
	open := &table.Table{Title: say("open"), Columns: columns("hall-id", "hall", "audit", "edition")}
	for _, a := range i.Open {
		open.Rows = append(open.Rows, []table.Cell{table.Text(string(a.Hall)), table.Text(a.Name),
			table.Text(a.Number), table.Text(string(a.Edition))})
	}
	findings := &table.Table{Title: say("findings"), Columns: columns("hall-id", "hall", "code", "due",
		"becomes")}
	for _, f := range i.Findings {
		findings.Rows = append(findings.Rows, []table.Cell{table.Text(string(f.Hall)),
			table.Text(f.Name), table.Text(f.Code), table.Day(f.Due),
			table.Text(message.Text(l, "amendment.fate-"+string(f.Fate)))})
	}
	return []*table.Table{halls, clauses, open, findings}
}

func impactRow(h *checklists.HallImpact, l message.Language) []table.Cell {
	row := []table.Cell{table.Text(string(h.Hall)), table.Text(h.Name),
		table.Text(message.Text(l, "page.tier."+h.Tier.String())), table.Text(h.Number),
		table.Text(string(h.Edition))}
	if h.Official == nil || h.Projected == nil {
		row = append(row, make([]table.Cell, 6)...)
	} else {
		row = append(row, table.Number(h.Official.Total), table.Text(h.Official.Grade),
			table.Number(h.Projected.Total), table.Text(h.Projected.Grade),
			table.Number(h.Lowest.Total), table.Number(h.Highest.Total))
	}
	for _, list := range [][]standard.ClauseUID{h.Reused, h.Recheck, h.New, h.Withdrawn} {
		row = append(row, table.Count(len(list)))
	}
	changes := ""
	if h.GradeChanges() {
		changes = message.Text(l, "amendment.grade-changes")
	}
	return append(row, table.Text(changes))
}
