package access

import (
	"net/http"
	"slices"

	"hallmark/api/wire"
	"hallmark/checklists/campaign"
)

// VisitsAlone refuses to whom nothing else is permitted an inspection that is no visit of a
// campaign with him in its pool; a nil plan is none.
func VisitsAlone(u *User, plan *campaign.Plan) error {
	if ScopeOf(StartAudit, u) == OwnVisit &&
		(plan == nil || !slices.Contains(plan.Inspectors, u.Username)) {
		return wire.Refuse(http.StatusForbidden, "visits-only")
	}
	return nil
}

// MayPair reports whether two may inspect together: a third party's inspectors do with those of the
// campaign alone.
func MayPair(a, b *User, plan *campaign.Plan) bool {
	return a.Firm == "" && b.Firm == "" || plan != nil &&
		slices.Contains(plan.Inspectors, a.Username) && slices.Contains(plan.Inspectors, b.Username)
}
