package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// archiveView is an archive as it stands now.
type archiveView struct {
	Campaign checklists.CampaignID `json:"campaign"`
	State    ArchiveState          `json:"state"`
	By       checklists.Username   `json:"by"`
	Started  checklists.Time       `json:"started"`
	Done     int                   `json:"done"`
	Total    int                   `json:"total"`
	Size     int64                 `json:"size"`  // bytes, when ready
	Until    checklists.Time       `json:"until"` // how long it is kept; "" unless it is ready
}

func (s *Server) viewArchive(a *Archive) archiveView {
	v := archiveView{Campaign: a.ID, State: a.at(s.now()), By: a.By, Started: a.Started, Done: a.Done,
		Total: a.Total, Size: a.Size}
	if v.State == ArchiveReady {
		v.Until = checklists.At(a.Noted.Add(shelfLife))
	}
	return v
}

// postArchive begins an archive; it is made while the caller goes on.
func (s *Server) postArchive(c *gin.Context) error {
	a, err := s.beginArchive(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, s.viewArchive(&a))
	return nil
}

func (s *Server) beginArchive(c *gin.Context) (Archive, error) {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return Archive{}, err
	}
	a, err := s.startArchive(c.Request.Context(), &m, userOf(c).Username, s.site.base(c), language(c))
	if err == nil {
		go s.makeArchive(s.streams, a)
	}
	return a, err
}

func (s *Server) getArchive(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.docs.archives.Get(c.Request.Context(), string(m.ID))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewArchive(&a))
	return nil
}

func (s *Server) deleteArchive(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.cancelArchive(c.Request.Context(), userOf(c).Username, m.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewArchive(&a))
	return nil
}

// getArchiveFile sends the file that is ready.
func (s *Server) getArchiveFile(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	a, err := s.docs.archives.Get(ctx, string(m.ID))
	if err != nil {
		return err
	}
	if a.at(s.now()) != ArchiveReady {
		return errNotFound
	}
	// A province's reports have a gigabyte: its sending may take longer than a request.
	file, size, err := s.Shelf.Open(context.WithoutCancel(ctx), a.file())
	if err != nil {
		return err
	}
	defer file.Close()
	attach(c, fileName(a.Label+"-"+message.Text(language(c), "board.archive-name"))+".zip")
	c.Header("Content-Type", "application/zip")
	c.Header("Content-Length", strconv.FormatInt(size, 10))
	c.Status(http.StatusOK)
	return sendSlowly(c.Writer, file)
}

// sendSlowly sends a file to a thin line: the connection is given up when no more than a piece of it
// goes through in the time that a whole answer has else.
func sendSlowly(w http.ResponseWriter, file io.Reader) error {
	const piece = 4 << 20
	for line := http.NewResponseController(w); ; {
		err := line.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		if _, err := io.CopyN(w, file, piece); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// pageArchive is where the reports of a campaign are packed.
func (s *Server) pageArchive(c *gin.Context) error { return s.renderArchive(c, http.StatusOK, nil) }

func (s *Server) renderArchive(c *gin.Context, status int, wrong error) error {
	ctx := c.Request.Context()
	m, err := s.campaign(ctx, callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	page := &web.Archive{Frame: s.frame(c), Campaign: m.ID, Name: m.Plan.Name}
	page.Path = page.URL()
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	reports, err := s.reported(ctx, m.ID)
	if err != nil {
		return err
	}
	page.Reports = len(reports)
	a, err := s.docs.archives.Get(ctx, string(m.ID))
	if err == nil {
		v := s.viewArchive(&a)
		page.State, page.Done, page.Total, page.Size = string(v.State), v.Done, v.Total, v.Size
		page.Started, page.Until = v.Started, v.Until
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return s.render(c, status, page)
}

// formArchive begins or cancels by form.
func (s *Server) formArchive(c *gin.Context) error {
	m, err := s.campaign(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.ArchiveForm
	if err = bindForm(c, &form); err == nil && form.Do == "cancel" {
		_, err = s.cancelArchive(c.Request.Context(), userOf(c).Username, m.ID)
	} else if err == nil {
		_, err = s.beginArchive(c)
	}
	if err != nil {
		return s.renderArchive(c, refusalOf(err).Status, err)
	}
	return seeOther(c, (&web.Archive{Campaign: m.ID}).URL())
}
