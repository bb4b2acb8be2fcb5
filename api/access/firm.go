package access

import (
	"net/http"
	"slices"

	"hallmark/api/wire"
	"hallmark/checklists/campaign"
)

// VisitsAlone checks the inspection that a person wants to start. Some people may only make visits
// of campaigns in whose pool they are; to them it refuses any other inspection. Plan is that of the
// inspection's campaign, nil for an inspection without one.
func VisitsAlone(u *User, plan *campaign.Plan) error {
	if ScopeOf(StartAudit, u) == OwnVisit &&
		(plan == nil || !slices.Contains(plan.Inspectors, u.Username)) {
		return wire.Refuse(http.StatusForbidden, "visits-only")
	}
	return nil
}

// MayPair reports whether two people may inspect together. An inspector of a third party may do so
// only with the other inspectors of the campaign.
func MayPair(a, b *User, plan *campaign.Plan) bool {
	return a.Firm == "" && b.Firm == "" || plan != nil &&
		slices.Contains(plan.Inspectors, a.Username) && slices.Contains(plan.Inspectors, b.Username)
}
