package web_test

import (
	"hallmark/api/web"
	"hallmark/standard"
)

func (w *world) feedStories() []story {
	return []story{
		{"changes", func(f web.Frame) web.Page {
			f.Path = "/changes"
			return &web.Changes{Frame: f, Next: "c", Rows: []web.Change{
				{Type: "amendment.published", At: at(9, 0), Number: w.edition.Standard.Number,
					Title: w.edition.Standard.Name + w.note, Edition: "2017+XG1", Base: "2017",
					Effective: "2022-07-01", Amendment: "XG1", Digest: w.edition.Digest(),
					Clauses: []web.ClauseUpdate{
						{UID: "HS001", Kind: standard.KindChanged, Grade: standard.Tightened,
							CodeBefore: "5.1.1", CodeAfter: "5.1.1", URL: web.ClauseURL("2017", "HS001")},
						{UID: "HS002", Kind: standard.KindRenumbered, Grade: standard.Renumbered,
							CodeBefore: "5.1.2", CodeAfter: "5.1.3", URL: web.ClauseURL("2017", "HS002")},
						{UID: "HS003", Kind: standard.KindWithdrawn, Grade: standard.GradeWithdrawn,
							CodeBefore: "5.1.4", URL: web.ClauseURL("2017", "HS003")}}},
				{Type: "edition.published", At: at(8, 0), Number: w.edition.Standard.Number,
					Title: w.edition.Standard.Name, Edition: "2017", Effective: "2018-01-20",
					Digest: w.edition.Digest()},
			}}
		}},
		{"changes-none", func(f web.Frame) web.Page { return &web.Changes{Frame: f} }},
	}
}
