package robots

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
)

// GetRobots answers GET /api/v1/robots.
func (s Handlers) GetRobots(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Robots, q, nil, viewRobot)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Access.Everybody, robotTable))
}

// PostRobot answers POST /api/v1/robots.
func (s Handlers) PostRobot(c *gin.Context) error {
	var in robotRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	r, err := s.addRobot(c.Request.Context(), access.UserOf(c).Username, wire.LanguageOf(c).String(),
		&in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, viewRobot(r))
	return nil
}

// PatchRobot answers PATCH /api/v1/robots/:id.
func (s Handlers) PatchRobot(c *gin.Context) error {
	var in robotPatch
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	r, err := s.changeRobot(c.Request.Context(), access.UserOf(c).Username, c.Param("id"),
		func(r *Robot) error {
			if r.Revision != in.Revision {
				return store.ErrConflict
			}
			wire.Set(&r.Topics, in.Topics)
			wire.Set(&r.Enabled, in.Enabled)
			if wrong := checkTopics(r.Topics); wrong != nil {
				refusal := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
				refusal.Fields = wrong
				return refusal
			}
			return nil
		})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewRobot(r))
	return nil
}

// DeleteRobot answers DELETE /api/v1/robots/:id.
func (s Handlers) DeleteRobot(c *gin.Context) error {
	if err := s.dropRobot(c.Request.Context(), access.UserOf(c).Username, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// PostRobotTest answers POST /api/v1/robots/:id/test.
func (s Handlers) PostRobotTest(c *gin.Context) error {
	d, err := s.tryRobot(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, outbox.ViewDelivery(access.CallerOf(c), d))
	return nil
}
