package reports

import (
	"errors"
	"io"
	"net/http"
	"time"

	"hallmark/api/register"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// archiveView is an archive as it is now.
type archiveView struct {
	Campaign campaign.ID         `json:"campaign"`
	State    ArchiveState        `json:"state"`
	By       checklists.Username `json:"by"`
	Started  checklists.Time     `json:"started"`
	Done     int                 `json:"done"`
	Total    int                 `json:"total"`
	Size     int64               `json:"size"`  // bytes, when ready
	Until    checklists.Time     `json:"until"` // the end of its keeping; "" unless it is ready
}

func (s *Service) viewArchive(a *Archive) archiveView {
	v := archiveView{Campaign: a.ID, State: a.at(s.Now()), By: a.By, Started: a.Started, Done: a.Done,
		Total: a.Total, Size: a.Size}
	if v.State == ArchiveReady {
		v.Until = checklists.At(a.Noted.Add(register.ShelfLife))
	}
	return v
}

// sendSlowly sends a file over a connection that may be slow. It gives up when less than a piece of
// 4 MiB gets through within [wire.WriteTimeout], the time that other answers have as a whole.
func sendSlowly(w http.ResponseWriter, file io.Reader) error {
	const piece = 4 << 20
	for line := http.NewResponseController(w); ; {
		err := line.SetWriteDeadline(time.Now().Add(wire.WriteTimeout))
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		if _, err := io.CopyN(w, file, piece); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
