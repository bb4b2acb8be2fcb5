package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
)

// archivePage is the page of all reports of a campaign as one file.
func (w *world) archivePage(state string, done int) func(web.Frame) web.Page {
	return func(f web.Frame) web.Page {
		f.User.Role = checklists.Supervisor
		p := &web.Archive{Frame: f, Campaign: campaignID, Name: "第一季度" + w.note, Reports: 130,
			State: state, Done: done, Total: 130, Size: 38_400_000, Started: at(9, 0), Until: at(9, 30)}
		p.Path = p.URL()
		return p
	}
}

func (w *world) archiveStories() []story {
	return []story{
		{"archive", w.archivePage("", 0)},
		{"archive-making", w.archivePage("making", 40)},
		{"archive-ready", w.archivePage("ready", 130)},
		{"archive-interrupted", w.archivePage("interrupted", 40)},
		{"archive-none", func(f web.Frame) web.Page {
			f.User.Role, f.Problems = checklists.Supervisor, []web.Problem{{Text: "还没有已审定的报告。" + w.note}}
			return &web.Archive{Frame: f, Campaign: campaignID, Name: "第一季度" + w.note}
		}},
	}
}
