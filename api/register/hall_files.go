package register

import (
	"context"
	"slices"

	"hallmark/api/access"
	"hallmark/api/editions"
	"hallmark/checklists"
)

// HeadsInScope returns the summaries of the halls that the caller may see, in the order of their
// IDs. The caller must not change them.
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

// hallImportView reports what an import did, or would do.
type hallImportView struct {
	*hallImport
	Losses []editions.LossView `json:"losses"` // what the file held and the register does not take
}
