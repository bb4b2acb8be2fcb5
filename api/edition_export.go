package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/formats"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/standard"
	"hallmark/standard/message"
)

// exported is an edition as a file.
type exported struct {
	edition *standard.Edition
	format  formats.Format
	tier    standard.Tier
	content bytes.Buffer
	losses  []standard.Loss
}

// export writes the edition of the request in the form of ?format=, for ?tier= where the form shows
// one tier.
func (s *Server) export(c *gin.Context) (*exported, error) {
	e, err := s.editionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	f, ok := formats.Named(c.Query("format"))
	if !ok {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("format", "oneof", formats.Names())}
		return nil, r
	}
	options := formats.Options{Language: language(c)}
	if c.Query("tier") != "" || f.OneTier {
		if options.Tier, err = tierOf(c); err != nil {
			return nil, err
		}
	}
	if options.Base, options.Sheets, err = s.consolidated(c.Request.Context(), e.ID()); err != nil {
		return nil, err
	}
	x := &exported{edition: e, format: f, tier: options.Tier}
	x.losses, err = f.Write(&x.content, e, options)
	return x, err
}

// consolidated follows the amendments of an edition back to the one that was published first: that edition
// (nil when id is it) and the sheets in their order.
func (s *Server) consolidated(ctx context.Context, id standard.EditionID) (
	base *standard.Edition, sheets []*standard.Amendment, err error,
) {
	for {
		d, err := s.docs.amendments.Get(ctx, string(id))
		if errors.Is(err, store.ErrNotFound) {
			return base, sheets, nil
		}
		if err != nil {
			return nil, nil, err
		}
		a, err := d.parse()
		if err != nil {
			return nil, nil, err
		}
		id, sheets = d.Base, append([]*standard.Amendment{a}, sheets...)
		if base, err = s.edition(ctx, id); err != nil {
			return nil, nil, err
		}
	}
}

func (s *Server) getExport(c *gin.Context) error {
	x, err := s.export(c)
	if err != nil {
		return err
	}
	name := string(x.edition.ID())
	if x.format.OneTier {
		name += "." + x.tier.String()
	}
	attach(c, fileName(name)+x.format.Extensions[0])
	c.Header("Hallmark-Losses", strconv.Itoa(len(x.losses)))
	c.Data(http.StatusOK, x.format.ContentType, x.content.Bytes())
	return nil
}

type lossView struct {
	Path   string `json:"path"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func viewLosses(caller Caller, losses []standard.Loss) []lossView {
	items := make([]lossView, 0, len(losses))
	for _, loss := range losses {
		items = append(items, lossView{loss.Path, loss.Code, loss.Text(caller.Language)})
	}
	return items
}

func (s *Server) getExportLosses(c *gin.Context) error {
	x, err := s.export(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, listOf(viewLosses(callerOf(c), x.losses), ""))
	return nil
}

// exports lists the forms of an edition for its page.
func exports(e *standard.Edition, l message.Language) []web.Export {
	var list []web.Export
	for _, f := range formats.All() {
		x := web.Export{
			Name:  message.Text(l, "format."+f.Name),
			About: message.Text(l, "format."+f.Name+"-about"),
			URL:   web.ExportURL(e.ID(), f.Name),
		}
		if f.OneTier {
			list = append(list, ofTiers(e, x)...)
			continue
		}
		list = append(list, x)
	}
	return list
}

// ofTiers makes one export of each tier.
func ofTiers(e *standard.Edition, x web.Export) []web.Export {
	var list []web.Export
	for _, t := range standard.Tiers() {
		list = append(list, web.Export{Name: x.Name + " · " + e.TierName(t), About: x.About,
			URL: x.URL + "&tier=" + t.String()})
	}
	return list
}
