package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) reportStories() []story {
	return []story{
		{"verify", func(f web.Frame) web.Page { return w.verify(f, "") }},
		{"verify-old", func(f web.Frame) web.Page { return w.verify(f, "9D2M-XX01") }},
		{"verify-unknown", func(f web.Frame) web.Page {
			f.User = nil
			return &web.Verify{Frame: f, Code: "7F3K" + w.note}
		}},
	}
}

func (w *world) verify(f web.Frame, newer string) *web.Verify {
	f.User = nil
	return &web.Verify{Frame: f, Code: "7F3K-Q9TD", Report: &web.IssuedReport{
		Number: w.audit.Number, HallName: w.audit.HallName, Tier: w.audit.Tier, Kind: w.audit.Kind,
		State: checklists.Approved, Total: standard.NewDecimal(903, 1), Grade: "优秀",
		Stars: "四星", IssuedAt: at(17, 0), Edition: "2017", EditionDigest: w.edition.Digest(),
		AuditDigest: w.edition.Digest(), PDFDigest: w.edition.Digest(), Newer: newer}}
}
