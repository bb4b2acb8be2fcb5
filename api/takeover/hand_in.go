package takeover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// HandInState is what a supervisor has decided about a hand-in.
type HandInState string

// The states: undecided, taken over as an audit, and refused.
const (
	HandInWaiting HandInState = "waiting"
	HandInTaken   HandInState = "taken"
	HandInRefused HandInState = "refused"
)

// HandIn is the work on an audit that the server does not let begin, because the hall was closed
// meanwhile, its campaign is over, or the tablet's clock is wrong. The inspector's tablet has handed
// it in as it is, and a supervisor takes it over or refuses it.
type HandIn struct {
	ID       string              `json:"id"` // follows from the person and the file
	Audit    checklists.AuditID  `json:"audit"`
	Hall     checklists.HallID   `json:"hall"`
	HallName string              `json:"hallName"`
	Kind     checklists.Kind     `json:"kind"`
	By       checklists.Username `json:"by"`
	At       checklists.Time     `json:"at"`    // when it was handed in
	Begun    checklists.Time     `json:"begun"` // the visit, by the tablet's clock
	Why      Sentence            `json:"why"`   // why the server does not let it begin
	File     standard.Digest     `json:"file"`  // of Content
	Content  string              `json:"content,omitempty"`
	State    HandInState         `json:"state"`
	// What a supervisor has decided. Corrected is when the visit began, where the supervisor says
	// another time than the tablet; Left says of each part that was not taken why, once Settled.
	DecidedBy checklists.Username `json:"decidedBy,omitempty"`
	DecidedAt checklists.Time     `json:"decidedAt,omitzero"`
	Comment   string              `json:"comment,omitempty"`
	Corrected checklists.Time     `json:"corrected,omitzero"`
	Settled   bool                `json:"settled,omitempty"`
	Left      []string            `json:"left,omitempty"`
	Revision  int                 `json:"revision"`
}

// Sentence is a sentence in both languages.
type Sentence struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the sentence in a language.
func (s Sentence) In(l message.Language) string {
	if l == message.English {
		return s.EN
	}
	return s.ZH
}

// HandInSchema is how hand-ins are stored.
var HandInSchema = store.Schema[HandIn]{
	Name:     "handIns",
	ID:       func(h HandIn) string { return h.ID },
	Revision: func(h HandIn) int { return h.Revision },
	Keys: map[string]func(HandIn) []string{
		"state": wire.Key(func(h HandIn) string { return string(h.State) }),
		"by":    wire.Key(func(h HandIn) string { return string(h.By) }),
		"at":    wire.Key(func(h HandIn) string { return wire.TimeKey(h.At) }),
	},
	Indexes: []store.Index{{Order: "at"}, {Equal: []string{"state"}, Order: "at"},
		{Equal: []string{"by"}, Order: "at"}},
}

// handInID is the ID of what a person hands in: the same file has the same one.
func handInID(by checklists.Username, file standard.Digest) string {
	return "hin_" + string(standard.DigestBytes([]byte(string(by) + "\n" + string(file))))[:32]
}

// handIn keeps a file of unsent work on one audit whose start is refused to the caller. Created is
// false for a file that was handed in before. Where the start is not refused, the audit begins, and
// the error "hand-in-begun" says that the rest is to be sent as always.
func (s *Service) handIn(ctx context.Context, caller access.Caller, body []byte) (
	h HandIn, created bool, err error,
) {
	q, err := s.readHandIn(ctx, caller.User, body)
	if err != nil {
		return h, false, err
	}
	id := handInID(caller.User.Username, q.digest)
	if h, err = s.Docs.HandIns.Get(ctx, id); err == nil {
		return h, false, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return h, false, err
	}
	var in audits.AuditRequest
	if _, err := wire.DecodeJSON(q.content.Audits[0], &in); err != nil {
		return h, false, err
	}
	h = HandIn{ID: id, Audit: in.ID, Hall: in.Hall, HallName: string(in.Hall), Kind: in.Kind,
		By: caller.User.Username, At: checklists.At(s.Access.Now()), Begun: in.StartedAt, File: q.digest,
		Content: string(body), State: HandInWaiting, Revision: 1}
	if hall, err := s.Docs.Halls.Get(ctx, string(in.Hall)); err == nil {
		h.HallName = hall.Name
	} else if !errors.Is(err, store.ErrNotFound) {
		return h, false, err
	}
	if h.Why, err = s.whyNot(ctx, caller.User, q.content.Audits[0]); err != nil {
		return h, false, err
	}
	err = journal.Insert(ctx, s.Journal, s.Docs.HandIns, h, handInEvent(h.By, "made", "", &h))
	if errors.Is(err, store.ErrExists) { // the same request came twice at once
		h, err = s.Docs.HandIns.Get(ctx, id)
		return h, false, err
	}
	return h, err == nil, err
}

