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
