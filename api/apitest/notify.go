package apitest

import (
	"context"
	"net/http"

	"hallmark/api"
)

// Told is one notification of a person.
type Told struct {
	ID, Kind, Topic, Text, URL string
	Read                       bool
}

// Told lists the notifications of somebody, the latest first.
func (k *Kit) Told(user string) []Told {
	k.T.Helper()
	k.SignIn(user)
	var page struct{ Items []Told }
	k.Want(http.StatusOK, "GET", "/api/v1/notifications", nil, &page)
	return page.Items
}

// Restart puts a server that remembers nothing in the place of the kit's.
func (k *Kit) Restart() {
	k.T.Helper()
	var err error
	k.Server, err = api.New(context.Background(), k.Config)
	k.Must(err)
}
