package accounts

import (
	"strings"

	"hallmark/api/journal"
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// actorName is the name of the person who acted, or what people call who has no account: the
// program, a command on the server, a visitor of a hall.
func actorName(l message.Language, e journal.Event, people web.People) string {
	switch e.Actor {
	case journal.Seeder, journal.Program:
		return message.Text(l, "page.events.system")
	case journal.Terminal:
		return message.Text(l, "page.events.terminal")
	case journal.Visitor:
		return message.Text(l, "page.events.visitor")
	}
	return people.Name(e.Actor)
}

// subjectLabel is what people call the subject of an event; "" if that is the actor.
func subjectLabel(e journal.Event, people web.People) string {
	name, ok := strings.CutPrefix(e.Subject, "user/")
	switch {
	case !ok:
		return e.Label
	case checklists.Username(name) == e.Actor:
		return ""
	}
	return people.Name(checklists.Username(name))
}

// eventTable is a part of the event log for people.
func eventTable(l message.Language, people web.People, events []eventSeen) *table.Table {
	t := wire.ListTable(l, "page.events", "page.events.at", "page.events.by", "page.events.what",
		"page.events.subject", "page.comparison.before", "page.comparison.after", "events.from-where")
	for i := range events {
		e := &events[i]
		t.Add(e.At.InHall(), actorName(l, e.Event, people), message.Text(l, "event."+e.Action),
			subjectLabel(e.Event, people), e.Before, e.After, fromWhere(l, e, people))
	}
	return t
}
