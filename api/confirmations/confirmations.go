package confirmations

import (
	"context"
	"net/http"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// confirmRequest confirms in the own sign-in, with a signature that was uploaded as evidence or
// without one.
type confirmRequest struct {
	Revision int             `json:"revision" validate:"min=0"`
	SHA256   standard.Digest `json:"sha256" validate:"omitempty,len=64,hexadecimal,lowercase"`
}

// Confirm notes that an inspector confirms the inspection in the own sign-in, with a signature that
// was drawn there or, where sha256 is "", without one. Doing so again is harmless.
func (s *Service) Confirm(ctx context.Context, caller access.Caller, id string, revision int,
	sha256 standard.Digest,
) (*checklists.Audit, error) {
	if journal.HandedIn(ctx) != nil && !journal.Admitted(ctx) {
		return nil, wire.Refuse(http.StatusForbidden, "confirm-own")
	}
	in := wire.StepRequest{Revision: revision}
	return s.Audits.Step(ctx, caller, id, in, "audit-confirmed", func(a *checklists.Audit) error {
		mine := &checklists.Signature{Role: checklists.SignedByInspector, Name: caller.User.Name,
			Username: caller.User.Username, SHA256: sha256}
		if sha256 != "" {
			if err := s.Evidence.LinkConfirmation(ctx, caller, a, mine); err != nil {
				return err
			}
		}
		return a.Confirm(mine.Username, mine.Name, sha256, s.Audits.Now())
	})
}

// ConfirmUndrawn confirms without a signature: pages have no place to draw one.
func (s *Service) ConfirmUndrawn(ctx context.Context, caller access.Caller, id string,

) (*checklists.Audit, error) {
	return s.Confirm(ctx, caller, id, 0, "")
}
