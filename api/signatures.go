package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// submitRequest is a [stepRequest] with what was signed.
type submitRequest struct {
	Revision   int                `json:"revision" validate:"min=0"`
	Comment    string             `json:"comment" validate:"max=2000,note"`
	Signatures []signatureRequest `json:"signatures" validate:"max=12,dive"`
}

type signatureRequest struct {
	Role     checklists.SignatureRole `json:"role" validate:"required,oneof=inspector present"`
	Name     string                   `json:"name" validate:"required,max=40,clean"`
	Username checklists.Username      `json:"username" validate:"max=32"`
	SHA256   standard.Digest          `json:"sha256" validate:"omitempty,len=64,hexadecimal,lowercase"`
	Refused  string                   `json:"refused" validate:"max=500,note"`
}

func (s *Server) postSubmit(c *gin.Context) error {
	var in submitRequest
	if c.Request.ContentLength != 0 {
		if err := bind(c, &in); err != nil {
			return err
		}
	}
	signed := make([]checklists.Signature, len(in.Signatures))
	for i, one := range in.Signatures {
		signed[i] = checklists.Signature(one)
	}
	a, err := s.submit(c.Request.Context(), callerOf(c), c.Param("id"),
		stepRequest{Revision: in.Revision, Comment: in.Comment}, signed)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewAudit(a))
	return nil
}

// submitUnsigned is for the pages, where nothing is drawn.
func (s *Server) submitUnsigned(ctx context.Context, caller Caller, id string, in stepRequest) (*checklists.Audit, error) {
	return s.submit(ctx, caller, id, in, nil)
}

// linkSignatures notes which pictures an audit shows as signatures. They must have arrived, and the
// person must be one who may see them.
func (s *Server) linkSignatures(ctx context.Context, caller Caller, a *checklists.Audit, list []checklists.Signature) error {
	user := caller.User
	for i, one := range list {
		if one.SHA256 == "" {
			continue
		}
		if err := s.maySee(ctx, caller, one.SHA256); errors.Is(err, errNotFound) {
			return invalidField(fmt.Sprintf("signatures[%d].sha256", i), "unknown-evidence",
				one.SHA256.Short())
		} else if err != nil {
			return err
		}
		err := s.docs.evidence.Insert(ctx, EvidenceLink{ID: linkID(one.SHA256, a.ID),
			SHA256: one.SHA256, Audit: a.ID, By: user.Username, At: checklists.At(s.now())})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return nil
}
