package web

// HelpOfPagesForTest says where the "?" of every page leads, by the template of the page.
func HelpOfPagesForTest() map[string]string {
	places := map[string]string{}
	for _, page := range all() {
		places[page.template()] = helpOf(page)
	}
	return places
}

// HelpPlacesForTest is how many templates the table of places names.
func HelpPlacesForTest() int { return len(helpPlaces) }

// HelpNamesForTest are the pages of the help.
func HelpNamesForTest() []string { return helpNames }
