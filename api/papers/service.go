package papers

import (
	"context"
	"time"

	"hallmark/api/store"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

// Deps are what the service works with.
type Deps struct {
	Fonts *fonts.Set // nil: the embedded ones
	Now   func() time.Time

	// Key is the key that signs now.
	Key func(context.Context) (*seal.Key, error)

	// Since is when the installation was first started with a program that keeps issues; the zero time
	// where it never was without.
	Since func(context.Context) (time.Time, error)

	Docs Docs
}

// Docs are the collections that the service reads and writes.
type Docs struct {
	Papers store.Collection[Issue]
}

// Service signs papers. It is safe for concurrent use.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }
