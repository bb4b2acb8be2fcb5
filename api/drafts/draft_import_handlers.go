package drafts

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/formats"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// PostDraftImport opens a draft that says what a file says.
func (s Handlers) PostDraftImport(c *gin.Context) error {
	content, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	form := c.Query("format")
	if form != "" && !slices.Contains(formats.Readable(), form) {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("format", "oneof", formats.ReadableNames())}
		return r
	}
	in := newDraftRequest{Base: standard.EditionID(c.Query("base")), Title: c.Query("title")}
	if err := wire.Validate(in); err != nil {
		return err
	}
	d, losses, err := s.importDraft(c.Request.Context(), access.UserOf(c).Username, in, form,
		bytes.NewReader(content))
	if err != nil {
		return err
	}
	losses = append(losses, unprintable(c, &d)...)
	c.Header("Location", "/api/v1/drafts/"+d.ID)
	c.JSON(http.StatusCreated, importedDraft{viewDraftLine(d),
		editions.ViewLosses(access.CallerOf(c), losses)})
	return nil
}

// GetDraftTemplate is an empty workbook for an edition that is written from the start.
func (s Handlers) GetDraftTemplate(c *gin.Context) error {
	var b bytes.Buffer
	if err := xlsx.Template(&b, wire.LanguageOf(c)); err != nil {
		return err
	}
	form, _ := formats.Named("xlsx")
	wire.Attach(c, message.Text(wire.LanguageOf(c), "format.template-name")+".xlsx")
	c.Data(http.StatusOK, form.ContentType, b.Bytes())
	return nil
}

// FormDraftImport is the same from the page of drafts.
func (s Handlers) FormDraftImport(c *gin.Context) error {
	var f web.NewDraftForm
	err := pages.BindForm(c, &f)
	if err == nil {
		var d DraftDocument
		var losses []standard.Loss
		if d, losses, err = s.importUpload(c, f); err == nil && len(losses) == 0 {
			return pages.SeeOther(c, web.DraftURL(d.ID))
		}
		if err == nil {
			return s.showImported(c, &d, losses)
		}
	}
	return s.showDrafts(c, wire.RefusalOf(err).Status, f, err)
}

// showImported lists what a draft does not carry of its file, before the page goes on to the draft.
func (s Handlers) showImported(c *gin.Context, d *DraftDocument, losses []standard.Loss) error {
	page := &web.Imported{Frame: s.Pages.Frame(c), ID: d.ID, Title: d.Title}
	for _, loss := range losses {
		page.Losses = append(page.Losses,
			web.SheetPlace{Place: loss.Path, Text: loss.Text(page.Language)})
	}
	return s.Pages.Render(c, http.StatusCreated, page)
}

func (s Handlers) importUpload(c *gin.Context, f web.NewDraftForm) (d DraftDocument,
	losses []standard.Loss, err error,
) {
	var header *multipart.FileHeader
	if m := c.Request.MultipartForm; m != nil && len(m.File[web.ImportField]) > 0 {
		header = m.File[web.ImportField][0]
	}
	if header == nil || header.Size == 0 {
		return d, nil, wire.InvalidField(web.ImportField, "required")
	}
	file, err := header.Open()
	if err != nil {
		return d, nil, err
	}
	defer file.Close()
	d, losses, err = s.importDraft(c.Request.Context(), access.UserOf(c).Username,
		newDraftRequest{Base: f.Base, Title: f.Title}, header.Filename, file)
	if err == nil {
		losses = append(losses, unprintable(c, &d)...)
	}
	return d, losses, err
}

// unprintable lists what papers cannot print of the texts of a draft that was read from a file, by the
// numbers of the clauses.
func unprintable(c *gin.Context, d *DraftDocument) (losses []standard.Loss) {
	var w standard.WorkingDraft
	if json.Unmarshal(d.Document, &w) != nil {
		return nil // never: it has just been stored
	}
	for i := range w.Clauses {
		losses = append(losses, wire.UnprintableIn(c, w.Clauses[i].Code, w.Clauses[i])...)
	}
	losses = append(losses, wire.UnprintableIn(c, "chapters", w.Chapters)...)
	losses = append(losses, wire.UnprintableIn(c, "terms", w.Terms)...)
	return append(losses, wire.UnprintableIn(c, "front_matter", w.FrontMatter)...)
}
