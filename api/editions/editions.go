package editions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// EditionSchema says how editions are stored: under their IDs, in the order of their effective
// dates.
var EditionSchema = store.Schema[EditionDocument]{
	Name:     "editions",
	ID:       func(e EditionDocument) string { return string(e.ID) },
	Revision: func(e EditionDocument) int { return e.Revision },
	Keys: map[string]func(EditionDocument) []string{
		"effective": wire.Key(func(e EditionDocument) string { return e.Effective }),
	},
	Indexes: []store.Index{{Order: "effective"}},
	Bulky:   []string{"document"},
}

// EditionDocument is one edition as it is stored since it was published. Document is its whole
// text.
type EditionDocument struct {
	ID        standard.EditionID `json:"id"`
	Number    string             `json:"number"`
	Name      string             `json:"name"`
	Status    standard.Status    `json:"status"`
	Effective string             `json:"effective"` // "2018-01-20"
	Digest    standard.Digest    `json:"digest"`
	Revision  int                `json:"revision"`
	Document  json.RawMessage    `json:"document,omitempty"`
}

// editionCache holds the editions that were read. An edition never changes, so each is read only
// once.
type editionCache struct {
	mu   sync.Mutex
	byID map[standard.EditionID]*standard.Edition
}

// Edition loads an edition and checks its text against its digest. The error is store.ErrNotFound
// where there is no such edition. Callers share the edition and must not change it.
func (s *Service) Edition(ctx context.Context, id standard.EditionID) (*standard.Edition, error) {
	s.cache.mu.Lock()
	e := s.cache.byID[id]
	s.cache.mu.Unlock()
	if e != nil {
		return e, nil
	}
	doc, err := s.Docs.Editions.Get(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("edition %s: %w", id, err)
	}
	e, err = standard.ParseStored(bytes.NewReader(doc.Document))
	if err != nil {
		return nil, fmt.Errorf("stored edition %s: %w", id, err)
	}
	if e.Digest() != doc.Digest {
		return nil, fmt.Errorf("stored edition %s: digest is %s, not %s", id, e.Digest(), doc.Digest)
	}
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	if s.cache.byID == nil {
		s.cache.byID = map[standard.EditionID]*standard.Edition{}
	}
	s.cache.byID[id] = e
	return e, nil
}

// EditionInForce loads the edition in force at an instant: among the published editions that are
// effective by that day in the halls' time zone, the one with the latest effective date. It refuses
// with "no-edition" where there is none.
func (s *Service) EditionInForce(ctx context.Context, at time.Time) (*standard.Edition, error) {
	tomorrow := at.In(checklists.HallZone).AddDate(0, 0, 1).Format(time.DateOnly)
	q := store.Query{Order: "effective", To: tomorrow, Descending: true, Brief: true}
	for doc, err := range s.Docs.Editions.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if doc.Status == standard.Published {
			return s.Edition(ctx, doc.ID)
		}
	}
	return nil, wire.Refuse(http.StatusConflict, "no-edition")
}

// StoreEdition stores an edition and notes the event. Storing the same edition again does nothing;
// for another edition under the same ID it returns store.ErrExists.
func (s *Service) StoreEdition(ctx context.Context, by checklists.Username,
	e *standard.Edition,
) error {
	var document bytes.Buffer
	if err := e.WriteJSON(&document); err != nil {
		return err
	}
	doc := EditionDocument{ID: e.ID(), Number: e.Standard.Number, Name: e.Standard.Name,
		Status: e.Standard.Status, Effective: e.Standard.Effective, Digest: e.Digest(),
		Revision: 1, Document: document.Bytes()}
	have, err := s.Docs.Editions.Get(ctx, string(e.ID()))
	if err == nil && have.Digest == doc.Digest {
		return nil
	}
	if err == nil {
		return store.ErrExists
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return journal.Insert(ctx, s.Journal, s.Docs.Editions, doc, journal.Event{Actor: by,
		Action: "edition-published", Subject: "edition/" + string(e.ID()),
		Label: e.Standard.Number, After: e.Digest(), Revision: 1})
}

// editionLine is an edition in a list, without its text.
type editionLine struct {
	ID        standard.EditionID `json:"id"`
	Number    string             `json:"number"`
	Name      string             `json:"name"`
	Status    standard.Status    `json:"status"`
	Effective string             `json:"effective"`
	Digest    standard.Digest    `json:"digest"`
}

// EditionLines lists all editions without their texts, the latest effective date first.
func (s *Service) EditionLines(ctx context.Context) ([]editionLine, error) {
	items := []editionLine{}
	q := store.Query{Order: "effective", Descending: true, Brief: true}
	for d, err := range s.Docs.Editions.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		items = append(items, editionLine{d.ID, d.Number, d.Name, d.Status, d.Effective, d.Digest})
	}
	return items, nil
}

// EditionOf is [Service.Edition] for an ID as it stands in an address.
func (s *Service) EditionOf(ctx context.Context, id string) (*standard.Edition, error) {
	return s.Edition(ctx, standard.EditionID(id))
}
