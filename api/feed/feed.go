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

// Type says what a line of the feed reports.
type Type string

// The types. TypeTest is never in the feed: a subscription is tried out with it.
const (
	TypeEdition      Type = "edition.published"
	TypeAmendment    Type = "amendment.published"
	TypeConsultation Type = "consultation.opened"
	TypeTest         Type = "webhook.test"
)

// Types lists the types that can be subscribed to.
func Types() []Type {
	return []Type{TypeEdition, TypeAmendment, TypeConsultation}
}

// Entry is one line of the feed by which other systems follow updates of clauses. Lines are
// numbered without a gap in the order in which they became visible, and they never change. So a
// reader that remembers the last number misses nothing.
type Entry struct {
	Seq  int             `json:"seq"`  // from 1
	Name string          `json:"name"` // what it is about, once for ever: "edition/2017+XG1"
	Type Type            `json:"type"`
	At   checklists.Time `json:"at"` // when it was announced

	Number    string             `json:"number"` // of the standard
	Title     string             `json:"title"`  // of the standard
	Edition   standard.EditionID `json:"edition"`
	Digest    standard.Digest    `json:"digest"`
	Effective string             `json:"effective"` // "2022-07-01"

	// Until is the last day on which a consultation takes comments. For a consultation, Edition and
	// Digest are those of the edition that its draft would amend.
	Until string `json:"until,omitempty"`

	// Amendment, Base and Changes are set for an amendment: its name, the edition that it amends,
	// and the clauses that differ.
	Amendment string            `json:"amendment,omitempty"`
	Base      *standard.Version `json:"base,omitempty"`
	Changes   []Change          `json:"changes"`
}

// Change says what happened to one clause.
type Change struct {
	Op         standard.ChangeKind  `json:"op"`
	UID        standard.ClauseUID   `json:"uid"`
	CodeBefore string               `json:"codeBefore,omitempty"`
	CodeAfter  string               `json:"codeAfter,omitempty"`
	Grade      standard.ChangeGrade `json:"grade"`
	Fields     []string             `json:"fields"`
}

// ID is the number as text of 12 digits, so that texts sort as numbers do.
func (e Entry) ID() string { return feedID(e.Seq) }

func feedID(seq int) string { return fmt.Sprintf("%012d", seq) }

// FeedSchema says how lines of the feed are stored: in the order of their numbers, found by name.
var FeedSchema = store.Schema[Entry]{
	Name:     "feed",
	ID:       Entry.ID,
	Revision: wire.Never[Entry],
	Keys: map[string]func(Entry) []string{
		"name": wire.Key(func(e Entry) string { return e.Name }),
	},
	Indexes: []store.Index{{}, {Equal: []string{"name"}}},
	Bulky:   []string{"changes"},
}

// Announce adds a line to the feed and wakes the sender of webhooks. There is one line for each
// name: repeating it does nothing. A number is taken by inserting, so when two processes want the
// same one, the second tries again with the next.
func (s *Service) Announce(ctx context.Context, e Entry) error {
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

// LastOfFeed returns the number of the newest line, or 0 when the feed is empty.
func (s *Service) LastOfFeed(ctx context.Context) (int, error) {
	last, err := wire.First(ctx, s.Docs.Feed, store.Query{Descending: true, Brief: true})
	if err != nil || last == nil {
		return 0, err
	}
	return last.Seq, nil
}

// PublishEdition stores an edition and announces it. Doing so again with the same edition is
// harmless, and makes up for the announcement when a process died between the two steps. For
// another edition under the same ID it returns store.ErrExists.
func (s *Service) PublishEdition(ctx context.Context, by checklists.Username,
	e *standard.Edition,
) error {
	if err := s.Editions.StoreEdition(ctx, by, e); err != nil {
		return err
	}
	return s.AnnounceEdition(ctx, e)
}

// AnnounceEdition announces a published edition. For an edition that an amendment made, the line
// lists clause by clause what changed from the edition before. A draft is not announced.
func (s *Service) AnnounceEdition(ctx context.Context, e *standard.Edition) error {
	if e.Standard.Status != standard.Published {
		return nil
	}
	entry := Entry{Name: "edition/" + string(e.ID()), Type: TypeEdition,
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

// amended loads the edition that the last amendment of e changed: "2017" for "2017+XG1", or else
// the edition with all amendments of e but the last. It returns nil where that edition is not
// stored.
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

func feedChanges(d standard.Diff) []Change {
	changes := make([]Change, 0, len(d.Clauses))
	for _, c := range d.Clauses {
		f := Change{Op: c.Kind, UID: c.UID, CodeBefore: c.CodeBefore, CodeAfter: c.CodeAfter,
			Grade: c.Grade, Fields: []string{}}
		for _, field := range c.Fields {
			f.Fields = append(f.Fields, field.Field)
		}
		changes = append(changes, f)
	}
	return changes
}
