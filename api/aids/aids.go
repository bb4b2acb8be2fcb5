package aids

import (
	"context"
	"errors"
	"slices"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// Document holds the aids of one standard. ID is that of the standard.
type Document struct {
	ID       string              `json:"id"`
	Clauses  []standard.Aid      `json:"clauses"` // in the order in which they were saved
	By       checklists.Username `json:"by"`
	At       checklists.Time     `json:"at"`
	Revision int                 `json:"revision"`
}

// Schema is how aids are stored.
var Schema = store.Schema[Document]{
	Name:     "aids",
	ID:       func(d Document) string { return d.ID },
	Revision: func(d Document) int { return d.Revision },
	Indexes:  []store.Index{{}},
}

// Of returns the aids of the standard of an edition; revision 0 and no clauses while there are none.
func (s *Service) Of(ctx context.Context, e *standard.Edition) (Document, error) {
	d, err := s.Docs.Aids.Get(ctx, e.Standard.ID)
	if errors.Is(err, store.ErrNotFound) {
		return Document{ID: e.Standard.ID, Clauses: []standard.Aid{}}, nil
	}
	return d, err
}

// Set stores the aids of an edition's clauses. Those of clauses that only other editions have stay as
// they are. Before is the revision that the person saw. It returns an *[standard.InvalidError], or
// [store.ErrConflict] when somebody else has saved meanwhile.
func (s *Service) Set(ctx context.Context, by checklists.Username, e *standard.Edition, before int,
	list []standard.Aid,
) (Document, error) {
	if err := standard.CheckAids(list, e); err != nil {
		return Document{}, err
	}
	d, err := s.Of(ctx, e)
	if err != nil {
		return d, err
	}
	if d.Revision != before {
		return d, store.ErrConflict
	}
	digest := standard.Digest("")
	if before > 0 {
		digest = journal.DigestDocument(d)
	}
	d.Clauses = merged(d.Clauses, e, list)
	d.By, d.At, d.Revision = by, checklists.At(s.Now()), before+1
	return d, journal.ReplaceOnly(ctx, s.Journal, s.Docs.Aids, d, before,
		journal.Event{Actor: by, Action: "aids-changed", Subject: "aids/" + d.ID,
			Label: e.Standard.Name, Before: digest, After: journal.DigestDocument(d),
			Revision: d.Revision})
}

// merged is what list says of an edition's clauses, followed by what was there of others.
func merged(have []standard.Aid, e *standard.Edition, list []standard.Aid) []standard.Aid {
	out := slices.DeleteFunc(slices.Clone(list), func(a standard.Aid) bool {
		return len(a.Phrases) == 0 && len(a.Synonyms) == 0 && a.Hint == ""
	})
	for _, a := range have {
		if _, ok := e.Clause(a.Clause); !ok {
			out = append(out, a)
		}
	}
	return out
}