// readHandIn reads a file and refuses one that is not the caller's, or not about one audit alone.
func (s *Service) readHandIn(ctx context.Context, u *access.User, body []byte) (*queue, error) {
	q, err := readQueue(bytes.NewReader(body))
	var edited *EditedError
	if err == nil {
		_, err = s.signerOf(ctx, q)
	}
	if errors.Is(err, ErrFile) || errors.As(err, &edited) {
		return nil, wire.InvalidField("content", "hand-in-file")
	}
	if err != nil {
		return nil, err
	}
	if q.content.Username != u.Username {
		return nil, wire.InvalidField("content.username", "hand-in-own", q.content.Username)
	}
	if !q.ofOneAudit() {
		return nil, wire.InvalidField("content.audits", "hand-in-one")
	}
	return q, nil
}

// ofOneAudit reports whether a file has the start of one audit, and nothing about another one.
func (q *queue) ofOneAudit() bool {
	c := &q.content
	var start struct{ ID checklists.AuditID }
	if len(c.Audits) != 1 || json.Unmarshal(c.Audits[0], &start) != nil || start.ID == "" {
		return false
	}
	for _, one := range c.Changes {
		if one.Audit != start.ID {
			return false
		}
	}
	for _, one := range c.Photographs {
		if one.Audit != start.ID {
			return false
		}
	}
	for _, one := range c.Submissions {
		if one.Audit != start.ID {
			return false
		}
	}
	for _, one := range c.Confirmations {
		if one.Audit != start.ID {
			return false
		}
	}
	return true
}

// whyNot asks the server to begin an audit in a person's name, and returns its refusal.
func (s *Service) whyNot(ctx context.Context, u *access.User, start json.RawMessage) (
	why Sentence, err error,
) {
	for _, l := range message.Languages() {
		i := &queueImport{s: s, ctx: access.Inside(ctx, u), language: l}
		err := i.send(http.MethodPost, "/api/v1/audits", "", start, nil)
		if err == nil {
			return why, wire.Refuse(http.StatusConflict, "hand-in-begun")
		}
		var refused *wire.Problem
		if !errors.As(err, &refused) || refused.Status >= http.StatusInternalServerError {
			return why, err
		}
		text := whyOf(l, refused)
		if l == message.English {
			why.EN = text
		} else {
			why.ZH = text
		}
	}
	return why, nil
}

// whyOf is what a refusal says, field by field.
func whyOf(l message.Language, p *wire.Problem) string {
	var why []string
	for _, f := range p.Fields {
		said := f.Detail
		if key := "hand-in.why-" + f.Name; message.Has(l, key) {
			said = message.Text(l, key, said)
		}
		why = append(why, said)
	}
	if len(why) == 0 {
		return p.Detail
	}
	return strings.Join(why, map[bool]string{true: " "}[l == message.English])
}

func handInEvent(by checklists.Username, action string, before standard.Digest, h *HandIn,
) journal.Event {
	return journal.Event{Actor: by, Action: "hand-in-" + action, Subject: "hand-in/" + h.ID,
		Label: h.HallName, Before: before, After: h.Digest(), Revision: h.Revision}
}

// Digest is what events say of a hand-in; that a decision is carried out does not change it.
func (h HandIn) Digest() standard.Digest {
	h.Settled, h.Left, h.Revision = false, nil, 0
	return journal.DigestDocument(h)
}

// covers decides who sees a hand-in: supervisors, and whoever handed it in.
func covers(u *access.User, h *HandIn) bool {
	return access.ScopeOf(access.ReviewAudits, u) == access.Anything || h.By == u.Username
}

// handInOf loads a hand-in that the caller may see.
func (s *Service) handInOf(ctx context.Context, caller access.Caller, id string) (HandIn, error) {
	h, err := s.Docs.HandIns.Get(ctx, id)
	if err == nil && !covers(caller.User, &h) {
		err = wire.ErrNotFound
	}
	return h, err
}

// waitingQuery finds the hand-ins that wait for a supervisor.
var waitingQuery = store.Query{Equal: map[string]string{"state": string(HandInWaiting)}, Order: "at"}

// Waiting counts the hand-ins that no supervisor has decided on.
func (s *Service) Waiting(ctx context.Context) (n int, err error) {
	for _, err := range s.Docs.HandIns.Find(ctx, waitingQuery) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}
