package journal

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/google/uuid"

	"hallmark/api/follow"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// EventSchema is how events are stored. Their IDs, UUIDv7, sort them by time.
var EventSchema = store.Schema[Event]{
	Name:     "events",
	ID:       func(e Event) string { return e.ID },
	Revision: wire.Never[Event],
	Keys:     map[string]func(Event) []string{"subject": wire.Key(func(e Event) string { return e.Subject })},
	Indexes:  []store.Index{{}, {Equal: []string{"subject"}}},
}

// Event is one line of the event log: who changed what and when. It is a step that follows from the
// change ([Service.Follows]). In logs of older versions, which wrote it before the change, an event
// may announce a change that lost a race and was not made: its After is neither the digest of the
// document as it stands nor the Before of a later event.
type Event struct {
	ID       string              `json:"id"` // UUIDv7
	At       checklists.Time     `json:"at"`
	Actor    checklists.Username `json:"actor"`
	Action   string              `json:"action"`  // key "event.<action>" of the message catalogue
	Subject  string              `json:"subject"` // "audit/<id>", "hall/<id>", "user/<name>"
	Label    string              `json:"label"`   // what people call the subject
	Before   standard.Digest     `json:"before"`
	After    standard.Digest     `json:"after"`
	Revision int                 `json:"revision"`
	Request  string              `json:"request,omitempty"`
	// Handed says from which file the actor took this over; nil for any other event.
	Handed *checklists.Handover `json:"handed,omitempty"`
	// Offered is what came after a submission, in an event of [Late].
	Offered []checklists.Change `json:"offered,omitempty"`
}

// Note appends an event of something that changes no document, such as signing in.
func (s *Service) Note(ctx context.Context, e Event) error {
	e, err := s.complete(ctx, e)
	if err != nil {
		return err
	}
	return s.insert(ctx, e)
}

// EventKind is the kind of the step that appends an event to the log.
const EventKind = "event"

// TellKind is the kind of the step of an event that tells people of it.
const TellKind = "tell"

// Follows are the steps of a change that an event records. The event gets its ID here, so that it is
// in the log once, however often the step runs.
func (s *Service) Follows(ctx context.Context, e Event) ([]store.Follow, error) {
	e, err := s.complete(ctx, e)
	if err != nil {
		return nil, err
	}
	step, err := follow.Step(EventKind, follow.Data, e)
	return []store.Follow{step}, err
}

// keep carries out the step of [Service.Follows].
func (s *Service) keep(ctx context.Context, _ string, e Event) error {
	err := s.insert(ctx, e)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// insert appends an event together with the step that tells people of it, which any worker takes up
// at once.
func (s *Service) insert(ctx context.Context, e Event) error {
	if s.Tells == nil || !s.Tells(&e) {
		return s.Docs.Events.Insert(ctx, e)
	}
	return s.Docs.Events.Insert(ctx, e,
		store.Follow{Kind: TellKind, Version: 1, Rank: follow.Telling, Args: []byte("0")})
}

// complete gives an event its request and, where it has none, its ID and its time.
func (s *Service) complete(ctx context.Context, e Event) (Event, error) {
	var err error
	if e.ID == "" {
		var id uuid.UUID
		id, err = uuid.NewV7()
		e.ID, e.At = id.String(), checklists.At(s.Now())
	}
	e.Request, _ = ctx.Value(wire.RequestIDKey{}).(string)
	e.Handed = HandedIn(ctx)
	return e, err
}

// PartID is the ID of the event of one part of a decision that has an ID of version 7: it has the
// decision's time and is always the same for the same part.
func PartID(decision, part string) (string, error) {
	whole, err := uuid.Parse(decision)
	if err != nil {
		return "", err
	}
	id := uuid.NewSHA1(whole, []byte(part))
	copy(id[:6], whole[:6])
	id[6] = id[6]&0x0f | 0x70
	return id.String(), nil
}

// Noted reports whether an event is in the log.
func (s *Service) Noted(ctx context.Context, id string) (bool, error) {
	_, err := s.Docs.Events.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// HeardLate says what of an audit the server heard long after it happened by the clock of the device;
// nil where all was heard in time.
func (s *Service) HeardLate(ctx context.Context, a *checklists.Audit) (*checklists.Heard, error) {
	var first checklists.Time
	q := store.Query{Equal: map[string]string{"subject": "audit/" + string(a.ID)}}
	for e, err := range s.Docs.Events.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(e.Action, "audit-started") {
			first = e.At
			break
		}
	}
	return checklists.HeardLate(a, first), nil
}

// DigestDocument is the SHA-256 of the JSON of a document that has no digest of its own.
func DigestDocument(doc any) standard.Digest {
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err) // documents are made of texts and numbers
	}
	return standard.DigestBytes(b)
}

// Visitor is the actor of events of people who rate a hall and have no account.
const Visitor checklists.Username = "visitor"

// Seeder is the actor when the reference data are stored, and of what receivers make the program
// do.
const Seeder checklists.Username = "seed"

// Program is the actor of steps that no person takes.
const Program checklists.Username = "hallmark"

// Terminal is the actor of commands on the host, which know no account.
const Terminal checklists.Username = "terminal"

// IsReserved reports whether a name stands in events for somebody without an account; no account
// may be made with it.
func IsReserved(name checklists.Username) bool {
	return name == Visitor || name == Seeder || name == Program || name == Terminal
}
