package drafts

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// DraftSchema declares the collection of drafts; their briefs leave the text and the edits out.
var DraftSchema = store.Schema[DraftDocument]{
	Name:     "drafts",
	ID:       func(d DraftDocument) string { return d.ID },
	Revision: func(d DraftDocument) int { return d.Revision },
	Keys: map[string]func(DraftDocument) []string{
		"updated": wire.Key(func(d DraftDocument) string { return wire.TimeKey(d.Updated) }),
	},
	Indexes: []store.Index{{Order: "updated"}},
	Bulky:   []string{"document", "touches"},
}

// DraftState is how far a draft has come.
type DraftState string

// The states: an open draft is edited; a submitted one waits as an amendment, and is opened again
// when that is rejected or withdrawn; a closed one is kept to read.
const (
	DraftOpen      DraftState = "open"
	DraftSubmitted DraftState = "submitted"
	DraftClosed    DraftState = "closed"
)

// DraftDocument is one draft of an amendment as it is stored.
type DraftDocument struct {
	ID         string                `json:"id"` // UUIDv7
	Title      string                `json:"title"`
	Base       standard.EditionID    `json:"base"`
	BaseDigest standard.Digest       `json:"baseDigest"`
	Author     checklists.Username   `json:"author"`
	Editors    []checklists.Username `json:"editors"` // everybody who has edited it, sorted
	State      DraftState            `json:"state"`
	Amendment  standard.EditionID    `json:"amendment,omitempty"` // made of it, "2017+XG1"
	Created    checklists.Time       `json:"created"`
	Updated    checklists.Time       `json:"updated"`
	Revision   int                   `json:"revision"`

	// Touches are the latest edits by place, so that an editor who has not seen one is told of it.
	Touches  []DraftTouch    `json:"touches"`
	Document json.RawMessage `json:"document,omitempty"` // a standard.WorkingDraft
}

// DraftTouch is the latest edit of a place.
type DraftTouch struct {
	Place    string              `json:"place"` // see standard.Edit.Place
	By       checklists.Username `json:"by"`
	At       checklists.Time     `json:"at"`
	Revision int                 `json:"revision"` // that the draft had afterwards
}

// touch records an edit.
func (d *DraftDocument) touch(t DraftTouch) {
	d.Touches = slices.DeleteFunc(slices.Clone(d.Touches),
		func(have DraftTouch) bool { return have.Place == t.Place })
	d.Touches = append(d.Touches, t)
}

// since lists what was edited after a revision.
func (d *DraftDocument) since(revision int) []DraftTouch {
	list := []DraftTouch{}
	for _, t := range d.Touches {
		if t.Revision > revision {
			list = append(list, t)
		}
	}
	return list
}

// overlaps reports whether two places are the same or one is part of the other.
func overlaps(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}

// Resume returns the draft as a value to edit.
func (s *Service) Resume(ctx context.Context, d *DraftDocument) (*standard.WorkingDraft, error) {
	base, err := s.Editions.Edition(ctx, d.Base)
	if err != nil {
		return nil, err
	}
	return standard.ResumeDraft(base, d.Document)
}

// writeBack stores the value in the document.
func (d *DraftDocument) writeBack(w *standard.WorkingDraft) error {
	text, err := standard.Canonical(w)
	d.Document = text
	return err
}

// Open refuses a draft that is not edited any more.
func (d *DraftDocument) Open() error {
	if d.State != DraftOpen {
		return wire.Refuse(http.StatusConflict, "draft-state", draftStateKey(d.State))
	}
	return nil
}

func draftStateKey(state DraftState) message.Key {
	return message.Key("draft.state-" + string(state))
}

// draftEvent is an event about a draft.
func draftEvent(by checklists.Username, action string, before standard.Digest, d *DraftDocument,
) journal.Event {
	return journal.Event{Actor: by, Action: "draft-" + action, Subject: "draft/" + d.ID,
		Label: d.Title, Before: before, After: journal.DigestDocument(d), Revision: d.Revision}
}
