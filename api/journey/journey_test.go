package journey_test

import (
	"context"
	"testing"
)

// TestJourneys shares one program with the demo audits.
func TestJourneys(t *testing.T) {
	p := start(t)
	must(t, p.server.SeedAudits(context.Background()))
	t.Run("auditor", func(t *testing.T) { testAuditor(t, p, true) })
	t.Run("auditor without script", func(t *testing.T) { testAuditor(t, p, false) })
	t.Run("pages", func(t *testing.T) { testPages(t, p) })
}
