package bulletins

import (
	"bytes"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists/bulletin"
	"hallmark/pdf"
	"hallmark/pdf/docx"
)

// PostIssue answers POST /api/v1/bulletins/:id/issue.
func (s Handlers) PostIssue(c *gin.Context) error {
	var in issueRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	b, err := s.issueBulletin(c.Request.Context(), access.UserOf(c).Username, c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}

// DeleteBulletin answers DELETE /api/v1/bulletins/:id: it deletes a draft. A draft has no number,
// so none is lost.
func (s Handlers) DeleteBulletin(c *gin.Context) error {
	if err := s.dropBulletin(c.Request.Context(), access.UserOf(c).Username,
		c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// GetBulletinPaper answers GET /api/v1/bulletins/:id/bulletin with a bulletin as PDF or, with
// ?format=docx, as a text document; .pdf and .docx at the end of the path do the same.
func (s Handlers) GetBulletinPaper(c *gin.Context) error {
	form, err := wire.FormOf(c, "pdf", "docx")
	if err != nil {
		return err
	}
	b, err := s.bulletin(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == "docx" {
		return sendBulletinDOCX(c, &b)
	}
	return s.sendBulletinPDF(c, &b)
}

// sendBulletinPDF prints a bulletin. An issued bulletin carries its data as an attachment and is
// signed in the name of the person who issued it.
func (s Handlers) sendBulletinPDF(c *gin.Context, b *bulletin.Bulletin) error {
	if b.State == bulletin.Issued {
		out, err := s.sealBulletin(c.Request.Context(), b)
		if err != nil {
			return err
		}
		return sendBulletin(c, b, out)
	}
	var file bytes.Buffer
	if err := pdf.WriteBulletin(&file, pdf.BulletinSheet{Bulletin: b}, s.Fonts); err != nil {
		return err
	}
	return sendBulletin(c, b, file.Bytes())
}

func sendBulletin(c *gin.Context, b *bulletin.Bulletin, out []byte) error {
	return wire.SendFile(c, "application/pdf", wire.FileName(b.Title)+".pdf", out)
}

func sendBulletinDOCX(c *gin.Context, b *bulletin.Bulletin) error {
	var file bytes.Buffer
	if err := docx.Write(&file, pdf.BulletinSheet{Bulletin: b}.Manuscript()); err != nil {
		return err
	}
	return wire.SendFile(c, wire.TypeDOCX, wire.FileName(b.Title)+".docx", file.Bytes())
}
