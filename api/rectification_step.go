package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

type planRequest struct {
	Revision int    `json:"revision" validate:"min=0"`
	Text     string `json:"text" validate:"max=2000,note"`
	Finish   string `json:"finish" validate:"max=10"`
}

func (s *Server) postPlan(c *gin.Context) error {
	var in planRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-planned",
		func(r *checklists.Rectification) error {
			return r.PlanBy(userOf(c).Username, s.now(), in.Text, in.Finish)
		})
}

type replyRequest struct {
	Revision int               `json:"revision" validate:"min=0"`
	Text     string            `json:"text" validate:"max=2000,note"`
	Evidence []standard.Digest `json:"evidence" validate:"max=100,unique"`
	Before   []standard.Digest `json:"before" validate:"max=100,unique"`
}

func (s *Server) postReply(c *gin.Context) error {
	var in replyRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-replied", s.reply(c.Request.Context(), callerOf(c), in))
}

func (s *Server) reply(ctx context.Context, caller Caller, in replyRequest) func(*checklists.Rectification) error {
	return func(r *checklists.Rectification) error {
		if err := s.linkProof(ctx, caller, r.Audit, "evidence", in.Evidence); err != nil {
			return err
		}
		if err := s.linkProof(ctx, caller, r.Audit, "before", in.Before); err != nil {
			return err
		}
		return r.Reply(caller.User.Username, s.now(), in.Text, in.Evidence, in.Before...)
	}
}

// linkProof notes that an audit's proceedings show photographs, which must have arrived, and which
// the person must be one to see; member is their place in the request.
func (s *Server) linkProof(ctx context.Context, caller Caller, audit checklists.AuditID, member string,
	list []standard.Digest,
) error {
	for i, d := range list {
		place := fmt.Sprintf("%s[%d]", member, i)
		if !d.Valid() {
			return invalidField(place, "sha256")
		}
		_, err := s.docs.evidence.Get(ctx, uploadID(d))
		if err == nil {
			err = s.maySee(ctx, caller, d)
		}
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, errNotFound) {
			return invalidField(place, "unknown-evidence", d.Short())
		}
		if err == nil {
			err = s.addLink(ctx, EvidenceLink{ID: linkID(d, audit), SHA256: d, Audit: audit,
				By: caller.User.Username, At: checklists.At(s.now())})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type verifyRequest struct {
	Revision int             `json:"revision" validate:"min=0"`
	Answer   json.RawMessage `json:"answer" validate:"required"` // that the re-check found
	Comment  string          `json:"comment" validate:"max=2000,note"`
}

// answerIn reads an answer that is a member of a request.
func answerIn(member string, raw json.RawMessage) (a checklists.Answer, err error) {
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, below(member, jsonRefusal(err))
	}
	return a, nil
}

func (s *Server) postVerify(c *gin.Context) error {
	var in verifyRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	answer, err := answerIn("answer", in.Answer)
	if err != nil {
		return err
	}
	verify, err := s.verify(c.Request.Context(), callerOf(c), c.Param("id"), answer, in.Comment)
	if err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-verified", verify)
}

func (s *Server) verify(ctx context.Context, caller Caller, id string, answer checklists.Answer, comment string) (
	func(*checklists.Rectification) error, error,
) {
	r, err := s.rectification(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	e, err := s.edition(ctx, r.Edition)
	return func(r *checklists.Rectification) error {
		if err := s.linkProof(ctx, caller, r.Audit, "evidence", answer.Evidence); err != nil {
			return err
		}
		return r.Verify(e, caller.User.Username, s.now(), answer, comment)
	}, err
}

func (s *Server) postSendBack(c *gin.Context) error {
	var in stepRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-returned",
		func(r *checklists.Rectification) error {
			return r.SendBack(userOf(c).Username, s.now(), in.Comment)
		})
}

// extendRequest asks for another deadline or, from a supervisor, sets it or refuses it.
type extendRequest struct {
	Revision int    `json:"revision" validate:"min=0"`
	Until    string `json:"until" validate:"max=10"`
	Reason   string `json:"reason" validate:"max=2000,note"`
	Refuse   bool   `json:"refuse"`
}

func (s *Server) postExtend(c *gin.Context) error {
	var in extendRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	action, change, err := s.extension(userOf(c), in)
	if err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, action, change)
}

// extension is what a request for another deadline does, by who makes it, and its event.
func (s *Server) extension(u *User, in extendRequest) (
	action string, change func(*checklists.Rectification) error, err error,
) {
	switch sets := scopeOf(SetDeadlines, u) != Nothing; {
	case !sets && in.Refuse:
		return "", nil, errForbidden
	case !sets:
		return "extension-asked", func(r *checklists.Rectification) error {
			return r.AskExtension(u.Username, s.now(), in.Until, in.Reason)
		}, nil
	case in.Refuse:
		return "extension-refused", func(r *checklists.Rectification) error {
			return r.KeepDeadline(u.Username, s.now(), in.Reason)
		}, nil
	}
	return "rectification-extended", func(r *checklists.Rectification) error {
		return r.Extend(u.Username, s.now(), in.Until, in.Reason)
	}, nil
}

// answerRectification changes a rectification and answers with it.
func (s *Server) answerRectification(c *gin.Context, revision int, action string,
	change func(*checklists.Rectification) error,
) error {
	r, err := s.updateRectification(c.Request.Context(), callerOf(c), c.Param("id"), revision, action, change)
	if err != nil {
		return err
	}
	return s.sendRectification(c, r)
}
