package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) aidStories() []story {
	list := []standard.Aid{{Clause: "HS001", Phrases: []string{"等候区过窄" + w.note, "通道被占用"},
		Synonyms: []string{"场地", "空间" + w.note}, Hint: "看等候区" + w.note}}
	page := func(f web.Frame, may bool) *web.Aids {
		f.Path = web.AidsURL("2017")
		return &web.Aids{Frame: f, Edition: w.edition, Lines: web.AidLines(w.edition, list),
			Revision: 3, By: "督查" + w.note, At: at(9, 0), May: may}
	}
	return []story{
		{"aids", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			f.Problems = []web.Problem{{"phrases-HS001", "最多120个字" + w.note}}
			return page(f, true)
		}},
		{"aids-read", func(f web.Frame) web.Page {
			f.User.Role = checklists.Auditor
			p := page(f, false)
			p.Saved = true
			return p
		}},
		{"aids-none", func(f web.Frame) web.Page {
			f.User.Role = checklists.Auditor
			p := page(f, false)
			p.Lines, p.By, p.Revision = web.AidLines(w.edition, nil), "", 0
			return p
		}},
	}
}
