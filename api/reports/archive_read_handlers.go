package reports

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// PostArchive answers POST /api/v1/campaigns/:id/archive: it starts an archive, which is made in
// the background.
func (s Handlers) PostArchive(c *gin.Context) error {
	a, err := s.beginArchive(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, s.viewArchive(&a))
	return nil
}

func (s Handlers) beginArchive(c *gin.Context) (Archive, error) {
	m, err := s.Campaigns.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return Archive{}, err
	}
	a, err := s.startArchive(c.Request.Context(), &m, access.UserOf(c).Username, s.Site.Base(c),
		wire.LanguageOf(c))
	if err == nil {
		go s.MakeArchive(s.Streams, a)
	}
	return a, err
}

// GetArchive answers GET /api/v1/campaigns/:id/archive.
func (s Handlers) GetArchive(c *gin.Context) error {
	m, err := s.Campaigns.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.Docs.Archives.Get(c.Request.Context(), string(m.ID))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewArchive(&a))
	return nil
}

// DeleteArchive answers DELETE /api/v1/campaigns/:id/archive.
func (s Handlers) DeleteArchive(c *gin.Context) error {
	m, err := s.Campaigns.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.cancelArchive(c.Request.Context(), access.UserOf(c).Username, m.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewArchive(&a))
	return nil
}

// GetArchiveFile answers GET /api/v1/campaigns/:id/archive.zip with the file of an archive that is
// ready.
func (s Handlers) GetArchiveFile(c *gin.Context) error {
	m, err := s.Campaigns.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	a, err := s.Docs.Archives.Get(ctx, string(m.ID))
	if err != nil {
		return err
	}
	if a.at(s.Now()) != ArchiveReady {
		return wire.ErrNotFound
	}
	// The reports of a province take a gigabyte: sending them may last longer than a request may.
	file, size, err := s.Shelf.Open(context.WithoutCancel(ctx), a.File())
	if err != nil {
		return err
	}
	defer file.Close()
	wire.Attach(c, wire.FileName(a.Label+"-"+message.Text(wire.LanguageOf(c),
		"board.archive-name"))+".zip")
	c.Header("Content-Type", "application/zip")
	c.Header("Content-Length", strconv.FormatInt(size, 10))
	c.Status(http.StatusOK)
	return sendSlowly(c.Writer, file)
}

// PageArchive answers GET /campaigns/:id/reports, the page on which the reports of a campaign are
// packed and fetched.
func (s Handlers) PageArchive(c *gin.Context) error {
	return s.renderArchive(c, http.StatusOK,
		nil)
}

func (s Handlers) renderArchive(c *gin.Context, status int, wrong error) error {
	ctx := c.Request.Context()
	m, err := s.Campaigns.Campaign(ctx, access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	page := &web.Archive{Frame: s.Pages.Frame(c), Campaign: m.ID, Name: m.Plan.Name}
	page.Path = page.URL()
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	reports, err := s.reported(ctx, m.ID)
	if err != nil {
		return err
	}
	page.Reports = len(reports)
	a, err := s.Docs.Archives.Get(ctx, string(m.ID))
	if err == nil {
		v := s.viewArchive(&a)
		page.State, page.Done, page.Total, page.Size = string(v.State), v.Done, v.Total, v.Size
		page.Started, page.Until = v.Started, v.Until
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.Pages.Render(c, status, page)
}

// FormArchive answers POST /campaigns/:id/reports: it starts or cancels an archive.
func (s Handlers) FormArchive(c *gin.Context) error {
	m, err := s.Campaigns.Campaign(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.ArchiveForm
	if err = pages.BindForm(c, &form); err == nil && form.Do == "cancel" {
		_, err = s.cancelArchive(c.Request.Context(), access.UserOf(c).Username, m.ID)
	} else if err == nil {
		_, err = s.beginArchive(c)
	}
	if err != nil {
		return s.renderArchive(c, wire.RefusalOf(err).Status, err)
	}
	return pages.SeeOther(c, (&web.Archive{Campaign: m.ID}).URL())
}
