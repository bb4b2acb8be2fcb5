package editions

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/formats"
	"hallmark/api/wire"
)

// export writes the edition of the request in the form of ?format=. A form that shows only one tier
// takes it from ?tier=.
func (s Handlers) export(c *gin.Context) (*exported, error) {
	e, err := s.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	f, ok := formats.Named(c.Query("format"))
	if !ok {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("format", "oneof", formats.Names())}
		return nil, r
	}
	options := formats.Options{Language: wire.LanguageOf(c)}
	if c.Query("tier") != "" || f.OneTier {
		if options.Tier, err = wire.TierOf(c); err != nil {
			return nil, err
		}
	}
	if options.Base, options.Sheets, err = s.Consolidated(c.Request.Context(), e.ID()); err != nil {
		return nil, err
	}
	x := &exported{edition: e, format: f, tier: options.Tier}
	x.losses, err = f.Write(&x.content, e, options)
	return x, err
}

// GetExport answers GET /api/v1/editions/:id/export.
func (s Handlers) GetExport(c *gin.Context) error {
	x, err := s.export(c)
	if err != nil {
		return err
	}
	name := string(x.edition.ID())
	if x.format.OneTier {
		name += "." + x.tier.String()
	}
	wire.Attach(c, wire.FileName(name)+x.format.Extensions[0])
	c.Header("Hallmark-Losses", strconv.Itoa(len(x.losses)))
	c.Data(http.StatusOK, x.format.ContentType, x.content.Bytes())
	return nil
}

// GetExportLosses answers GET /api/v1/editions/:id/export/losses.
func (s Handlers) GetExportLosses(c *gin.Context) error {
	x, err := s.export(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(ViewLosses(access.CallerOf(c), x.losses), ""))
	return nil
}
