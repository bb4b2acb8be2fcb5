package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) settingsStories() []story {
	return []story{
		{"settings", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.SettingsURL
			d := checklists.DefaultDeadlines()
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(d, 1), Versions: []web.SettingsVersion{
				{SettingsVersion: checklists.SettingsVersion{Deadlines: d, At: at(9, 0)},
					Name: "周予安" + w.note}}}
		}},
		{"settings-refused", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, web.SettingsURL
			f.Problems = []web.Problem{{"appeal", "应在1与120之间" + w.note}}
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(checklists.Deadlines{}, 0)}
		}},
	}
}
