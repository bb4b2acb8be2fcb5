package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard/message"
)

// deliveryView is a delivery in the API's form, without what is sent.
type deliveryView struct {
	ID         string          `json:"id"`
	Channel    Channel         `json:"channel"`
	Target     string          `json:"target"`
	Type       string          `json:"type"`
	Name       string          `json:"name"`
	State      DeliveryState   `json:"state"`
	Attempts   int             `json:"attempts"`
	Created    checklists.Time `json:"created"`
	NextAt     checklists.Time `json:"nextAt,omitzero"` // of a pending one
	LastStatus int             `json:"lastStatus,omitempty"`
	LastError  string          `json:"lastError"`
	Detail     string          `json:"detail"` // the error as a sentence
}

func viewDelivery(caller Caller, d Delivery) deliveryView {
	v := deliveryView{ID: d.ID, Channel: d.Channel, Target: d.Target, Type: d.Type, Name: d.Name,
		State: d.State, Attempts: d.Attempts, Created: d.Created, LastStatus: d.LastStatus,
		LastError: d.LastError, Detail: whyFailed(caller.Language, d)}
	if d.State == Pending {
		v.NextAt = d.NextAt
	}
	return v
}

// whyFailed says why the last attempt failed; "" where it did not.
func whyFailed(l message.Language, d Delivery) string {
	switch d.LastError {
	case "":
		return ""
	case "status", "robot":
		return message.Text(l, "outbox.error-"+d.LastError, d.LastStatus)
	}
	return message.Text(l, "outbox.error-"+d.LastError)
}

// getOutbox lists deliveries, the newest first; ?state= only those of a state.
func (s *Server) getOutbox(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	switch state := DeliveryState(c.Query("state")); state {
	case "":
	case Pending, Delivered, Failed, Cancelled:
		q.Equal = map[string]string{"state": string(state)}
	default:
		return invalidField("state", "oneof", "pending delivered failed cancelled")
	}
	items, next, err := collect(c.Request.Context(), s.docs.outbox, q, nil,
		func(d Delivery) deliveryView { return viewDelivery(callerOf(c), d) })
	if err != nil {
		return err
	}
	if wantsFile(c) {
		targets, err := s.targets(c.Request.Context())
		if err != nil {
			return err
		}
		return sendRows(c, next, deliveryTable(language(c), targets, items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) postRetry(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := s.retry(ctx, userOf(c).Username, c.Param("id")); err != nil {
		return err
	}
	d, err := s.docs.outbox.Get(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewDelivery(callerOf(c), d))
	return nil
}
