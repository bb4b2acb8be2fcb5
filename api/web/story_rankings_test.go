package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) rankingStories() []story {
	return []story{
		{"rankings", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.RankingsURL
			p := &web.Rankings{Frame: f, Choices: w.resultChoices(), Own: w.halls[2].ID,
				Rules: checklists.DefaultLastPlaces().Rules(), Consequences: []checklists.Consequence{
					{Hall: "GS-S03", HallName: "甲" + w.note, Running: 2, InYear: 3,
						Measure: checklists.InternalNotice}}}
			for _, h := range w.results().Halls {
				p.Lines = append(p.Lines, h.RankLine)
			}
			return p
		}},
		{"rankings-closed", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			return &web.Rankings{Frame: f, Choices: w.resultChoices(), Closed: true,
				Lines: []checklists.RankLine{{Rank: 1, Of: 1, Hall: "GS-S03", HallName: "甲"}},
				Rules: checklists.DefaultLastPlaces().Rules()}
		}},
		{"rankings-none", func(f web.Frame) web.Page { return &web.Rankings{Frame: f} }},
	}
}
