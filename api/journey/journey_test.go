package journey_test

import (
	"testing"

	"hallmark/api/programtest"
)

// TestJourneys shares one program with the demo audits.
func TestJourneys(t *testing.T) {
	p := startWith(t, programtest.Setup{Audits: true})
	t.Run("auditor", func(t *testing.T) { testAuditor(t, p, true) })
	t.Run("auditor without script", func(t *testing.T) { testAuditor(t, p, false) })
	t.Run("review", func(t *testing.T) { testReview(t, p) })
	t.Run("head", func(t *testing.T) { testHead(t, p) })
	t.Run("admin", func(t *testing.T) { testAdmin(t, p) })
	t.Run("keyboard", func(t *testing.T) { testKeyboard(t, p) })
	t.Run("dark", func(t *testing.T) { testDark(t, p) })
	t.Run("pictures", func(t *testing.T) { testPictures(t, p) })
	t.Run("pages", func(t *testing.T) { testPages(t, p) })
}
