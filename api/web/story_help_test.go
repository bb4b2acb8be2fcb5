package web_test

import "hallmark/api/web"

func (w *world) helpStories() []story {
	list := func(query string) func(web.Frame) web.Page {
		return func(f web.Frame) web.Page {
			f.Path = web.HelpURL
			page, err := web.NewHelp(f, query)
			if err != nil {
				panic(err)
			}
			return page
		}
	}
	stories := []story{{"help", list("")}, {"help-found", list("PIN")},
		{"help-none", list("zzzz" + w.note)}}
	for _, name := range []string{"auditor", "admin", "standards"} { // a list, and both sorts of table
		stories = append(stories, story{"help-" + name, func(f web.Frame) web.Page {
			f.User, f.Path = nil, web.HelpURL+"/"+name
			page, err := web.NewHelpPage(f, name)
			if err != nil {
				panic(err)
			}
			return page
		}})
	}
	return stories
}
