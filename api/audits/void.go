package audits

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/campaigns"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// Void ends an audit that was begun by mistake and in which nothing stands, with a reason. The visit of
// a campaign can then be begun anew.
func (s *Service) Void(ctx context.Context, caller access.Caller, id string, in wire.StepRequest) (
	*checklists.Audit, error,
) {
	a, err := s.Audit(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if err := caller.User.MayVoid(a); err != nil {
		return nil, err
	}
	free, err := campaigns.VoidStep(a)
	if err != nil {
		return nil, err
	}
	by := caller.User.Username
	return s.Step(ctx, caller, id, in, "audit-voided", func(a *checklists.Audit) error {
		return checklists.Void(a, by, s.Now(), in.Comment)
	}, free...)
}
