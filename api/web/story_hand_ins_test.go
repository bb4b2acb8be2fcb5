package web_test

import (
	"strings"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) handInStories() []story {
	one := func(state string) web.HandIn {
		return web.HandIn{ID: "hin_1", Audit: w.audit.ID, Hall: w.audit.Hall,
			HallName: w.audit.HallName + w.note, Kind: checklists.Announced, By: "林思远" + w.note,
			At: at(9, 0), Begun: at(7, 0), Why: "大厅已停用" + w.note,
			File: standard.Digest(strings.Repeat("0a", 32)), State: state, Revision: 1}
	}
	other := func(state string) web.HandIn {
		h := one(state)
		h.ID += state
		return h
	}
	return []story{
		{"hand-ins", func(f web.Frame) web.Page {
			return &web.HandIns{Frame: f, Next: "c",
				Rows: []web.HandIn{one("waiting"), other("taken"), other("refused")}}
		}},
		{"hand-ins-none", func(f web.Frame) web.Page { return &web.HandIns{Frame: f} }},
		{"hand-in", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			return &web.HandInPage{Frame: f, HandIn: one("waiting"), May: true,
				Holds: []string{"新建检查 1" + w.note, "记录 1" + w.note}}
		}},
		{"hand-in-refused", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			f.Problems = []web.Problem{{Field: "begun", Text: "太早" + w.note},
				{Field: "comment", Text: "应写明原因" + w.note}}
			return &web.HandInPage{Frame: f, HandIn: one("waiting"), May: true,
				Form: web.HandInForm{Begun: "2018-01-12T09:00", Comment: w.note}}
		}},
		{"hand-in-taken", func(f web.Frame) web.Page {
			h := one("taken")
			h.DecidedBy, h.DecidedAt, h.Corrected, h.Comment = "陈晓禾", at(9, 30), at(8, 0), w.note
			return &web.HandInPage{Frame: f, HandIn: h, Left: []string{"照片 1" + w.note}}
		}},
	}
}
