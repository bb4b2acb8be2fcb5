package drafts

import (
	"context"
	"errors"
	"io"

	"hallmark/api/editions"
	"hallmark/api/formats"
	"hallmark/checklists"
	"hallmark/standard"
)

// importedDraft is the draft that was made of a file.
type importedDraft struct {
	Draft  draftLine           `json:"draft"`
	Losses []editions.LossView `json:"losses"` // what was read and not taken
}

// importDraft reads a file and opens a draft of its base: of an edition, one that says the same; of a
// foreign catalog, one with its controls as new clauses. Name is that of the file or of a form.
func (s *Service) importDraft(ctx context.Context, by checklists.Username, in newDraftRequest,
	name string, content io.Reader,
) (d DraftDocument, losses []standard.Loss, err error) {
	d, err = s.openDraft(ctx, by, in, func(base *standard.Edition, used []standard.ClauseUID) (
		w *standard.WorkingDraft, err error,
	) {
		var lost []standard.Loss
		read, found, err := formats.Read(name, content, base)
		if open := (*formats.Unfinished)(nil); errors.As(err, &open) {
			w, lost, err = standard.DraftWith(base, open.Tree, open.Places, used...)
		} else if err == nil {
			w, lost, err = standard.DraftOf(base, read, used...)
		}
		losses = append(found, lost...)
		return w, err
	})
	return d, losses, err
}
