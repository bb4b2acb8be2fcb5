package audits

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/access"
	"hallmark/api/evidence"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// submitRequest is a [wire.StepRequest] with the signatures drawn on the tablet.
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

// SubmitUnsigned submits an audit without signatures: pages have no place to draw them.
func (s *Service) SubmitUnsigned(ctx context.Context, caller access.Caller, id string,
	in wire.StepRequest,
) (*checklists.Audit, error) {
	return s.submit(ctx, caller, id, in, nil)
}

// linkSignatures records which pictures an audit shows as signatures. They must have arrived, and
// the person must be allowed to see them.
func (s *Service) linkSignatures(ctx context.Context, caller access.Caller, a *checklists.Audit,
	list []checklists.Signature,
) error {
	user := caller.User
	for i, one := range list {
		if one.SHA256 == "" {
			continue
		}
		if err := s.Evidence.MaySee(ctx, caller, one.SHA256); errors.Is(err, wire.ErrNotFound) {
			return wire.InvalidField(fmt.Sprintf("signatures[%d].sha256", i), "unknown-evidence",
				one.SHA256.Short())
		} else if err != nil {
			return err
		}
		err := s.Docs.Evidence.Insert(ctx, evidence.Link{ID: evidence.LinkID(one.SHA256, a.ID),
			SHA256: one.SHA256, Audit: a.ID, By: user.Username, At: checklists.At(s.Now())})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return nil
}
