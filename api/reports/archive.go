package reports

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"hallmark/api/journal"
	"hallmark/api/register"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// ArchiveState says how far the making of an archive is.
type ArchiveState string

// The states. Two of them are never stored, but follow from the time: interrupted, when the process
// that made the archive has died, and gone, when its file has been kept long enough.
const (
	ArchiveMaking      ArchiveState = "making"
	ArchiveReady       ArchiveState = "ready"
	ArchiveCancelled   ArchiveState = "cancelled"
	ArchiveFailed      ArchiveState = "failed"
	ArchiveInterrupted ArchiveState = "interrupted"
	ArchiveGone        ArchiveState = "gone"
)

// archiveBeat is how often the process that makes an archive notes how far it is, and learns whether
// it was cancelled. archiveDead is how long after the last note that process counts as dead.
const (
	archiveBeat = time.Second
	archiveDead = 2 * time.Minute
)

// Archive is the ZIP with all reports of a campaign. A campaign has one at a time, whose file is
// kept for [register.ShelfLife].
type Archive struct {
	ID       campaign.ID         `json:"id"` // that of the campaign
	Label    string              `json:"label"`
	State    ArchiveState        `json:"state"`
	Language message.Language    `json:"language"` // of the list of its files
	Base     string              `json:"base"`     // address printed in the reports
	By       checklists.Username `json:"by"`
	Started  checklists.Time     `json:"started"`
	Noted    checklists.Time     `json:"noted"` // when its process last noted it, or when it was ready
	Done     int                 `json:"done"`
	Total    int                 `json:"total"`
	Size     int64               `json:"size"` // bytes, when ready
	Revision int                 `json:"revision"`
}

// ArchiveSchema says how archives are stored: under the IDs of their campaigns.
var ArchiveSchema = store.Schema[Archive]{
	Name:     "archives",
	ID:       func(a Archive) string { return string(a.ID) },
	Revision: func(a Archive) int { return a.Revision },
}

// at is the state of the archive at an instant.
func (a *Archive) at(now time.Time) ArchiveState {
	switch age := now.Sub(a.Noted.Time); {
	case a.State == ArchiveMaking && age > archiveDead:
		return ArchiveInterrupted
	case a.State == ArchiveReady && age >= register.ShelfLife:
		return ArchiveGone
	}
	return a.State
}

// File is the name of the file on the shelf. Each start has a name of its own, so that a process
// that was given up and ends late does not touch the file of the next.
func (a *Archive) File() string {
	return fmt.Sprintf("reports-%s-%d.zip", a.ID, a.Started.UnixMilli())
}

// errArchiveStopped says that an archive was cancelled, or started anew, while it was being made.
var errArchiveStopped = errors.New("the archive is not wanted any more")

// startArchive notes that an archive of a campaign is to be made. It refuses while one is being
// made.
func (s *Service) startArchive(ctx context.Context, m *campaign.Campaign, by checklists.Username,
	base string, l message.Language,
) (Archive, error) {
	reports, err := s.reported(ctx, m.ID)
	if err != nil {
		return Archive{}, err
	}
	if len(reports) == 0 {
		return Archive{}, wire.Refuse(http.StatusConflict, "nothing-to-archive")
	}
	now := checklists.At(s.Now())
	fresh := Archive{ID: m.ID, Label: m.Plan.Name, State: ArchiveMaking, Language: l, Base: base,
		By:      by,
		Started: now, Noted: now, Total: len(reports), Revision: 1}
	err = journal.Insert(ctx, s.Journal, s.Docs.Archives, fresh,
		archiveEvent(by, "archive-started", "", &fresh))
	if !errors.Is(err, store.ErrExists) {
		return fresh, err
	}
	former := ""
	again := func(a *Archive) (e journal.Event, err error) {
		if a.at(now.Time) == ArchiveMaking {
			return e, wire.Refuse(http.StatusConflict, "archive-making")
		}
		before, revision := journal.DigestDocument(a), a.Revision
		former, *a = a.File(), fresh
		a.Revision = revision + 1
		return archiveEvent(by, "archive-started", before, a), nil
	}
	fresh, err = journal.Update(ctx, s.Journal, s.Docs.Archives, string(m.ID), again)
	if err != nil {
		return fresh, err
	}
	return fresh, s.Shelf.Remove(ctx, former)
}

// cancelArchive stops an archive that is being made, and removes one that is ready.
func (s *Service) cancelArchive(ctx context.Context, by checklists.Username, id campaign.ID,
) (Archive, error) {
	cancel := func(a *Archive) (journal.Event, error) {
		before := journal.DigestDocument(a)
		a.State, a.Noted = ArchiveCancelled, checklists.At(s.Now())
		a.Revision++
		return archiveEvent(by, "archive-cancelled", before, a), nil
	}
	a, err := journal.Update(ctx, s.Journal, s.Docs.Archives, string(id), cancel)
	if err != nil {
		return a, err
	}
	return a, s.Shelf.Remove(ctx, a.File())
}

func archiveEvent(by checklists.Username, action string, before standard.Digest, a *Archive,
) journal.Event {
	return journal.Event{Actor: by, Action: action, Subject: "campaign/" + string(a.ID),
		Label: a.Label, Before: before, After: journal.DigestDocument(a), Revision: a.Revision}
}

// reported returns the audits of a campaign that have an official report, in the order of their
// starts.
func (s *Service) reported(ctx context.Context, id campaign.ID) ([]checklists.Audit, error) {
	var list []checklists.Audit
	q := store.Query{Equal: map[string]string{"campaign": string(id)}, Order: "started", Brief: true}
	for a, err := range s.Docs.Audits.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if a.State == checklists.Approved || a.State == checklists.Final {
			list = append(list, a)
		}
	}
	return list, nil
}

// MakeArchive makes an archive that was started, and notes how it ended.
func (s *Service) MakeArchive(ctx context.Context, a Archive) {
	size := &counter{}
	err := s.Shelf.Write(ctx, a.File(), func(w io.Writer) (err error) {
		defer func() { // this runs outside of a request, which would recover
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		size.to = w
		return s.zipReports(ctx, &a, size)
	})
	switch {
	case errors.Is(err, errArchiveStopped):
		return
	case err != nil:
		s.Log.ErrorContext(ctx, "archive", slog.String("campaign", string(a.ID)),
			slog.String("error", err.Error()))
		a.State = ArchiveFailed
	default:
		a.State, a.Size = ArchiveReady, size.n
	}
	err = s.noteArchive(context.WithoutCancel(ctx), &a)
	if errors.Is(err, errArchiveStopped) { // cancelled at the last moment
		err = s.Shelf.Remove(context.WithoutCancel(ctx), a.File())
	}
	if err != nil {
		s.Log.ErrorContext(ctx, "archive", slog.String("campaign", string(a.ID)),
			slog.String("error", err.Error()))
	}
}

// noteArchive stores how far an archive is. It returns [errArchiveStopped] when the archive was
// changed meanwhile.
func (s *Service) noteArchive(ctx context.Context, a *Archive) error {
	a.Noted = checklists.At(s.Now())
	a.Revision++
	err := s.Docs.Archives.Replace(ctx, *a, a.Revision-1)
	if errors.Is(err, store.ErrConflict) {
		return errArchiveStopped
	}
	return err
}

// zipReports writes the reports, and then a list of them. Only one report at a time is in memory.
func (s *Service) zipReports(ctx context.Context, a *Archive, w io.Writer) error {
	audits, err := s.reported(ctx, a.ID)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	files := make([]string, len(audits))
	beat := time.Now()
	for i := range audits {
		audit, err := s.Docs.Audits.Get(ctx, string(audits[i].ID))
		if err != nil {
			return err
		}
		report, err := s.print(ctx, &audit, a.Base, message.Chinese, "report")
		if err != nil {
			return fmt.Errorf("report %s: %w", audit.Number, err)
		}
		files[i] = wire.FileName(fmt.Sprintf("%04d-%s-%s.pdf", i+1, audit.HallName, audit.Number))
		if err := addToZip(z, files[i], audit.UpdatedAt.Time, report); err != nil {
			return err
		}
		a.Done, a.Total = i+1, len(audits)
		if time.Since(beat) >= archiveBeat {
			beat = time.Now()
			if err := s.noteArchive(ctx, a); err != nil {
				return err
			}
		}
	}
	list, err := z.CreateHeader(&zip.FileHeader{Method: zip.Store, Modified: a.Started.InHall(),
		Name: wire.FileName(message.Text(a.Language, "board.archive-list") + ".xlsx")})
	if err != nil {
		return err
	}
	if err := archiveTable(a, audits, files).WriteXLSX(list); err != nil {
		return err
	}
	return z.Close()
}

// addToZip adds a file without compressing it, since a PDF is compressed already.
func addToZip(z *zip.Writer, name string, at time.Time, content []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store,
		Modified: at.In(checklists.HallZone)})
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}

// counter counts the bytes that are written through it.
type counter struct {
	to io.Writer
	n  int64
}

// Write passes bytes on and counts them.
func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}
