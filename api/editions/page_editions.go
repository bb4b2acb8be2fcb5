package editions

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// allEditions loads every edition, the newest first.
func (s *Service) allEditions(ctx context.Context) ([]*standard.Edition, error) {
	lines, err := s.EditionLines(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*standard.Edition, len(lines))
	for i, line := range lines {
		if out[i], err = s.Edition(ctx, line.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// PageEditions answers GET /editions.
func (s Handlers) PageEditions(c *gin.Context) error {
	page := &web.Editions{Frame: s.Pages.Frame(c)}
	var err error
	if page.Editions, err = s.allEditions(c.Request.Context()); err != nil {
		return err
	}
	e, err := s.EditionInForce(c.Request.Context(), s.Now())
	if err == nil {
		page.InForce = e.ID()
	} else if wire.RefusalOf(err).Code != "no-edition" {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageEdition answers GET /editions/:id.
func (s Handlers) PageEdition(c *gin.Context) error {
	e, err := s.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page := &web.Edition{Frame: s.Pages.Frame(c), Edition: e, Exports: exports(e, wire.LanguageOf(c))}
	if c.Query("tier") != "" {
		if page.Tier, err = wire.TierOf(c); err != nil {
			return err
		}
	}
	lines, err := s.EditionLines(c.Request.Context())
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.ID != e.ID() {
			page.Others = append(page.Others, line.ID)
		}
	}
	return s.Pages.Render(c, http.StatusOK, page)
}
