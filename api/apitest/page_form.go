package apitest

import (
	"net/url"
	"strings"
)

// NewAudit starts an audit by the form and returns its ID.
func (b *Browser) NewAudit() string {
	b.k.T.Helper()
	p := b.Post("/audits", url.Values{"hall": {"GS-S03"}, "kind": {"announced"},
		"inspector": {"auditor2"}})
	to := p.Header.Get("Location")
	if p.Status != 303 || !strings.HasPrefix(to, "/audits/") {
		b.k.T.Fatalf("new audit: %d %s", p.Status, p.Main())
	}
	return strings.TrimPrefix(to, "/audits/")
}
