package access

import (
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// UserSchema is how accounts are stored.
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
	// Hall is, for a hall head, the hall for which they answer. For an inspector it is the hall in
	// which they work; it gives them no right, and they never inspect it.
	Hall     checklists.HallID `json:"hall,omitempty"`
	Firm     string            `json:"firm,omitempty"` // of an inspector of a third-party evaluation
	Password string            `json:"password"`       // argon2id, PHC string form
	Disabled bool              `json:"disabled,omitempty"`
	Created  checklists.Time   `json:"created"`
	Revision int               `json:"revision"`

	visits []checklists.HallID // to which campaigns send them; read only for a third party's inspector
}

// OwnHall is the hall for which a person answers; "" for everybody but hall heads.
func (u *User) OwnHall() checklists.HallID {
	if u.Role != checklists.HallHead {
		return ""
	}
	return u.Hall
}
