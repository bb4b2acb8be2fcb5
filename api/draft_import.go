package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/formats"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// importLimit is how large a file may be that an edition is read from, in bytes; what it unpacks to
// is limited by its codec.
const importLimit = 20 << 20

// importedDraft is what became of a file.
type importedDraft struct {
	Draft  draftLine  `json:"draft"`
	Losses []lossView `json:"losses"` // what was read and not taken
}

// postDraftImport opens a draft that says what a file says.
func (s *Server) postDraftImport(c *gin.Context) error {
	content, err := readBody(c.Request)
	if err != nil {
		return err
	}
	in := newDraftRequest{Base: standard.EditionID(c.Query("base")), Title: c.Query("title")}
	if err := validate(in); err != nil {
		return err
	}
	form, ok := formats.Named(c.Query("format"))
	if !ok || form.Read == nil {
		return invalidField("format", "oneof", strings.Join(readable(), " "))
	}
	d, losses, err := s.importDraft(c.Request.Context(), userOf(c).Username, in, form,
		bytes.NewReader(content))
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/drafts/"+d.ID)
	c.JSON(http.StatusCreated, importedDraft{viewDraftLine(d), viewLosses(callerOf(c), losses)})
	return nil
}

// importDraft reads an edition and opens a draft of its base that says the same.
func (s *Server) importDraft(ctx context.Context, by checklists.Username, in newDraftRequest,
	form formats.Format, content io.Reader,
) (d DraftDocument, losses []standard.Loss, err error) {
	d, err = s.openDraft(ctx, by, in, func(base *standard.Edition, used []standard.ClauseUID) (
		*standard.WorkingDraft, error,
	) {
		read, found, err := form.Read(content, base)
		if open := (*formats.Unfinished)(nil); errors.As(err, &open) {
			err = open.Missing
		}
		if err != nil {
			return nil, err
		}
		w, lost, err := standard.DraftOf(base, read, used...)
		losses = append(found, lost...)
		return w, err
	})
	return d, losses, err
}

// readable names the forms that a draft can be read from.
func readable() (names []string) {
	for _, f := range formats.All() {
		if f.Read != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// getDraftTemplate is an empty workbook for an edition that is written from the start.
func (s *Server) getDraftTemplate(c *gin.Context) error {
	var b bytes.Buffer
	if err := xlsx.Template(&b, language(c)); err != nil {
		return err
	}
	form, _ := formats.Named("xlsx")
	attach(c, message.Text(language(c), "format.template-name")+".xlsx")
	c.Data(http.StatusOK, form.ContentType, b.Bytes())
	return nil
}

// formDraftImport is the same from the page of drafts; the name of the file says its form.
func (s *Server) formDraftImport(c *gin.Context) error {
	var f web.NewDraftForm
	err := bindForm(c, &f)
	if err == nil {
		var d DraftDocument
		var losses []standard.Loss
		if d, losses, err = s.importUpload(c, f); err == nil && len(losses) == 0 {
			return seeOther(c, web.DraftURL(d.ID))
		}
		if err == nil {
			return s.showImported(c, &d, losses)
		}
	}
	return s.showDrafts(c, refusalOf(err).Status, f, err)
}

// showImported says what of a file was not taken, before the draft is gone to.
func (s *Server) showImported(c *gin.Context, d *DraftDocument, losses []standard.Loss) error {
	page := &web.Imported{Frame: s.frame(c), ID: d.ID, Title: d.Title}
	for _, loss := range losses {
		page.Losses = append(page.Losses, web.SheetPlace{Place: loss.Path, Text: loss.Text(page.Language)})
	}
	return s.render(c, http.StatusCreated, page)
}

func (s *Server) importUpload(c *gin.Context, f web.NewDraftForm) (d DraftDocument,
	losses []standard.Loss, err error,
) {
	var header *multipart.FileHeader
	if m := c.Request.MultipartForm; m != nil && len(m.File[web.ImportField]) > 0 {
		header = m.File[web.ImportField][0]
	}
	if header == nil || header.Size == 0 {
		return d, nil, invalidField(web.ImportField, "required")
	}
	form, ok := formats.OfFile(header.Filename)
	if !ok || form.Read == nil {
		return d, nil, invalidField(web.ImportField, "oneof", strings.Join(readable(), " "))
	}
	file, err := header.Open()
	if err != nil {
		return d, nil, err
	}
	defer file.Close()
	return s.importDraft(c.Request.Context(), userOf(c).Username,
		newDraftRequest{Base: f.Base, Title: f.Title}, form, file)
}

// importPlaces are the problems of a file, each with its place in the file; nil for those of the
// fields around it.
func importPlaces(err error, l message.Language) []web.SheetPlace {
	var wrong *standard.InvalidError
	if r := refusalOf(err); !errors.As(err, &wrong) || r.Status >= http.StatusInternalServerError {
		return nil
	}
	return slices.Clip(sheetPlaces(invalid(wrong), l))
}
