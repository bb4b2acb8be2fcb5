package evidence

import (
	"time"

	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf"
)

// Deps are what the room works with.
type Deps struct {
	Blobs store.Blobs
	Now   func() time.Time

	Journal *journal.Service

	Docs Docs
}

// Docs are the collections that the room reads and writes.
type Docs struct {
	Audits   store.Collection[checklists.Audit]
	Evidence store.Collection[Link]
}

// Service is the room. It is safe for concurrent use.
type Service struct {
	Deps

	Turns  Turns
	Bounds *Bounds
	// Clean returns a picture as it is kept. Another one may take its place before the first request.
	Clean func(picture []byte) (kept []byte, width, height int, err error)
}

// New makes the room.
func New(d Deps) *Service {
	s := &Service{Deps: d, Turns: make(Turns, AtOnce),
		Bounds: NewBounds(Memory, mostWaiting), Clean: pdf.NormalizeImage}
	follow.Handle(d.Journal.Steps, linksKind, s.showByStep)
	return s
}

// Handlers answer the requests for the room.
type Handlers struct{ *Service }
