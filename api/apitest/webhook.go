package apitest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
)

// receiver is a real HTTP server that keeps what it is sent.
type receiver struct {
	*httptest.Server
	Mu     sync.Mutex
	got    []Message
	status int
	Hold   chan struct{} // closed to let the answer go; nil answers at once
	Hit    chan struct{}
}

// Message is one request of a webhook as a receiver got it.
type Message struct {
	ID, Timestamp, Signature, Body string
}

// NewReceiver starts a receiver of webhooks, which ends with the test.
func NewReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent, Hit: make(chan struct{}, 100)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.Mu.Lock()
		r.got = append(r.got, Message{q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp"),
			q.Header.Get("webhook-signature"), string(body)})
		status, hold := r.status, r.Hold
		r.Mu.Unlock()
		r.Hit <- struct{}{}
		if hold != nil {
			select {
			case <-hold:
			case <-q.Context().Done():
			}
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) Answer(status int) {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	r.status = status
}

func (r *receiver) Messages() []Message {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	return append([]Message{}, r.got...)
}

// Hook is a subscription of a webhook as the API shows it.
type Hook struct {
	ID, URL, Secret string
	Enabled, Gone   bool
	Revision        int
}

// Subscribe makes a subscription in the name of the editor.
func (k *Kit) Subscribe(url string, types ...string) Hook {
	k.T.Helper()
	var w Hook
	k.SignIn("editor")
	k.Want(http.StatusCreated, "POST", "/api/v1/webhooks", Object{"url": url, "types": types}, &w)
	return w
}

// Publish publishes the reference amendment's edition.
func (k *Kit) Publish() *standard.Edition {
	k.T.Helper()
	base, err := fixtures.Edition2017()
	k.Must(err)
	sheet, err := fixtures.AmendmentXG1()
	k.Must(err)
	next, err := standard.Apply(base, sheet)
	k.Must(err)
	k.Must(k.Server.Feed.PublishEdition(context.Background(), "editor", next))
	return next
}

// Pass delivers once what waits in the outbox.
func (k *Kit) Pass() {
	k.T.Helper()
	k.Must(k.Server.Deliver(context.Background()))
}

// Delivery is an entry of the outbox as the API shows it.
type Delivery struct {
	ID, State, LastError, Detail string
	Attempts                     int
}

// Deliveries reads the outbox in the name of the admin.
func (k *Kit) Deliveries() []Delivery {
	k.T.Helper()
	k.SignIn("admin")
	var page struct{ Items []Delivery }
	k.Want(200, "GET", "/api/v1/outbox", nil, &page)
	return page.Items
}
