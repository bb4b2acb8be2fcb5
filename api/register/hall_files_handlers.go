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

// sendHalls sends the halls that a filter chooses, as a file that can be imported again.
func (s Handlers) sendHalls(c *gin.Context, format string, f *hallFilter) error {
	all, err := s.HeadsInScope(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	chosen := f.of(all)
	full := make(map[checklists.HallID]checklists.Hall, len(chosen))
	if len(chosen) < 50 { // few are read one by one; for more, the whole register is read
		for _, h := range chosen {
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
	halls := make([]checklists.Hall, len(chosen))
	for i, h := range chosen {
		halls[i] = full[h.ID]
	}
	return wire.SendTable(c, format, hallSheet(wire.LanguageOf(c), halls))
}

// GetHallTemplate answers GET /api/v1/hall-template with an empty workbook of the register, to be
// filled in.
func (s Handlers) GetHallTemplate(c *gin.Context) error {
	return wire.SendTable(c, "xlsx", hallSheet(wire.LanguageOf(c), nil))
}

// PostHallImport answers POST /api/v1/halls/import: it imports the register from a file or, with
// ?dryRun=true, only reports what the import would change.
func (s Handlers) PostHallImport(c *gin.Context) error {
	content, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	ctx, format := c.Request.Context(), c.Query("format")
	if format != "xlsx" && format != "csv" {
		return wire.InvalidField("format", "oneof", "xlsx csv")
	}
	plan, err := s.planHalls(ctx, format, bytes.NewReader(content))
	if err != nil {
		return err
	}
	plan.noteUnprintable(c)
	if c.Query("dryRun") != "true" {
		name := standard.DigestBytes(content).Short() + "." + format
		if err := s.importHalls(ctx, access.UserOf(c), name, plan); err != nil {
			return err
		}
	}
	c.JSON(http.StatusOK, hallImportView{plan, editions.ViewLosses(access.CallerOf(c), plan.Losses)})
	return nil
}
