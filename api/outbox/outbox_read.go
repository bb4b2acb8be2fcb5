package outbox

import (
	"hallmark/api/access"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// deliveryView is a delivery in the API's form, without its payload.
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

// ViewDelivery is a delivery in the API's form, without its payload.
func ViewDelivery(caller access.Caller, d Delivery) deliveryView {
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
	case "status", "robot", "mail-refused", "mail-later":
		return message.Text(l, "outbox.error-"+d.LastError, d.LastStatus)
	}
	return message.Text(l, "outbox.error-"+d.LastError)
}
