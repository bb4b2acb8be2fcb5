package pages

import (
	"context"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// Deps are what the service works with.
type Deps struct {
	Templates *web.Pages
	Site      wire.Site

	// Functions of rooms that this one may not import.
	UnreadFor func(ctx context.Context, name checklists.Username) int
}

// Service renders pages. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }
