package register

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// Import is a file of halls that was taken into the register: one decision, from which the entries
// of all its halls follow.
type Import struct {
	ID      string              `json:"id"` // UUIDv7
	By      checklists.Username `json:"by"`
	At      checklists.Time     `json:"at"`
	Name    string              `json:"name"`   // of the file
	Digest  standard.Digest     `json:"digest"` // of what it does
	New     int                 `json:"new"`
	Changed int                 `json:"changed"`
}

// ImportSchema declares the collection of imports.
var ImportSchema = store.Schema[Import]{
	Name:     "imports",
	ID:       func(i Import) string { return i.ID },
	Revision: wire.Never[Import],
}

// hallsKind is the kind of the step of an import that writes its halls.
const hallsKind = "halls"

// importedHall is a hall as the step of an import holds it.
type importedHall struct {
	Before int             `json:"before"` // the revision that it had; 0 for a new hall
	After  checklists.Hall `json:"after"`
	Fields []string        `json:"fields"` // that change; none of a new hall
}

// packHalls makes the argument of the step: the halls as JSON, packed by gzip, since those of a
// province would not fit into one document otherwise.
func packHalls(plan *hallImport) ([]byte, error) {
	halls := make([]importedHall, len(plan.writes))
	for i, w := range plan.writes {
		halls[i] = importedHall{After: w.after, Fields: w.fields}
		if w.before != nil {
			halls[i].Before = w.before.Revision
		}
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	err := errors.Join(json.NewEncoder(z).Encode(halls), z.Close())
	return b.Bytes(), err
}

func unpackHalls(packed []byte) (halls []importedHall, err error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	return halls, json.Unmarshal(b, &halls)
}

// importHalls takes what was planned into the register, each hall together with its event; a file
// that changes nothing is no event. Nobody changes the entry of the hall in which they work, see
// [access.User.MayDecide]; then nothing is written.
func (s *Service) importHalls(ctx context.Context, u *access.User, name string,
	plan *hallImport,
) error {
	for i := range plan.writes {
		w := &plan.writes[i]
		w.after.Changed = checklists.At(s.Now())
		if w.before == nil {
			continue
		}
		if err := u.MayDecide(w.before.ID, w.before.Name); err != nil {
			return err
		}
		w.after.Revision = w.before.Revision + 1
	}
	if len(plan.writes) == 0 {
		return nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	in := Import{ID: id.String(), By: u.Username, At: checklists.At(s.Now()), Name: name,
		Digest: journal.DigestDocument(plan), New: plan.New, Changed: plan.Changed}
	follows, err := s.Journal.Follows(ctx, journal.Event{Actor: in.By, Action: "halls-imported",
		Subject: "halls/import", Label: name, After: in.Digest, Revision: in.New + in.Changed})
	if err != nil {
		return err
	}
	packed, err := packHalls(plan)
	if err != nil {
		return err
	}
	step, err := follow.Step(hallsKind, follow.Data+1, packed)
	if err != nil {
		return err
	}
	return follow.Insert(ctx, s.Journal.Steps, s.Docs.Imports, in, append(follows, step)...)
}

// finishImports finishes the imports that broke off.
func (s *Service) finishImports(ctx context.Context) error {
	steps := s.Journal.Steps
	open, err := steps.Engine.Steps(ctx, ImportSchema.Name, "")
	for i := range open {
		if err == nil {
			err = steps.Finish(ctx, store.Subject{Collection: ImportSchema.Name, Doc: open[i].Doc})
		}
	}
	return err
}

// importWriters is how many halls are written at the same time, so that they share commits.
const importWriters = 128

// hallsByStep writes the halls of an import, tier by tier from the top down.
func (s *Service) hallsByStep(ctx context.Context, id string, packed []byte) error {
	in, err := s.Docs.Imports.Get(ctx, id)
	if err != nil {
		return err
	}
	halls, err := unpackHalls(packed)
	if err != nil {
		return follow.Never(err)
	}
	defer s.summaries.forget()
	for _, tier := range standard.Tiers() {
		var list []*importedHall
		for i := range halls {
			if halls[i].After.Tier == tier {
				list = append(list, &halls[i])
			}
		}
		if err := s.writeHalls(ctx, &in, list); err != nil {
			return err
		}
	}
	return nil
}

// writeHalls stores halls, several at a time.
func (s *Service) writeHalls(ctx context.Context, in *Import, list []*importedHall) error {
	var wg sync.WaitGroup
	failures := make([]error, importWriters)
	for n := range importWriters {
		wg.Go(func() {
			for i := n; i < len(list) && failures[n] == nil; i += importWriters {
				failures[n] = s.writeHall(ctx, in, list[i])
			}
		})
	}
	wg.Wait()
	return errors.Join(failures...)
}

// writeHall stores a hall of an import, unless its event says that this was done before. Where
// somebody else has changed the hall since, that stays, and what the file changes is changed.
func (s *Service) writeHall(ctx context.Context, in *Import, w *importedHall) error {
	event, err := journal.PartID(in.ID, string(w.After.ID))
	if err != nil {
		return follow.Never(err)
	}
	h, err := s.Docs.Halls.Get(ctx, string(w.After.ID))
	if errors.Is(err, store.ErrNotFound) {
		follows, err := s.noteImported(ctx, in, event, nil, &w.After)
		if err != nil {
			return err
		}
		return follow.Insert(ctx, s.Journal.Steps, s.Docs.Halls, w.After, follows...)
	}
	if err != nil {
		return err
	}
	after := w.After
	if h.Revision != w.Before {
		if err := s.Journal.Steps.Finish(ctx, s.Docs.Halls.Subject(h)); err != nil {
			return err
		}
		if done, err := s.Journal.Noted(ctx, event); done || err != nil {
			return err
		}
		after = changedAlike(&h, w, in.At)
	}
	follows, err := s.noteImported(ctx, in, event, &h, &after)
	if err != nil {
		return err
	}
	return follow.Replace(ctx, s.Journal.Steps, s.Docs.Halls, after, h.Revision, follows...)
}

// changedAlike is a hall with those fields that an import changes.
func changedAlike(h *checklists.Hall, w *importedHall, at checklists.Time) checklists.Hall {
	after := copyHall(h)
	for _, c := range hallColumns() {
		if slices.Contains(w.Fields, c.Field) {
			c.take(&after, &w.After)
		}
	}
	after.Revision, after.Changed = h.Revision+1, at
	return after
}

func (s *Service) noteImported(ctx context.Context, in *Import, id string,
	before, after *checklists.Hall,
) ([]store.Follow, error) {
	e := hallEvent(in.By, before, after)
	e.ID, e.At = id, in.At
	return s.Journal.Follows(ctx, e)
}
