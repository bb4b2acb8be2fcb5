package evidence

import (
	"context"
	"time"
)

// SetClean puts something else in the place of the work on a picture.
func (s *Service) SetClean(clean func([]byte) ([]byte, int, int, error)) { s.clean = clean }

// AtOnce is how many pictures are worked on at a time.
const AtOnce = atOnce

// Turn takes a turn of a service that has none left, and returns why it is refused.
func (s *Service) Turn(ctx context.Context, longest time.Duration) (leave func(), err error) {
	return s.turns.take(ctx, longest)
}

// Memory is how many MiB of photographs lie in memory.
const Memory = memory

// Bounds hand out memory.
type Bounds struct{ *bounds }

// NewBounds hands out so many MiB, for which so many may wait.
func NewBounds(megabytes, waiting int) Bounds { return Bounds{newBounds(megabytes, waiting)} }

// Take takes room.
func (b Bounds) Take(ctx context.Context, size int64, longest time.Duration) (func(), error) {
	return b.take(ctx, size, longest)
}

// Waiting is how many wait for room.
func (b Bounds) Waiting() int64 { return b.waiting.Load() }

// Waiting is how many requests wait for room.
func (s *Service) Waiting() int64 { return s.bounds.waiting.Load() }
