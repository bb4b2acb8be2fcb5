// Package web owns the pages for people: what each page shows, its template, the style sheet and
// the forms that it sends. A page is a typed struct that embeds [Frame]; [Pages.Render] turns it
// into HTML in the language of the frame.
//
// The package decides nothing: what a person may do is passed in with the page ([Permissions]), and
// what a form means is decided where it is received ([ClauseForm] and its neighbours say which
// fields there are). It knows no router, no session and no store.
//
// The forms that the pages send, the types …Form, come as application/x-www-form-urlencoded unless
// they say otherwise. The tag "form" is a field's name; a test compares it with the pages.
//
// The help is written in help/zh and help/en, a file for each page with the same anchors in both
// languages. It quotes names of the program by their keys in the catalogue, {{text "page.audits"}},
// so that they cannot differ; help_places.go says where the "?" of each page leads, and
// help_settings.go is the table of the service's flags, from which the command line takes its
// texts.
//
// The files of a noun begin with its name: appeals.go, templates/appeal-parts.html and
// templates/pages/appeal*.html are all the files about appeals.
package web
