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

// importDraft reads an edition and opens a draft of its base that says the same.
func (s *Service) importDraft(ctx context.Context, by checklists.Username, in newDraftRequest,
	form formats.Format, content io.Reader,
) (d DraftDocument, losses []standard.Loss, err error) {
	d, err = s.openDraft(ctx, by, in, func(base *standard.Edition, used []standard.ClauseUID) (
		*standard.WorkingDraft, error,
	) {
		read, found, err := form.Read(content, base)
		if open := (*formats.Unfinished)(nil); errors.As(err, &open) {
			err = open.Missing
		}
		if err != nil {
			return nil, err
		}
		w, lost, err := standard.DraftOf(base, read, used...)
		losses = append(found, lost...)
		return w, err
	})
	return d, losses, err
}

// readable names the forms from which a draft can be read.
func readable() (names []string) {
	for _, f := range formats.All() {
		if f.Read != nil {
			names = append(names, f.Name)
		}
	}
	return names
}
