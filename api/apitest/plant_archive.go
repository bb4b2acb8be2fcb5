package apitest

import (
	"context"
	"errors"
	"io"

	"hallmark/api/reports"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// PlantArchive puts a packed archive of a campaign, of a size in bytes, in place of any other.
func (k *Kit) PlantArchive(ctx context.Context, id string, size int) error {
	s := k.Server.Reports
	a := reports.Archive{ID: campaign.ID(id), State: reports.ArchiveReady, Noted: checklists.At(s.Now()),
		Revision: 1}
	err := s.Docs.Archives.Insert(ctx, a)
	if errors.Is(err, store.ErrExists) {
		_, err = store.Update(ctx, s.Docs.Archives, id, func(have *reports.Archive) error {
			a.Revision = have.Revision + 1
			*have = a
			return nil
		})
	}
	if err != nil {
		return err
	}
	return s.Shelf.Write(ctx, a.File(), func(w io.Writer) error {
		_, err := w.Write(make([]byte, size))
		return err
	})
}
