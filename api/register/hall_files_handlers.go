package register

import (
	"bytes"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// sendHalls sends the halls under the filter as a file that can be read back.
func (s Handlers) sendHalls(c *gin.Context, format string, f *hallFilter) error {
	all, err := s.HeadsInScope(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	heads := f.of(all)
	full := make(map[checklists.HallID]checklists.Hall, len(heads))
	if len(heads) < 50 { // one by one; of more, all are read
		for _, h := range heads {
			if full[h.ID], err = s.Docs.Halls.Get(c.Request.Context(), string(h.ID)); err != nil {
				return err
			}
		}
	} else {
		for h, err := range s.Docs.Halls.Find(c.Request.Context(), store.Query{}) {
			if err != nil {
				return err
			}
			full[h.ID] = h
		}
	}
	halls := make([]checklists.Hall, len(heads))
	for i, h := range heads {
		halls[i] = full[h.ID]
	}
	return wire.SendTable(c, format, hallSheet(wire.LanguageOf(c), halls))
}

// GetHallTemplate is an empty workbook for the register.
func (s Handlers) GetHallTemplate(c *gin.Context) error {
	return wire.SendTable(c, "xlsx", hallSheet(wire.LanguageOf(c), nil))
}

// PostHallImport reads the register from a file, or only says what that would change.
func (s Handlers) PostHallImport(c *gin.Context) error {
	content, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	ctx, format := c.Request.Context(), c.Query("format")
	plan, err := s.planHalls(ctx, format, bytes.NewReader(content))
	if err != nil {
		return err
	}
	if c.Query("dryRun") != "true" {
		name := standard.DigestBytes(content).Short() + "." + format
		if err := s.importHalls(ctx, access.UserOf(c).Username, name, plan); err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, hallImportView{plan, editions.ViewLosses(access.CallerOf(c), plan.Losses)})
	return nil
}
