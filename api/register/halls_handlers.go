package register

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// hallsInScope reads one page of the halls that the filter chooses and the caller may see, in the
// order of their IDs.
func (s Handlers) hallsInScope(c *gin.Context, f *hallFilter) ([]checklists.Hall, string, error) {
	ctx, user := c.Request.Context(), access.UserOf(c)
	if access.ReachOf(c) == access.OwnHall {
		h, err := s.Docs.Halls.Get(ctx, string(user.Hall))
		if err != nil || !f.keeps(&h) {
			return []checklists.Hall{}, "", err
		}
		return []checklists.Hall{h}, "", nil
	}
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	if f.narrow() || access.ReachOf(c) != access.Anything {
		return s.hallsFound(ctx, access.CallerOf(c), q, f)
	}
	if f.Tier != standard.NoTier {
		q.Equal = map[string]string{"tier": f.Tier.String()}
	}
	return wire.Collect(ctx, s.Docs.Halls, q, nil,
		func(h checklists.Hall) checklists.Hall { return h })
}

// GetHalls answers GET /api/v1/halls.
func (s Handlers) GetHalls(c *gin.Context) error {
	f, err := hallFilterOf(c)
	if err != nil {
		return err
	}
	if format := c.Query("format"); format != "" && format != "json" {
		return s.sendHalls(c, format, f)
	}
	items, next, err := s.hallsInScope(c, f)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wire.ListOf(items, next))
	return nil
}

// GetHall answers GET /api/v1/halls/:id.
func (s Handlers) GetHall(c *gin.Context) error {
	h, err := s.Hall(c.Request.Context(), access.CallerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, h)
	return nil
}

// PostHall answers POST /api/v1/halls.
func (s Handlers) PostHall(c *gin.Context) error {
	var in hallRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	h, err := in.hall()
	if err != nil {
		return err
	}
	if h, err = s.addHall(c.Request.Context(), access.UserOf(c).Username, h); err != nil {
		return err
	}
	c.Header("Location", "/api/v1/halls/"+string(h.ID))
	c.JSON(http.StatusCreated, h)
	return nil
}

// PatchHall answers PATCH /api/v1/halls/:id.
func (s Handlers) PatchHall(c *gin.Context) error {
	var in hallPatch
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	before, err := s.Hall(c.Request.Context(), access.CallerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	if err := access.UserOf(c).MayDecide(before.ID, before.Name); err != nil {
		return err
	}
	if before.Revision != in.Revision {
		return store.ErrConflict
	}
	after := before
	in.apply(&after)
	after, err = s.changeHall(c.Request.Context(), access.UserOf(c).Username, &before, after)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, after)
	return nil
}
