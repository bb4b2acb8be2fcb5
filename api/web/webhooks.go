package web

import (
	"net/url"

	"hallmark/checklists"
)

// Webhooks lists the subscriptions at /webhooks, with a form for a new one. NewSecret is shown
// once, to the person who made the subscription, with the address that it is for.
type Webhooks struct {
	Frame
	Rows       []Webhook
	Types      []string
	Form       WebhookForm
	NewSecret  string
	SecretOf   string
	Deliveries []Delivery
	MayOutbox  bool
}

func (*Webhooks) template() string { return "webhooks" }

// Webhook is a subscription.
type Webhook struct {
	ID, URL string
	Types   []string
	Enabled bool
	Gone    bool
	Created checklists.Time
	By      string
}

// Action returns where the forms of a subscription are sent.
func (w Webhook) Action() string { return "/webhooks/" + url.PathEscape(w.ID) }

// WebhookForm is sent to /webhooks. Types is one type, or "all".
type WebhookForm struct {
	URL   string `form:"url" validate:"required,max=2048"`
	Types string `form:"types" validate:"required,max=64"`
}

// WebhookStepForm is sent to /webhooks/{id}. Delivery is that of the step "retry".
type WebhookStepForm struct {
	Do       string `form:"do" validate:"required,oneof=test rotate enable disable delete retry"`
	Delivery string `form:"delivery" validate:"max=64"`

	Confirmed bool `form:"confirmed"` // on the page that asked first
}
