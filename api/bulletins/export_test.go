package bulletins

import (
	"context"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
)

// SealBulletinForTest only seals a bulletin, as a crash before the numbering leaves it.
func (s *Service) SealBulletinForTest(ctx context.Context, by checklists.Username, id string) error {
	_, err := s.changeBulletin(ctx, by, id, 0, "bulletin-sealed",
		func(b *bulletin.Bulletin) error { return b.Seal(by, s.Now()) })
	return err
}
