package web_test

import (
	"hallmark/api/web"
	"hallmark/standard"
)

func (w *world) editionStories() []story {
	clause := *mustClause(w.edition, "HS001")
	before := clause
	before.Code, before.Text = "5.1.9", "公众区域应达到200 m²。"+w.note
	line := standard.Redline(before.Text, clause.Text)
	rate := standard.MustDecimal("0.375")
	return []story{
		{"editions", func(f web.Frame) web.Page {
			f.Path = "/editions"
			return &web.Editions{Frame: f, InForce: "2017",
				Editions: []*standard.Edition{w.amended, w.edition}}
		}},
		{"editions-none", func(f web.Frame) web.Page { return &web.Editions{Frame: f} }},
		{"edition", func(f web.Frame) web.Page {
			return &web.Edition{Frame: f, Edition: w.edition,
				Others: []standard.EditionID{"2017+XG1"}}
		}},
		{"edition-tier", func(f web.Frame) web.Page {
			return &web.Edition{Frame: f, Edition: w.edition, Tier: standard.Community}
		}},
		{"clause", func(f web.Frame) web.Page {
			return &web.Clause{Frame: f, Edition: w.edition, Clause: &clause, History: []web.Wording{
				{Edition: "2017+XG1", Effective: "2022-07-01", Code: "5.1.1", Text: before.Text,
					Redline: line, Grade: standard.Tightened, Fields: []string{"text", "points"},
					Asked: 8, Passed: 3, Rate: &rate}, {Edition: "2016", Absent: true},
				{Edition: "2015", Text: before.Text + w.note}}}
		}},
		{"comparison", func(f web.Frame) web.Page {
			diff := standard.DiffOf(w.edition, w.amended)
			diff.Clauses[0].Fields = append(diff.Clauses[0].Fields, standard.FieldChange{
				Field: "evidence", BeforeText: "photo、record", AfterText: "photo" + w.note})
			return &web.Comparison{Frame: f, Before: w.edition, After: w.amended, Diff: diff}
		}},
		{"comparison-none", func(f web.Frame) web.Page {
			return &web.Comparison{Frame: f, Before: w.edition, After: w.edition}
		}},
	}
}
