package takeover

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"hallmark/api/access"
	"hallmark/api/follow"
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

// settleKind is the kind of the step of a hand-in that was taken over, which records what it holds. Its
// argument is the language of what is said of parts that are not taken.
const settleKind = "hand-in"

// take begins the audit that was handed in, from which follows that all that was found is recorded, in
// the name of whoever handed it in; each record says from which file it is, and who took it over. Where
// the audit cannot begin all the same, nothing changes. Taking over again finishes what broke off.
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
	switch h.State {
	case HandInRefused:
		return h, wire.Refuse(http.StatusConflict, "hand-in-decided")
	case HandInWaiting:
		i, q, err := s.admitted(ctx, &h, caller.User.Username, caller.Language)
		if err != nil {
			return h, err
		}
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
	if err := s.Journal.Steps.Finish(ctx, s.Docs.HandIns.Subject(h)); err != nil {
		return h, err
	}
	return s.Docs.HandIns.Get(ctx, id)
}

// settleByStep records what a hand-in holds that was taken over.
func (s *Service) settleByStep(ctx context.Context, id string, l message.Language) error {
	h, err := s.Docs.HandIns.Get(ctx, id)
	if err != nil || h.State != HandInTaken || h.Settled {
		return err
	}
	i, q, err := s.admitted(ctx, &h, h.DecidedBy, l)
	if err != nil {
		return err
	}
	if i.rest(q); i.err != nil {
		return i.err
	}
	_, err = store.Update(ctx, s.Docs.HandIns, id, func(h *HandIn) error {
		h.Settled, h.Left = true, i.report.Refused
		h.Revision++
		return nil
	})
	return err
}

// admitted sends what a hand-in holds in the name of the person who handed it in, by whose word a
// person took it over.
func (s *Service) admitted(ctx context.Context, h *HandIn, by checklists.Username, l message.Language) (
	*queueImport, *queue, error,
) {
	u, err := s.Docs.Users.Get(ctx, string(h.By))
	if err != nil {
		return nil, nil, err
	}
	q, err := readQueue(strings.NewReader(h.Content))
	if err != nil {
		return nil, nil, err
	}
	ctx = journal.WithHandover(ctx, &checklists.Handover{File: h.File, Of: h.By, By: by, At: h.At})
	return &queueImport{s: s, ctx: access.Inside(ctx, &u), language: l}, q, nil
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

// decide stores a decision about a hand-in that waits for one, with what follows from it.
func (s *Service) decide(ctx context.Context, caller access.Caller, id string, revision int,
	set func(*HandIn),
) (HandIn, error) {
	by := caller.User.Username
	return follow.Update(ctx, s.Journal.Steps, s.Docs.HandIns, id,
		func(h *HandIn) ([]store.Follow, error) {
			switch {
			case h.State != HandInWaiting:
				return nil, wire.Refuse(http.StatusConflict, "hand-in-decided")
			case h.Revision != revision:
				return nil, store.ErrConflict
			}
			before := h.Digest()
			set(h)
			h.DecidedBy, h.DecidedAt = by, checklists.At(s.Access.Now())
			h.Revision++
			follows, err := s.Journal.Follows(ctx, handInEvent(by, string(h.State), before, h))
			if err != nil || h.State != HandInTaken {
				return follows, err
			}
			settle, err := follow.Step(settleKind, follow.Data+1, caller.Language)
			return append(follows, settle), err
		})
}
