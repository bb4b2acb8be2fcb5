package audits

import (
	"context"
	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// submitRequest is a [wire.StepRequest] with what was said and drawn on the tablet.
type submitRequest struct {
	Revision   int                `json:"revision" validate:"min=0"`
	Comment    string             `json:"comment" validate:"max=2000,note"`
	Summary    string             `json:"summary" validate:"max=2000,note"`
	Opinion    string             `json:"opinion" validate:"max=2000,note"`
	Signatures []signatureRequest `json:"signatures" validate:"max=12,dive"`
}

type signatureRequest struct {
	Role     checklists.SignatureRole `json:"role" validate:"required,oneof=inspector present"`
	Name     string                   `json:"name" validate:"max=100,clean"` // of an account: ignored
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

// takeSignatures checks the signatures of a submission and notes which pictures the audit shows.
// Inspectors get the names of their accounts.
func (s *Service) takeSignatures(ctx context.Context, caller access.Caller, a *checklists.Audit,
	list []checklists.Signature,
) error {
	for i := range list {
		if one := &list[i]; one.Role == checklists.SignedByInspector && one.Username != "" {
			one.Name = s.Access.NameOf(ctx, one.Username)
		}
	}
	return s.Evidence.LinkSignatures(ctx, caller, a, list)
}
