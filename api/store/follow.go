package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Follow is a step that follows from a write, such as the event that tells of it. It is stored in
// the same atomic step as the document, in an envelope beside it: taking it out changes neither the
// document nor its revision. See api/follow for who carries it out.
type Follow struct {
	Kind    string          `json:"kind"`    // letters and hyphens; one of a kind for each write
	Version int             `json:"version"` // of the form of Args
	Rank    int             `json:"rank"`    // the order among the steps of one write
	Args    json.RawMessage `json:"args"`    // suffices although the document has moved on

	// Delay is how long after the write the step is due for a worker, by the clock of the store.
	Delay time.Duration `json:"-"`
}

// Step is a stored [Follow] that is not done yet.
type Step struct {
	Collection string `json:"collection"`
	Doc        string `json:"doc"`
	Revision   int    `json:"revision"` // of the document after the write
	Follow
	// Since is when it was stored, by the clock of the store, in whole seconds; zero if a program
	// of forms 4 to 6 stored it.
	Since  time.Time `json:"since,omitzero"`
	Tries  int       `json:"tries"`            // that failed
	Reason string    `json:"reason,omitempty"` // of the last failure
	Stuck  bool      `json:"stuck,omitempty"`  // nobody tries it again by himself
}

// ID is the identity of a step: document, revision and kind.
func (s *Step) ID() string {
	return fmt.Sprintf("%s/%s/%d/%s", s.Collection, s.Doc, s.Revision, s.Kind)
}

// Subject is a document that has open steps.
type Subject struct {
	Collection string
	Doc        string
}

// Steps are the open steps of an engine. An error may wrap ErrUnavailable.
type Steps interface {
	// Steps lists the open steps of a document, by revision, then rank; "" as doc stands for every
	// document of the collection.
	Steps(ctx context.Context, collection, doc string) ([]Step, error)
	// Claim finds up to n documents with steps that are due by the clock of the store, and lets all
	// their steps be due again after hold, so that no other process takes them meanwhile.
	Claim(ctx context.Context, n int, hold time.Duration) ([]Subject, error)
	// Done takes steps of one document out. A step that is out already is none of its concern.
	Done(ctx context.Context, steps ...Step) error
	// Later stores the tries, the reason and the mark of a step as given, if it is open, and lets
	// all steps of its document be due after wait.
	Later(ctx context.Context, s Step, wait time.Duration) error
	// PutStep stores a step as it was elsewhere, due at once, beside a document that is there.
	PutStep(ctx context.Context, s Step) error
}

// CheckFollows reports what is wrong with the steps of one write: a kind that is no name, or one
// that comes twice.
func CheckFollows(follows []Follow) error {
	for i, f := range follows {
		if f.Kind == "" || strings.Trim(f.Kind, "abcdefghijklmnopqrstuvwxyz-") != "" {
			return fmt.Errorf("store: %q cannot be a kind of step", f.Kind)
		}
		if slices.ContainsFunc(follows[:i], func(o Follow) bool { return o.Kind == f.Kind }) {
			return fmt.Errorf("store: two steps of the kind %s", f.Kind)
		}
		if !json.Valid(f.Args) {
			return fmt.Errorf("store: step %s: its arguments are not JSON", f.Kind)
		}
	}
	return nil
}

// SortSteps orders steps by document, revision, and rank.
func SortSteps(steps []Step) {
	slices.SortFunc(steps, func(a, b Step) int {
		switch {
		case a.Doc != b.Doc:
			return strings.Compare(a.Doc, b.Doc)
		case a.Revision != b.Revision:
			return a.Revision - b.Revision
		case a.Rank != b.Rank:
			return a.Rank - b.Rank
		}
		return strings.Compare(a.Kind, b.Kind)
	})
}
