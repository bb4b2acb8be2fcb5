package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// notice is the notice of rectification of an audit within the scope of the request: as it was
// issued at the approval, with a remark on what appeals have changed since. It returns a
// *[checklists.StateError] before the approval, and [oscal.ErrNothingToMend].
func (s *Server) notice(c *gin.Context) (n pdf.Notice, err error) {
	ctx := c.Request.Context()
	a, err := s.audit(ctx, callerOf(c), c.Param("id"))
	if err != nil {
		return n, err
	}
	if a.State != checklists.Approved && a.State != checklists.Final {
		return n, &checklists.StateError{From: a.State, To: checklists.Approved}
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return n, err
	}
	n = pdf.Notice{Language: reportLanguage(c), Audit: a, AppealDue: s.appealDue(a, &settings),
		Deadlines: settings.On(a.ApprovedAt())}
	n.Result, _ = a.Released()
	if n.Items, err = s.rectificationsOf(ctx, a.ID); err != nil {
		return n, err
	}
	if n.Appeals, err = s.appealsOf(ctx, a.ID); err != nil {
		return n, err
	}
	if len(n.Items) == 0 {
		return n, oscal.ErrNothingToMend
	}
	if n.Edition, err = s.edition(ctx, a.Edition); err != nil {
		return n, err
	}
	n.Office = n.Edition.Standard.TechnicalBody
	return n, nil
}

// getNoticePDF prints the notice and seals it with the installation's key.
func (s *Server) getNoticePDF(c *gin.Context) error {
	n, err := s.notice(c)
	if err != nil {
		return err
	}
	var laidOut bytes.Buffer
	if err := pdf.WriteNotice(&laidOut, n, s.Fonts); err != nil {
		return err
	}
	file, err := seal.Sign(laidOut.Bytes(), s.Key, seal.Options{SignedAt: signTime(s.Key, n.Made()),
		Reason: message.Text(n.Language, "loop.notice-reason", n.Audit.Number)})
	if err != nil {
		return err
	}
	if notModified(c, `"`+standard.DigestBytes(file).Short()+`"`) {
		return nil
	}
	inline(c, fileName(n.Audit.Number+"-rectification-notice")+".pdf")
	c.Data(http.StatusOK, "application/pdf", file)
	return nil
}

func (s *Server) getNoticeDOCX(c *gin.Context) error {
	n, err := s.notice(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := docx.Write(&file, n.Manuscript()); err != nil {
		return err
	}
	return sendFile(c, typeDOCX, fileName(n.Audit.Number+"-rectification-notice")+".docx",
		file.Bytes())
}

// hasNotice reports whether there is a notice of an audit.
func (s *Server) hasNotice(ctx context.Context, id checklists.AuditID) (bool, error) {
	list, err := s.rectificationsOf(ctx, id)
	return len(list) > 0, err
}
