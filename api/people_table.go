package api

import (
	"context"

	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/standard/message"
)

// userTable is a list of accounts for people.
func (s *Server) userTable(ctx context.Context, l message.Language, users []userView) (
	*table.Table, error,
) {
	heads, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	t := listTable(l, "page.users", "page.users.username", "page.users.name", "page.users.role",
		"board.hall-id", "page.users.hall", "page.users.firm", "page.users.state")
	for i := range users {
		u, hall, state := &users[i], "", "page.users.enabled"
		if h := head(heads, u.Hall); h != nil {
			hall = h.Name
		}
		if u.Disabled {
			state = "page.users.disabled"
		}
		t.Add(u.Username, u.Name, message.Text(l, "page.role."+string(u.Role)), u.Hall, hall, u.Firm,
			message.Text(l, state))
	}
	return t, nil
}

// eventTable is a part of the event log for people.
func eventTable(l message.Language, people web.People, events []Event) *table.Table {
	t := listTable(l, "page.events", "page.events.at", "page.events.by", "page.events.what",
		"page.events.subject", "page.comparison.before", "page.comparison.after")
	for _, e := range events {
		by := actorName(e, people)
		if by == "" {
			by = message.Text(l, "page.events.system")
		}
		t.Add(e.At.InHall(), by, message.Text(l, "event."+e.Action), subjectLabel(e, people), e.Before,
			e.After)
	}
	return t
}

// notificationTable is what somebody was told, for people.
func notificationTable(l message.Language, items []notificationView) *table.Table {
	t := listTable(l, "notification.list", "notification.what", "bulletin.kind-name",
		"notification.at", "notification.state")
	for i := range items {
		n, state := &items[i], "notification.unread"
		if n.Read {
			state = "notification.is-read"
		}
		t.Add(n.Text, message.Text(l, "notification.topic-"+string(n.Topic)), n.At.InHall(),
			message.Text(l, state))
	}
	return t
}
