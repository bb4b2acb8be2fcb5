package accounts

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/register"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// userTable is a list of accounts for people.
func (s *Service) userTable(ctx context.Context, l message.Language, users []access.UserView) (
	*table.Table, error,
) {
	heads, err := s.Register.Heads(ctx)
	if err != nil {
		return nil, err
	}
	t := wire.ListTable(l, "page.users", "page.users.username", "page.users.name", "page.users.role",
		"board.hall-id", "page.users.hall", "page.users.firm", "page.users.state")
	for i := range users {
		u, hall, state := &users[i], "", "page.users.enabled"
		if h := register.Head(heads, u.Hall); h != nil {
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
