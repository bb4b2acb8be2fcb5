package api

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
)

var usernameForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)
})

// NewUser is what an account is made of.
type NewUser struct {
	Username checklists.Username
	Name     string // shown to people; the username when ""
	Role     checklists.Role
	Hall     checklists.HallID // required for a hall head; the place of work of who inspects
	Firm     string            // of an auditor who works for a third party
	Password string
}

// AddUser makes an account. It returns store.ErrExists when the name is taken.
func (s *Server) AddUser(ctx context.Context, by checklists.Username, n NewUser) error {
	hash, err := hashPassword(n.Password, false, s.PasswordCost)
	if err != nil {
		return err
	}
	return s.storeUser(ctx, by, n, hash)
}

func (s *Server) storeUser(ctx context.Context, by checklists.Username, n NewUser, hash string) error {
	if err := s.checkNewUser(ctx, n); err != nil {
		return err
	}
	u := User{Username: n.Username, Name: n.Name, Role: n.Role, Hall: n.Hall, Firm: n.Firm,
		Password: hash, Created: checklists.At(s.now()), Revision: 1}
	if u.Name == "" {
		u.Name = string(u.Username)
	}
	err := s.note(ctx, Event{Actor: by, Action: "user-added", Subject: "user/" + string(u.Username),
		Label: u.Name, After: digestDocument(u), Revision: 1})
	if err != nil {
		return err
	}
	return s.docs.users.Insert(ctx, u)
}

func (s *Server) checkNewUser(ctx context.Context, n NewUser) error {
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	if !usernameForm().MatchString(string(n.Username)) {
		r.Fields = append(r.Fields, field("username", "username", n.Username))
	}
	if len([]rune(n.Name)) > 40 || strings.ContainsFunc(n.Name, func(c rune) bool { return c < ' ' }) {
		r.Fields = append(r.Fields, field("name", "max", "40"))
	}
	if !isRole(n.Role) {
		r.Fields = append(r.Fields, field("role", "role", n.Role))
	}
	wrong, err := s.checkPlace(ctx, n.Role, userPlace{Hall: n.Hall, Firm: n.Firm})
	if err != nil {
		return err
	}
	r.Fields = append(r.Fields, wrong...)
	if len(r.Fields) > 0 {
		return r
	}
	if _, err := s.docs.users.Get(ctx, string(n.Username)); err == nil {
		return store.ErrExists
	}
	return nil
}

func isRole(r checklists.Role) bool {
	return slices.Contains(checklists.Roles(), r)
}

// SetPassword changes a password and ends every session of the person but keep.
func (s *Server) SetPassword(ctx context.Context, by, name checklists.Username, password, keep string) error {
	hash, err := hashPassword(password, false, s.PasswordCost)
	if err != nil {
		return err
	}
	_, err = s.changeUser(ctx, by, name, "password-changed", func(u *User) error {
		u.Password = hash
		return nil
	})
	if err != nil {
		return err
	}
	return s.closeOtherSessions(ctx, name, keep)
}

// DisableUser locks an account and ends its sessions. Nothing that the person did is removed.
func (s *Server) DisableUser(ctx context.Context, by, name checklists.Username) error {
	_, err := s.changeUser(ctx, by, name, "user-disabled", func(u *User) error {
		u.Disabled = true
		return nil
	})
	if err != nil {
		return err
	}
	return s.closeOtherSessions(ctx, name, "")
}

func (s *Server) changeUser(ctx context.Context, by, name checklists.Username, action string,
	change func(*User) error,
) (User, error) {
	defer s.forgetIdentities()
	return store.Update(ctx, s.docs.users, string(name), func(u *User) error {
		before := digestDocument(*u)
		if err := change(u); err != nil {
			return err
		}
		u.Revision++
		return s.note(ctx, Event{Actor: by, Action: action, Subject: "user/" + string(name),
			Label: u.Name, Before: before, After: digestDocument(*u), Revision: u.Revision})
	})
}

// HasUsers reports whether anybody has an account.
func (s *Server) HasUsers(ctx context.Context) (bool, error) {
	for _, err := range s.docs.users.Find(ctx, store.Query{Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}

func (s *Server) getUsers(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	items, next, err := collect(c.Request.Context(), s.docs.users, q, nil,
		func(u User) userView { return viewUser(&u) })
	if err != nil {
		return err
	}
	if wantsFile(c) {
		t, err := s.userTable(c.Request.Context(), language(c), items)
		if err != nil {
			return err
		}
		return sendRows(c, next, t)
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}
