package reports

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

// verified is the answer about a file.
type verified struct {
	Code        seal.Code    `json:"code"`
	Verdict     seal.Verdict `json:"verdict"`
	Known       bool         `json:"known"`
	Signer      string       `json:"signer,omitempty"`
	Fingerprint string       `json:"fingerprint,omitempty"`
	PaperCode   string       `json:"paperCode,omitempty"`
	Lines       []string     `json:"lines"`
}

// PostVerifyFile answers POST /api/v1/verify, whose body is the file.
func (s Handlers) PostVerifyFile(c *gin.Context) error {
	if c.ContentType() != "application/pdf" {
		return wire.ErrMediaType
	}
	x, err := s.verifyBody(c, func() (io.Reader, error) { return c.Request.Body, nil })
	if err != nil {
		return err
	}
	answer := verified{Code: x.Code(), Verdict: x.Verdict, Known: x.Trust == seal.Expected,
		PaperCode: x.Verification.Code, Lines: x.Lines(wire.LanguageOf(c))}
	if x.Sealed != nil {
		answer.Signer, answer.Fingerprint = x.Signer, string(x.Fingerprint)
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}

// verifyBody takes a place at the desk, then opens the file in the request and verifies it in time.
func (s Handlers) verifyBody(c *gin.Context, open func() (io.Reader, error)) (
	*seal.Examination, error,
) {
	leave, err := s.desk.take(c.ClientIP())
	if err != nil {
		return nil, err
	}
	defer leave()
	until := time.Now().Add(verifyLife)
	err = http.NewResponseController(c.Writer).SetReadDeadline(until)
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	ctx, cancel := context.WithDeadline(c.Request.Context(), until)
	defer cancel()
	file, err := open()
	if err != nil {
		return nil, err
	}
	x, err := s.examine(ctx, file, c.Request.ContentLength)
	switch {
	case errors.Is(err, seal.ErrNotPDF):
		err = errNotPDF
	case errors.Is(err, os.ErrDeadlineExceeded): // the file came too slowly
		err = context.DeadlineExceeded
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = pages.FormRefusal(err)
	}
	return x, err
}

// PageVerifyFile answers GET /verify. A code that is typed leads to the page of its paper.
func (s Handlers) PageVerifyFile(c *gin.Context) error {
	if code := strings.ToUpper(strings.TrimSpace(c.Query("code"))); code != "" {
		return pages.SeeOther(c, "/verify/"+url.PathEscape(code))
	}
	return s.Pages.Render(c, http.StatusOK, &web.VerifyFile{Frame: s.Pages.Frame(c),
		Limit: seal.MaxUpload >> 20})
}

// FormVerifyFile answers POST /verify, whose form has the file.
func (s Handlers) FormVerifyFile(c *gin.Context) error {
	page := &web.VerifyFile{Frame: s.Pages.Frame(c), Limit: seal.MaxUpload >> 20}
	x, err := s.verifyBody(c, func() (io.Reader, error) {
		form, err := c.Request.MultipartReader() // never to a file of the server
		for err == nil {
			part, bad := form.NextPart()
			if errors.Is(bad, io.EOF) {
				break
			}
			if bad != nil {
				return nil, bad
			}
			if part.FormName() == web.VerifyField {
				page.FileName = filepath.Base(part.FileName())
				return part, nil
			}
		}
		return nil, wire.InvalidField(web.VerifyField, "required")
	})
	status := http.StatusOK
	switch {
	case err == nil:
		page.Code, page.Lines = int(x.Code()), x.Lines(page.Language)
		if s.HasReport(c.Request.Context(), x.Verification.Code) {
			page.Found = x.Verification.Code
		}
	case errors.Is(err, errNotPDF):
		status, page.Code = http.StatusUnprocessableEntity, int(seal.CodeUnreadable)
		page.Lines = []string{message.Text(page.Language, "error.verify-not-pdf")}
	default:
		if page.Problems = pages.Problems(err, page.Language, ""); page.Problems == nil {
			return err
		}
		status = wire.RefusalOf(err).Status
	}
	return s.Pages.Render(c, status, page)
}
