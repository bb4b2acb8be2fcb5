package takeover

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// formTime is how a form writes a time, in the zone of the halls.
const formTime = "2006-01-02T15:04"

// PageHandIns answers GET /hand-ins.
func (s Handlers) PageHandIns(c *gin.Context) error {
	q, keep, err := handInQuery(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	page := &web.HandIns{Frame: s.Pages.Frame(c)}
	page.Rows, page.Next, err = wire.Collect(ctx, s.Docs.HandIns, q, keep,
		func(h HandIn) web.HandIn { return s.row(ctx, &h, page.Language) })
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

func (s *Service) row(ctx context.Context, h *HandIn, l message.Language) web.HandIn {
	row := web.HandIn{ID: h.ID, Audit: h.Audit, Hall: h.Hall, HallName: h.HallName, Kind: h.Kind,
		By: s.Access.NameOf(ctx, h.By), At: h.At, Begun: h.Begun, Corrected: h.Corrected,
		Why: h.Why.In(l), File: h.File, State: string(h.State), DecidedAt: h.DecidedAt,
		Comment: h.Comment, Revision: h.Revision}
	if h.DecidedBy != "" {
		row.DecidedBy = s.Access.NameOf(ctx, h.DecidedBy)
	}
	return row
}

// PageHandIn answers GET /hand-ins/:id.
func (s Handlers) PageHandIn(c *gin.Context) error {
	h, err := s.handInOf(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderHandIn(c, http.StatusOK, &h, web.HandInForm{}, nil)
}

func (s Handlers) renderHandIn(c *gin.Context, status int, h *HandIn, form web.HandInForm,
	wrong error,
) error {
	u := access.UserOf(c)
	page := &web.HandInPage{Frame: s.Pages.Frame(c), Left: h.Left, Form: form,
		May: h.State == HandInWaiting && access.ScopeOf(access.ReviewAudits, u) == access.Anything &&
			u.MayDecide(h.Hall, h.HallName) == nil}
	page.HandIn = s.row(c.Request.Context(), h, page.Language)
	page.Path = web.HandInURL(h.ID)
	var err error
	if page.Holds, err = s.holds(c.Request.Context(), h, page.Language); err != nil {
		return err
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	return s.Pages.Render(c, status, page)
}

// FormHandIn answers POST /hand-ins/:id: it takes the hand-in over or refuses it.
func (s Handlers) FormHandIn(c *gin.Context) error {
	id := c.Param("id")
	h, err := s.handInOf(c.Request.Context(), access.CallerOf(c), id)
	if err != nil {
		return err
	}
	var form web.HandInForm
	if err = pages.BindForm(c, &form); err == nil {
		err = s.decideByForm(c.Request.Context(), access.CallerOf(c), id, form)
	}
	if err != nil {
		return s.renderHandIn(c, wire.RefusalOf(err).Status, &h, form, err)
	}
	return pages.SeeOther(c, web.HandInURL(id))
}

func (s *Service) decideByForm(ctx context.Context, caller access.Caller, id string,
	form web.HandInForm,
) error {
	if form.Do == "refuse" {
		in := refuseRequest{Revision: form.Revision, Comment: form.Comment}
		if err := wire.Validate(&in); err != nil {
			return err
		}
		_, err := s.refuse(ctx, caller, id, in)
		return err
	}
	in := takeRequest{Revision: form.Revision}
	if form.Begun != "" {
		at, err := time.ParseInLocation(formTime, form.Begun, checklists.HallZone)
		if err != nil {
			return wire.InvalidField("begun", "datetime")
		}
		in.Begun = checklists.At(at)
	}
	_, err := s.take(ctx, caller, id, in)
	return err
}
