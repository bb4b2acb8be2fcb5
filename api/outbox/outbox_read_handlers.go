package outbox

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// GetOutbox answers GET /api/v1/outbox with the deliveries, the newest first; ?state= selects those
// of one state.
func (s Handlers) GetOutbox(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	switch state := DeliveryState(c.Query("state")); state {
	case "":
	case Pending, Delivered, Failed, Cancelled:
		q.Equal = map[string]string{"state": string(state)}
	default:
		return wire.InvalidField("state", "oneof", "pending delivered failed cancelled")
	}
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Outbox, q, nil,
		func(d Delivery) deliveryView { return ViewDelivery(access.CallerOf(c), d) })
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Targets, deliveryTable))
}

// PostRetry answers POST /api/v1/outbox/:id/retry.
func (s Handlers) PostRetry(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.Retry(ctx, access.UserOf(c).Username, c.Param("id")); err != nil {
		return err
	}
	d, err := s.Docs.Outbox.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, ViewDelivery(access.CallerOf(c), d))
	return nil
}
