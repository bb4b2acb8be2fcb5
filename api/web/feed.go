package web

import (
	"net/url"

	"hallmark/checklists"
	"hallmark/standard"
)

// Changes is what was published, at /changes, the newest first.
type Changes struct {
	Frame
	Rows []Change
	Next string // cursor of the older part; "" at the end
}

func (*Changes) template() string { return "changes" }

// Change is one thing that was published. Base is "" where there is nothing to compare with.
type Change struct {
	Type          string // "edition.published", key "feed.type-…"
	At            checklists.Time
	Number, Title string
	Edition, Base standard.EditionID
	Effective     string
	Amendment     string
	Digest        standard.Digest
	Clauses       []ClauseUpdate
	URL, Until    string // of a consultation
}

// ClauseUpdate is what became of a clause.
type ClauseUpdate struct {
	UID        standard.ClauseUID
	Kind       standard.ChangeKind
	Grade      standard.ChangeGrade
	CodeBefore string
	CodeAfter  string
	URL        string // of the clause in the edition in which it stands
}

// Webhooks lists the subscriptions at /webhooks, with a form for a new one. NewSecret is shown
// once, to whoever made it, with the address that it is for.
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

// Outbox lists deliveries at /outbox.
type Outbox struct {
	Frame
	Rows   []Delivery
	States []string
	State  string // "" for all
	Next   string // cursor of the older part; "" at the end
}

func (*Outbox) template() string { return "outbox" }

// Delivery is one thing that is sent. Retry is where the form to try it again is sent, "" where it
// cannot be.
type Delivery struct {
	ID, Type, Target, State string
	Created, NextAt         checklists.Time // NextAt of a pending one
	Attempts                int
	Failure                 string // a sentence; "" where there was none
	Retry                   string
}

// Tone is how the state is coloured.
func (d Delivery) Tone() string {
	switch d.State {
	case "delivered":
		return "good"
	case "failed":
		return "poor"
	case "pending":
		if d.Failure != "" {
			return "fair"
		}
	}
	return "plain"
}

// Waits reports whether there will be another attempt.
func (d Delivery) Waits() bool { return d.State == "pending" }

// WebhookForm is sent to /webhooks. Types is one type, or "all".
type WebhookForm struct {
	URL   string `form:"url" validate:"required,max=2048"`
	Types string `form:"types" validate:"required,max=64"`
}

// WebhookStepForm is sent to /webhooks/{id}. Delivery is that of the step "retry".
type WebhookStepForm struct {
	Do       string `form:"do" validate:"required,oneof=test rotate enable disable delete retry"`
	Delivery string `form:"delivery" validate:"max=64"`
}
