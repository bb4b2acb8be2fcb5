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
			first := checklists.CalendarImport{Days: []checklists.CalendarDay{{Day: "2028-01-01", Name: "元旦"}},
				File: "放假安排.csv" + w.note, At: at(9, 0)}
			second := first
			second.At, second.Changed = at(10, 0), []string{"2028-01-22", "2028-01-23"}
			year := web.CalendarYear{Year: 2028, Imports: []web.CalendarImport{
				{CalendarImport: first, Name: "周予安" + w.note}, {CalendarImport: second, Name: "周予安"}}}
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(d, 1), Versions: []web.SettingsVersion{
				{SettingsVersion: checklists.SettingsVersion{Deadlines: d, At: at(9, 0)},
					Name: "周予安" + w.note}},
				Calendar: web.SettingsCalendar{First: 2002, Last: 2027, Unknown: []int{2029}, Loaded: []web.CalendarYear{year},
					Done: &web.CalendarDone{Year: &checklists.CalendarYear{Year: 2028, CalendarImport: first}, Replaces: "此前没有该年度的安排。"}}}
		}},
		{"settings-refused", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, web.SettingsURL
			f.Problems = []web.Problem{{"appeal", "应在1与120之间" + w.note}}
			return &web.Settings{Frame: f, Form: web.SettingsFormOf(checklists.Deadlines{}, 0),
				Calendar: web.SettingsCalendar{Refused: []web.SheetPlace{{Place: "第3行 kind", Text: "不是周末" + w.note}}}}
		}},
	}
}
