package register

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// PageHallImport answers GET /halls/import.
func (s Handlers) PageHallImport(c *gin.Context) error {
	page := &web.HallImport{Frame: s.Pages.Frame(c)}
	if c.Query("new") != "" {
		page.Done = &web.HallCounts{New: queryNumber(c, "new"), Changed: queryNumber(c, "changed"),
			Unchanged: queryNumber(c, "unchanged"), Left: queryNumber(c, "left")}
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

func queryNumber(c *gin.Context, name string) int {
	n, _ := strconv.Atoi(c.Query(name))
	return max(0, n)
}

// FormHallImport answers POST /halls/import: it shows what a file would do, and keeps the file
// until a person confirms it.
func (s Handlers) FormHallImport(c *gin.Context) error {
	page := &web.HallImport{Frame: s.Pages.Frame(c)}
	page.Path = web.HallImportURL
	content, name, err := importedFile(c)
	if err == nil {
		form := "csv"
		if strings.EqualFold(filepath.Ext(name), ".xlsx") {
			form = "xlsx"
		}
		ctx := c.Request.Context()
		var plan *hallImport
		if plan, err = s.planHalls(ctx, form, bytes.NewReader(content)); err == nil {
			shelved := "halls-" + string(standard.DigestBytes(content)) + "." + form
			if err = s.shelve(ctx, shelved, content); err != nil {
				return err
			}
			plan.noteUnprintable(c)
			page.File, page.FileName, page.Plan = shelved, name, hallPlanPage(page.Language, plan)
		}
	}
	return s.renderHallImport(c, page, err)
}

func (s Handlers) renderHallImport(c *gin.Context, page *web.HallImport, failed error) error {
	status := http.StatusOK
	if failed != nil {
		status = wire.RefusalOf(failed).Status
		page.Refused = ImportPlaces(failed, page.Language)
		if page.Refused == nil {
			if page.Problems = pages.Problems(failed, page.Language, ""); page.Problems == nil {
				return failed
			}
			for i := range page.Problems {
				page.Problems[i].Field = web.ImportField
			}
		}
	}
	return s.Pages.Render(c, status, page)
}

// importedFile reads the uploaded file of a form, and its name.
func importedFile(c *gin.Context) (content []byte, name string, err error) {
	if err := c.Request.ParseMultipartForm(wire.ImportLimit); err != nil {
		return nil, "", pages.FormRefusal(err)
	}
	var header *multipart.FileHeader
	if m := c.Request.MultipartForm; len(m.File[web.ImportField]) > 0 {
		header = m.File[web.ImportField][0]
	}
	if header == nil || header.Size == 0 {
		return nil, "", wire.InvalidField(web.ImportField, "required")
	}
	file, err := header.Open()
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return content, filepath.Base(header.Filename), err
}

// ShelfLife is how long a file is kept on the shelf: an import until it is confirmed, an archive
// until it is fetched.
const ShelfLife = 24 * time.Hour

// Sweep removes the files that have been on the shelf for longer than [ShelfLife].
func (s *Service) Sweep(ctx context.Context) error {
	if s.Shelf == nil {
		return nil
	}
	return s.Shelf.Sweep(ctx, s.Now().Add(-ShelfLife))
}

func (s *Service) shelve(ctx context.Context, name string, content []byte) error {
	return s.Shelf.Write(ctx, name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// FormHallImportDo answers POST /halls/import/confirm: it carries out the import that was shown.
// The register may have changed since then, so the file is compared with it once more.
func (s Handlers) FormHallImportDo(c *gin.Context) error {
	page := &web.HallImport{Frame: s.Pages.Frame(c)}
	page.Path = web.HallImportURL
	var form web.HallImportSent
	err := pages.BindForm(c, &form)
	var plan *hallImport
	if err == nil {
		plan, err = s.doHallImport(c.Request.Context(), access.CallerOf(c), &form)
	}
	if err != nil {
		return s.renderHallImport(c, page, err)
	}
	done := url.Values{"new": {strconv.Itoa(plan.New)}, "changed": {strconv.Itoa(plan.Changed)},
		"unchanged": {strconv.Itoa(plan.Unchanged)}, "left": {strconv.Itoa(plan.Left)}}
	return pages.SeeOther(c, web.HallImportURL+"?"+done.Encode())
}

func (s *Service) doHallImport(ctx context.Context, caller access.Caller,
	form *web.HallImportSent,
) (*hallImport, error) {
	if !strings.HasPrefix(form.File, "halls-") {
		return nil, wire.Refuse(http.StatusConflict, "import-gone")
	}
	file, _, err := s.Shelf.Open(ctx, form.File)
	if errors.Is(err, store.ErrNotFound) {
		return nil, wire.Refuse(http.StatusConflict, "import-gone")
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	plan, err := s.planHalls(ctx, strings.TrimPrefix(filepath.Ext(form.File), "."), file)
	if err != nil {
		return nil, err
	}
	if err := s.importHalls(ctx, caller.User, form.Name, plan); err != nil {
		return nil, err
	}
	return plan, s.Shelf.Remove(ctx, form.File)
}

// hallPlanPage shows what an import would do, with headings in the language of the reader.
func hallPlanPage(l message.Language, plan *hallImport) *web.HallPlan {
	out := &web.HallPlan{HallCounts: web.HallCounts{New: plan.New, Changed: plan.Changed,
		Unchanged: plan.Unchanged, Left: plan.Left}}
	table := hallGrid(hallColumns())
	names := map[string]string{}
	for _, c := range table.Columns {
		names[c.Field] = table.Heading(c, l)
	}
	for _, line := range plan.Lines {
		row := web.HallPlanLine{Place: line.Place, ID: line.ID, Name: line.Name, New: line.New}
		for _, field := range line.Fields {
			row.Fields = append(row.Fields, names[field])
		}
		out.Lines = append(out.Lines, row)
	}
	for _, loss := range plan.Losses {
		out.Losses = append(out.Losses, web.SheetPlace{Place: loss.Path, Text: loss.Text(l)})
	}
	return out
}
