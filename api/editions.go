package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// editionCache keeps editions as values: they are immutable, so they are read once.
type editionCache struct {
	mu sync.Mutex
	m  map[standard.EditionID]*standard.Edition
}

// edition loads a published edition.
func (s *Server) edition(ctx context.Context, id standard.EditionID) (*standard.Edition, error) {
	s.editions.mu.Lock()
	e := s.editions.m[id]
	s.editions.mu.Unlock()
	if e != nil {
		return e, nil
	}
	doc, err := s.docs.editions.Get(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("edition %s: %w", id, err)
	}
	e, err = standard.Parse(bytes.NewReader(doc.Document))
	if err != nil {
		return nil, fmt.Errorf("stored edition %s: %w", id, err)
	}
	if e.Digest() != doc.Digest {
		return nil, fmt.Errorf("stored edition %s: digest is %s, not %s", id, e.Digest(), doc.Digest)
	}
	s.editions.mu.Lock()
	defer s.editions.mu.Unlock()
	if s.editions.m == nil {
		s.editions.m = map[standard.EditionID]*standard.Edition{}
	}
	s.editions.m[id] = e
	return e, nil
}

// editionInForce is the published edition with the latest effective date that is not after the day
// of at, by the calendar of the hall's zone.
func (s *Server) editionInForce(ctx context.Context, at time.Time) (*standard.Edition, error) {
	tomorrow := at.In(checklists.HallZone).AddDate(0, 0, 1).Format(time.DateOnly)
	q := store.Query{Order: "effective", To: tomorrow, Descending: true, Brief: true}
	for doc, err := range s.docs.editions.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if doc.Status == standard.Published {
			return s.edition(ctx, doc.ID)
		}
	}
	return nil, refuse(http.StatusConflict, "no-edition")
}

// storeEdition stores an edition; storing the same one again is harmless, another one under the
// same ID is refused.
func (s *Server) storeEdition(ctx context.Context, by checklists.Username, e *standard.Edition) error {
	var document bytes.Buffer
	if err := e.WriteJSON(&document); err != nil {
		return err
	}
	doc := EditionDocument{ID: e.ID(), Number: e.Standard.Number, Name: e.Standard.Name,
		Status: e.Standard.Status, Effective: e.Standard.Effective, Digest: e.Digest(),
		Revision: 1, Document: document.Bytes()}
	have, err := s.docs.editions.Get(ctx, string(e.ID()))
	if err == nil && have.Digest == doc.Digest {
		return nil
	}
	if err == nil {
		return store.ErrExists
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	err = s.note(ctx, Event{Actor: by, Action: "edition-published", Subject: "edition/" + string(e.ID()),
		Label: e.Standard.Number, After: e.Digest(), Revision: 1})
	if err != nil {
		return err
	}
	return s.docs.editions.Insert(ctx, doc)
}

type editionLine struct {
	ID        standard.EditionID `json:"id"`
	Number    string             `json:"number"`
	Name      string             `json:"name"`
	Status    standard.Status    `json:"status"`
	Effective string             `json:"effective"`
	Digest    standard.Digest    `json:"digest"`
}

func (s *Server) editionLines(ctx context.Context) ([]editionLine, error) {
	items := []editionLine{}
	q := store.Query{Order: "effective", Descending: true, Brief: true}
	for d, err := range s.docs.editions.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		items = append(items, editionLine{d.ID, d.Number, d.Name, d.Status, d.Effective, d.Digest})
	}
	return items, nil
}

func (s *Server) getEditions(c *gin.Context) error {
	items, err := s.editionLines(c.Request.Context())
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", editionTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, ""))
	return nil
}

func (s *Server) editionOf(ctx context.Context, id string) (*standard.Edition, error) {
	return s.edition(ctx, standard.EditionID(id))
}

func (s *Server) getEdition(c *gin.Context) error {
	e, err := s.editionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if notModified(c, `"`+string(e.Digest())+`"`) {
		return nil
	}
	c.JSON(http.StatusOK, viewEdition(e))
	return nil
}

func (s *Server) getChecklist(c *gin.Context) error {
	e, err := s.editionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	t, err := tierOf(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewChecklist(e, t))
	return nil
}

// tierOf reads ?tier=.
func tierOf(c *gin.Context) (standard.Tier, error) {
	t, err := standard.ParseTier(c.Query("tier"))
	if err != nil {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("tier", "tier", c.Query("tier"))}
		return t, r
	}
	return t, nil
}
