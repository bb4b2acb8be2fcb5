package web

import (
	"html/template"

	"hallmark/standard/message"
)

// functions returns what templates of a language may call. Every text for people comes from the
// catalogue, area "page".
func functions(l message.Language, a *assets) template.FuncMap {
	return template.FuncMap{
		"t":     func(key string, args ...any) string { return message.Text(l, "page."+key, args...) },
		"asset": func(name string) string { return a.urls[name] },
		"lang":  l.String,
	}
}
