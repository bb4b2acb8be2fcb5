package reports

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/store"
	"hallmark/standard/message"
)

// StartArchiveForTest notes that the reports of a campaign are packed, and packs nothing.
func (s *Service) StartArchiveForTest(ctx context.Context, campaign string) error {
	_, err := s.startedForTest(ctx, campaign)
	return err
}

func (s *Service) startedForTest(ctx context.Context, campaign string) (Archive, error) {
	m, err := s.Docs.Campaigns.Get(ctx, campaign)
	if err != nil {
		return Archive{}, err
	}
	return s.startArchive(ctx, &m, "supervisor", "http://127.0.0.1", message.Chinese)
}

// CancelWhilePackingForTest packs reports that are cancelled meanwhile, and fails when the file is there.
func (s *Service) CancelWhilePackingForTest(ctx context.Context, campaign string) error {
	a, err := s.startedForTest(ctx, campaign)
	if err != nil {
		return err
	}
	if _, err := s.cancelArchive(ctx, "supervisor", a.ID); err != nil {
		return err
	}
	s.makeArchive(ctx, a)
	if _, _, err := s.Shelf.Open(ctx, a.File()); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("the file of a cancelled archive: %w", err)
	}
	return nil
}

// VerifyingForTest is how many files are being verified.
func (s *Service) VerifyingForTest() int {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return len(s.desk.from)
}
