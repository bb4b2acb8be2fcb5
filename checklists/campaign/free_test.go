package campaign_test

import (
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// TestFree lets a visit be begun anew after its audit was voided, once, however often it is said; an
// audit that is not the visit's takes nothing from it.
func TestFree(t *testing.T) {
	t.Parallel()
	c := campaign.Campaign{Begun: 1, Revision: 4,
		Visits: []campaign.Visit{{Hall: "H1", Audit: "a1"}, {Hall: "H2"}}}
	for range 2 {
		c.Free("H1", "a1")
	}
	c.Free("H3", "a1")
	if v := c.Visits[0]; v.Audit != "" || len(v.Voided) != 1 || c.Begun != 0 || c.Revision != 5 {
		t.Errorf("%+v, %d begun, revision %d", v, c.Begun, c.Revision)
	}
	c.Visits[0].Audit, c.Begun = checklists.AuditID("a2"), 1
	c.Free("H1", "a1")
	if c.Visits[0].Audit != "a2" || c.Begun != 1 {
		t.Errorf("the audit that was begun anew is gone: %+v", c.Visits[0])
	}
}
