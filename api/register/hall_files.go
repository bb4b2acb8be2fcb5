package register

import (
	"context"
	"slices"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/checklists"
)

// HeadsInScope are the heads of the halls that the person may see.
func (s *Service) HeadsInScope(ctx context.Context, caller access.Caller) (
	[]*checklists.Hall, error,
) {
	user := caller.User
	reach := access.ScopeOf(access.ReadHalls, user)
	if reach == access.OwnHall {
		h, err := s.Docs.Halls.Get(ctx, string(user.Hall))
		return []*checklists.Hall{&h}, err
	}
	all, err := s.Heads(ctx)
	if reach != access.Anything {
		all = slices.DeleteFunc(slices.Clone(all), func(h *checklists.Hall) bool {
			return !reach.CoversHall(user, h.ID)
		})
	}
	return all, err
}

// hallImportView is what an import did, or would do.
type hallImportView struct {
	*hallImport
	Losses []editions.LossView `json:"losses"` // what was read and not taken
}
