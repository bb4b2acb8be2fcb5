package access

import (
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

var UserSchema = store.Schema[User]{
	Name:     "users",
	ID:       func(u User) string { return string(u.Username) },
	Revision: func(u User) int { return u.Revision },
	Keys:     map[string]func(User) []string{"hall": wire.Key(func(u User) string { return string(u.Hall) })},
	Indexes:  []store.Index{{}, {Equal: []string{"hall"}}},
}

// User is a person with an account.
type User struct {
	Username checklists.Username `json:"username"`
	Name     string              `json:"name"`
	Role     checklists.Role     `json:"role"`
	// Hall is that of a hall head, who answers for it. Of who inspects it is the place of work: it
	// gives no right, and is never inspected by the person.
	Hall     checklists.HallID `json:"hall,omitempty"`
	Firm     string            `json:"firm,omitempty"` // of an inspector of a third-party evaluation
	Password string            `json:"password"`       // argon2id, PHC string form
	Disabled bool              `json:"disabled,omitempty"`
	Created  checklists.Time   `json:"created"`
	Revision int               `json:"revision"`

	visits []checklists.HallID // to which campaigns send him; read for a third party\'s inspector alone
}

// OwnHall is the hall that a person answers for; "" for who is no hall head.
func (u *User) OwnHall() checklists.HallID {
	if u.Role != checklists.HallHead {
		return ""
	}
	return u.Hall
}
