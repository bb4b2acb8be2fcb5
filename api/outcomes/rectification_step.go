package outcomes

import (
	"context"
	"encoding/json"
	"strings"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

type planRequest struct {
	Revision  int    `json:"revision" validate:"min=0"`
	Text      string `json:"text" validate:"max=2000,note"`
	Finish    string `json:"finish" validate:"max=10"`
	Extension string `json:"extension" validate:"max=2000,note"` // why it is later than the deadline
}

// planAction is the event of a plan: whoever decides on an extension is told where one is asked for.
func planAction(extension string) string {
	asked := strings.TrimSpace(extension) != ""
	return map[bool]string{true: "extension-asked", false: "rectification-planned"}[asked]
}

type replyRequest struct {
	Revision int               `json:"revision" validate:"min=0"`
	Text     string            `json:"text" validate:"max=2000,note"`
	Evidence []standard.Digest `json:"evidence" validate:"max=100,unique"`
	Before   []standard.Digest `json:"before" validate:"max=100,unique"`
}

func (s *Service) reply(ctx context.Context, caller access.Caller,
	in replyRequest,
) func(*checklists.Rectification) error {
	return func(r *checklists.Rectification) error {
		if err := s.Evidence.MayShow(ctx, caller, "evidence", in.Evidence); err != nil {
			return err
		}
		if err := s.Evidence.MayShow(ctx, caller, "before", in.Before); err != nil {
			return err
		}
		return r.Reply(caller.User.Username, s.Now(), in.Text, in.Evidence, in.Before...)
	}
}

type verifyRequest struct {
	Revision int             `json:"revision" validate:"min=0"`
	Answer   json.RawMessage `json:"answer" validate:"required"` // that the re-check found
	Comment  string          `json:"comment" validate:"max=2000,note"`
}

func (s *Service) verify(ctx context.Context, caller access.Caller, id string,
	answer checklists.Answer, comment string) (
	func(*checklists.Rectification) error, error,
) {
	r, err := s.rectification(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	e, err := s.Editions.Edition(ctx, r.Edition)
	return elsewhere(caller.User, func(r *checklists.Rectification) error {
		if err := s.Evidence.MayShow(ctx, caller, "evidence", answer.Evidence); err != nil {
			return err
		}
		return r.Verify(e, caller.User.Username, s.Now(), answer, comment)
	}), err
}

// sendBack returns a reply to the hall.
func (s *Service) sendBack(u *access.User, comment string) func(*checklists.Rectification) error {
	return elsewhere(u, func(r *checklists.Rectification) error {
		return r.SendBack(u.Username, s.Now(), comment)
	})
}

// elsewhere refuses a step to whoever works in the hall.
func elsewhere(u *access.User, step func(*checklists.Rectification) error,
) func(*checklists.Rectification) error {
	return func(r *checklists.Rectification) error {
		if err := u.MayDecide(r.Hall, r.HallName); err != nil {
			return err
		}
		return step(r)
	}
}

// extendRequest asks for another deadline or, from a supervisor, sets it or refuses it.
type extendRequest struct {
	Revision int    `json:"revision" validate:"min=0"`
	Until    string `json:"until" validate:"max=10"`
	Reason   string `json:"reason" validate:"max=2000,note"`
	Refuse   bool   `json:"refuse"`
}

// extension is the change that a request for another deadline makes, which depends on the person,
// and its event.
func (s *Service) extension(u *access.User, in extendRequest) (
	action string, change func(*checklists.Rectification) error, err error,
) {
	switch sets := access.ScopeOf(access.SetDeadlines, u) != access.Nothing; {
	case !sets && in.Refuse:
		return "", nil, wire.ErrForbidden
	case !sets:
		return "extension-asked", func(r *checklists.Rectification) error {
			return r.AskExtension(u.Username, s.Now(), in.Until, in.Reason)
		}, nil
	case in.Refuse:
		return "extension-refused", elsewhere(u, func(r *checklists.Rectification) error {
			return r.KeepDeadline(u.Username, s.Now(), in.Reason)
		}), nil
	}
	return "rectification-extended", elsewhere(u, func(r *checklists.Rectification) error {
		return r.Extend(u.Username, s.Now(), in.Until, in.Reason)
	}), nil
}
