package takeover

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// takeRequest takes a hand-in over. Begun is when the visit began, where the tablet's clock was wrong;
// the zero time leaves what the tablet says.
type takeRequest struct {
	Revision int             `json:"revision" validate:"required,min=1"`
	Begun    checklists.Time `json:"begun"`
}

// refuseRequest refuses a hand-in, and says why.
type refuseRequest struct {
	Revision int    `json:"revision" form:"revision" validate:"required,min=1"`
	Comment  string `json:"comment" form:"comment" validate:"required,max=2000,note,seen"`
}

// take begins the audit that was handed in and records all that was found, in the name of whoever
// handed it in; each record says from which file it is, and who took it over. Where the audit cannot
// begin all the same, nothing changes. Taking over again finishes what broke off.
func (s *Service) take(ctx context.Context, caller access.Caller, id string, in takeRequest) (
	HandIn, error,
) {
	h, err := s.handInOf(ctx, caller, id)
	if err == nil {
		err = caller.User.MayDecide(h.Hall, h.HallName)
	}
	if err != nil {
		return h, err
	}
	if h.State == HandInTaken && h.Settled {
		return h, nil
	}
	if h.State == HandInRefused {
		return h, wire.Refuse(http.StatusConflict, "hand-in-decided")
	}
	u, err := s.Docs.Users.Get(ctx, string(h.By))
	if err != nil {
		return h, err
	}
	q, err := readQueue(strings.NewReader(h.Content))
	if err != nil {
		return h, err
	}
	if h.State == HandInWaiting {
		i := s.admitted(ctx, &h, &u, caller)
		if err := i.begin(q.content.Audits[0], in.Begun); err != nil {
			return h, err
		}
		h, err = s.decide(ctx, caller, id, in.Revision, func(h *HandIn) {
			h.State, h.Corrected = HandInTaken, in.Begun
		})
		if err != nil {
			return h, err
		}
	}
	return s.settle(ctx, caller, &h, &u, q)
}

// settle records what a hand-in holds, whose audit has begun.
func (s *Service) settle(ctx context.Context, caller access.Caller, h *HandIn, u *access.User,
	q *queue,
) (HandIn, error) {
	i := s.admitted(ctx, h, u, caller)
	q.content.Audits = nil
	i.rest(q)
	if i.err != nil {
		return *h, i.err
	}
	return store.Update(ctx, s.Docs.HandIns, h.ID, func(h *HandIn) error {
		h.Settled, h.Left = true, i.report.Refused
		h.Revision++
		return nil
	})
}

// admitted sends what a hand-in holds in the name of the person who handed it in; the caller has
// taken it over.
func (s *Service) admitted(ctx context.Context, h *HandIn, u *access.User, caller access.Caller,
) *queueImport {
	i := &queueImport{s: s, language: caller.Language}
	by := h.DecidedBy
	if by == "" {
		by = caller.User.Username
	}
	i.ctx = access.Inside(journal.WithHandover(ctx, &checklists.Handover{File: h.File, Of: h.By,
		By: by, At: h.At}), u)
	return i
}

// begin begins the audit, at another time than the tablet says where one is given. A refusal names the
// fields of the request.
func (i *queueImport) begin(start json.RawMessage, at checklists.Time) error {
	if !at.IsZero() {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(start, &members); err != nil {
			return err
		}
		moment, err := json.Marshal(at)
		if err != nil {
			return err
		}
		members["startedAt"] = moment
		if start, err = json.Marshal(members); err != nil {
			return err
		}
	}
	err := i.send(http.MethodPost, "/api/v1/audits", "", start, nil)
	var refused *wire.Problem
	if errors.As(err, &refused) && refused.Status < http.StatusInternalServerError {
		return asRefusal(refused)
	}
	return err
}

// asRefusal is the server's own refusal as that of the request about a hand-in: the time at which the
// visit began is the field "begun" there, everything else is of the hand-in as a whole.
func asRefusal(p *wire.Problem) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "hand-in-cannot-begin")
	for _, f := range p.Fields {
		name := "audit." + f.Name
		if f.Name == "startedAt" {
			name = "begun"
		}
		r.Fields = append(r.Fields, wire.Field{Name: name, Code: f.Code,
			Text: func(message.Language) string { return f.Detail }})
	}
	if len(r.Fields) == 0 {
		r.Fields = []wire.Field{{Name: "audit", Code: p.Code,
			Text: func(message.Language) string { return p.Detail }}}
	}
	return r
}

// refuse refuses a hand-in; the inspector reads why.
func (s *Service) refuse(ctx context.Context, caller access.Caller, id string, in refuseRequest) (
	HandIn, error,
) {
	h, err := s.handInOf(ctx, caller, id)
	if err == nil {
		err = caller.User.MayDecide(h.Hall, h.HallName)
	}
	if err != nil {
		return h, err
	}
	return s.decide(ctx, caller, id, in.Revision, func(h *HandIn) {
		h.State, h.Comment, h.Settled = HandInRefused, in.Comment, true
	})
}

// decide stores a decision about a hand-in that waits for one.
func (s *Service) decide(ctx context.Context, caller access.Caller, id string, revision int,
	set func(*HandIn),
) (HandIn, error) {
	by := caller.User.Username
	return journal.Update(ctx, s.Journal, s.Docs.HandIns, id,
		func(h *HandIn) (e journal.Event, err error) {
			switch {
			case h.State != HandInWaiting:
				return e, wire.Refuse(http.StatusConflict, "hand-in-decided")
			case h.Revision != revision:
				return e, store.ErrConflict
			}
			before := h.Digest()
			set(h)
			h.DecidedBy, h.DecidedAt = by, checklists.At(s.Access.Now())
			h.Revision++
			return handInEvent(by, string(h.State), before, h), nil
		})
}
