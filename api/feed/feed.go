package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// FeedType is what a line of the feed tells.
type FeedType string

// The types. TypeTest is never in the feed: it is what a subscription is tried with.
const (
	TypeEdition      FeedType = "edition.published"
	TypeAmendment    FeedType = "amendment.published"
	TypeConsultation FeedType = "consultation.opened"
	TypeTest         FeedType = "webhook.test"
)

// FeedTypes lists the types that can be subscribed to.
func FeedTypes() []FeedType {
	return []FeedType{TypeEdition, TypeAmendment, TypeConsultation}
}

// FeedEntry is one line of the feed by which other systems follow updates of clauses. Lines are
// numbered without a gap in the order in which they became visible, are never changed, and so a
// reader that remembers the last number misses nothing.
type FeedEntry struct {
	Seq  int             `json:"seq"`  // from 1
	Name string          `json:"name"` // what it is about, once for ever: "edition/2017+XG1"
	Type FeedType        `json:"type"`
	At   checklists.Time `json:"at"` // when it was announced

	Number    string             `json:"number"` // of the standard
	Title     string             `json:"title"`  // of the standard
	Edition   standard.EditionID `json:"edition"`
	Digest    standard.Digest    `json:"digest"`
	Effective string             `json:"effective"` // "2022-07-01"

	// Until is the last day on which comments are taken, of a consultation. Edition and Digest are
	// those that its draft would amend.
	Until string `json:"until,omitempty"`

	// Of an amendment: its name, what it amends, and the clauses that differ.
	Amendment string            `json:"amendment,omitempty"`
	Base      *standard.Version `json:"base,omitempty"`
	Changes   []FeedChange      `json:"changes"`
}

// FeedChange is what became of a clause.
type FeedChange struct {
	Op         standard.ChangeKind  `json:"op"`
	UID        standard.ClauseUID   `json:"uid"`
	CodeBefore string               `json:"codeBefore,omitempty"`
	CodeAfter  string               `json:"codeAfter,omitempty"`
	Grade      standard.ChangeGrade `json:"grade"`
	Fields     []string             `json:"fields"`
}

// ID is the number as text of fixed width, so that it sorts.
func (e FeedEntry) ID() string { return feedID(e.Seq) }

func feedID(seq int) string { return fmt.Sprintf("%012d", seq) }

var FeedSchema = store.Schema[FeedEntry]{
	Name:     "feed",
	ID:       FeedEntry.ID,
	Revision: wire.Never[FeedEntry],
	Keys:     map[string]func(FeedEntry) []string{"name": wire.Key(func(e FeedEntry) string { return e.Name })},
	Indexes:  []store.Index{{}, {Equal: []string{"name"}}},
	Bulky:    []string{"changes"},
}

// Announce adds a line to the feed, once for each name: repeating it is harmless. The number is
// taken by inserting, so of two processes one comes later.
func (s *Service) Announce(ctx context.Context, e FeedEntry) error {
	e.At = checklists.At(s.Now())
	e.Changes = wire.NonNil(e.Changes)
	for {
		known, err := wire.First(ctx, s.Docs.Feed, store.Query{Equal: map[string]string{"name": e.Name}})
		if err != nil || known != nil {
			return err
		}
		last, err := s.LastOfFeed(ctx)
		if err != nil {
			return err
		}
		e.Seq = last + 1
		if err = s.Docs.Feed.Insert(ctx, e); !errors.Is(err, store.ErrExists) {
			if err == nil {
				s.Outbox.Ring()
			}
			return err
		}
	}
}

// LastOfFeed is the number of the newest line; 0 when there is none.
func (s *Service) LastOfFeed(ctx context.Context) (int, error) {
	last, err := wire.First(ctx, s.Docs.Feed, store.Query{Descending: true, Brief: true})
	if err != nil || last == nil {
		return 0, err
	}
	return last.Seq, nil
}

// PublishEdition stores an edition and tells of it. Doing so again with the same one is harmless,
// and tells of what a process that died has stored without a word; another one under the same ID is
// refused.
func (s *Service) PublishEdition(ctx context.Context, by checklists.Username,
	e *standard.Edition,
) error {
	if err := s.Editions.StoreEdition(ctx, by, e); err != nil {
		return err
	}
	return s.AnnounceEdition(ctx, e)
}

// AnnounceEdition tells of a published edition; of one that an amendment has made, clause by
// clause what the amendment does to the edition before.
func (s *Service) AnnounceEdition(ctx context.Context, e *standard.Edition) error {
	if e.Standard.Status != standard.Published {
		return nil
	}
	entry := FeedEntry{Name: "edition/" + string(e.ID()), Type: TypeEdition,
		Number: e.Standard.Number, Title: e.Standard.Name, Edition: e.ID(), Digest: e.Digest(),
		Effective: e.Standard.Effective}
	if n := len(e.Standard.Amendments); n > 0 {
		entry.Amendment = e.Standard.Amendments[n-1]
		base, err := s.amended(ctx, e)
		if err != nil {
			return err
		}
		if base != nil {
			entry.Type = TypeAmendment
			entry.Base = &standard.Version{Edition: base.ID(), Digest: base.Digest()}
			entry.Changes = feedChanges(standard.DiffOf(base, e))
		}
	}
	return s.Announce(ctx, entry)
}

// amended is the edition that the last amendment of e has changed, or nil where it is not stored:
// "2017" of "2017+XG1", or else the one with all amendments but the last.
func (s *Service) amended(ctx context.Context, e *standard.Edition) (*standard.Edition, error) {
	earlier := e.Standard.Amendments[:len(e.Standard.Amendments)-1]
	id := strings.TrimSuffix(string(e.ID()), "+"+e.Standard.Amendments[len(earlier)])
	if id != string(e.ID()) {
		base, err := s.Editions.Edition(ctx, standard.EditionID(id))
		if !errors.Is(err, store.ErrNotFound) {
			return base, err
		}
	}
	lines, err := s.Editions.EditionLines(ctx)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		base, err := s.Editions.Edition(ctx, line.ID)
		if err != nil {
			return nil, err
		}
		if base.Standard.ID == e.Standard.ID && base.ID() != e.ID() &&
			strings.Join(base.Standard.Amendments, "\n") == strings.Join(earlier, "\n") {
			return base, nil
		}
	}
	return nil, nil
}

func feedChanges(d standard.Diff) []FeedChange {
	changes := make([]FeedChange, 0, len(d.Clauses))
	for _, c := range d.Clauses {
		f := FeedChange{Op: c.Kind, UID: c.UID, CodeBefore: c.CodeBefore, CodeAfter: c.CodeAfter,
			Grade: c.Grade, Fields: []string{}}
		for _, field := range c.Fields {
			f.Fields = append(f.Fields, field.Field)
		}
		changes = append(changes, f)
	}
	return changes
}
