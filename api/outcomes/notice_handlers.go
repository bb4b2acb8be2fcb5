package outcomes

import (
	"bytes"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/papers"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// notice is the notice of rectification of an audit within the scope of the request: as it was
// issued at the approval, with a remark on the points that appeals have changed since. It returns a
// *[checklists.StateError] before the approval, and [oscal.ErrNothingToMend].
func (s Handlers) notice(c *gin.Context) (n pdf.Notice, err error) {
	ctx := c.Request.Context()
	a, err := s.Audits.Audit(ctx, access.CallerOf(c), c.Param("id"))
	if err != nil {
		return n, err
	}
	if a.State != checklists.Approved && a.State != checklists.Final {
		return n, &checklists.StateError{From: a.State, To: checklists.Approved}
	}
	settings, err := s.Settings.Settings(ctx)
	if err != nil {
		return n, err
	}
	due, certain := s.issuedDue(a.ApprovedAt(), &settings)
	n = pdf.Notice{Language: wire.ReportLanguage(c), Audit: a, AppealDue: due,
		AppealUncertain: !certain, Deadlines: settings.On(a.ApprovedAt())}
	n.Result, _ = a.Released()
	if n.Items, err = s.RectificationsOf(ctx, a.ID); err != nil {
		return n, err
	}
	if n.Appeals, err = s.AppealsOf(ctx, a.ID); err != nil {
		return n, err
	}
	if err := s.Unmoved(ctx, a); err != nil {
		return n, err
	}
	if len(n.Items) == 0 {
		return n, oscal.ErrNothingToMend
	}
	if n.Edition, err = s.Editions.Edition(ctx, a.Edition); err != nil {
		return n, err
	}
	n.Office = n.Edition.Standard.TechnicalBody
	return n, nil
}

// GetNotice answers with the notice as PDF or as a text document.
func (s Handlers) GetNotice(c *gin.Context) error {
	form, err := wire.FormOf(c, "pdf", "docx")
	if err != nil {
		return err
	}
	n, err := s.notice(c)
	if err != nil {
		return err
	}
	if form == "docx" {
		return sendNoticeDOCX(c, n)
	}
	return s.sendNoticePDF(c, n)
}

// sendNoticePDF prints the notice and seals it with the installation's key.
func (s Handlers) sendNoticePDF(c *gin.Context, n pdf.Notice) error {
	file, err := s.Papers.Print(c.Request.Context(), papers.Paper{
		ID:    "notice/" + string(n.Audit.ID) + "/" + wire.TimeKey(n.Made()) + "/" + n.Language.String(),
		State: n.Made().Time,
		Write: func(w io.Writer, f papers.Form) (seal.Options, error) {
			return seal.Options{Language: n.Language,
					Reason: message.Text(n.Language, "loop.notice-reason", n.Audit.Number)},
				pdf.WriteNotice(w, n, f.Fonts)
		}})
	if err != nil {
		return err
	}
	if wire.NotModified(c, `"`+standard.DigestBytes(file).Short()+`"`) {
		return nil
	}
	wire.Inline(c, wire.FileName(n.Audit.Number+"-rectification-notice")+".pdf")
	c.Data(http.StatusOK, "application/pdf", file)
	return nil
}

func sendNoticeDOCX(c *gin.Context, n pdf.Notice) error {
	var file bytes.Buffer
	if err := docx.Write(&file, n.Manuscript()); err != nil {
		return err
	}
	return wire.SendFile(c, wire.TypeDOCX,
		wire.FileName(n.Audit.Number+"-rectification-notice")+".docx",
		file.Bytes())
}
