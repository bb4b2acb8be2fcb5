package pages

import (
	"context"

	"hallmark/api/web"
	"hallmark/checklists"
)

// Deps are what the room works with.
type Deps struct {
	Templates *web.Pages

	// What rooms above do.
	UnreadFor func(ctx context.Context, name checklists.Username) int
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps
}

// New makes the room.
func New(d Deps) *Service { return &Service{Deps: d} }
