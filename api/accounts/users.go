package accounts

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

var usernameForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)
})

// NewUser describes an account that is to be made.
type NewUser struct {
	Username checklists.Username
	Name     string // shown to people; the username when ""
	Role     checklists.Role
	Hall     checklists.HallID // required for a hall head; an inspector's place of work
	Firm     string            // of an auditor who works for a third party
	Password string
}

// AddUser makes an account. It returns [store.ErrExists] when the name is taken.
func (s *Service) AddUser(ctx context.Context, by checklists.Username, n NewUser) error {
	hash, err := access.HashPassword(n.Password, false, s.PasswordCost)
	if err != nil {
		return err
	}
	return s.StoreUser(ctx, by, n, hash)
}

// WeakPassword tells why the password of a new account is too easy to guess, or returns nil. Whoever
// works on the host is warned, and not refused.
func (s *Service) WeakPassword(ctx context.Context, n NewUser) error {
	return access.Weak(n.Password, s.wordsOf(ctx, n)...)
}

// wordsOf are the words that a person is known by: names, and those of the hall.
func (s *Service) wordsOf(ctx context.Context, n NewUser) []string {
	words := []string{string(n.Username), n.Name, n.Firm, string(n.Hall)}
	if n.Hall == "" {
		return words
	}
	h, err := s.Docs.Halls.Get(ctx, string(n.Hall))
	if err != nil {
		return words // the place is checked elsewhere
	}
	return append(words, h.Name, h.NameEN, h.GoverningBody, h.GuidingBody)
}

// StoreUser makes an account whose password is hashed already (see [access.HashPassword]). It
// returns [store.ErrExists] when the name is taken.
func (s *Service) StoreUser(ctx context.Context, by checklists.Username, n NewUser,
	hash string,
) error {
	if err := s.checkNewUser(ctx, n); err != nil {
		return err
	}
	u := access.User{Username: n.Username, Name: n.Name, Role: n.Role, Hall: n.Hall, Firm: n.Firm,
		Password: hash, Created: checklists.At(s.Now()), Revision: 1}
	if u.Name == "" {
		u.Name = string(u.Username)
	}
	return journal.Insert(ctx, s.Journal, s.Docs.Users, u, journal.Event{Actor: by,
		Action: "user-added", Subject: "user/" + string(u.Username),
		Label: u.Name, After: journal.DigestDocument(u), Revision: 1})
}

func (s *Service) checkNewUser(ctx context.Context, n NewUser) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	if !usernameForm().MatchString(string(n.Username)) {
		r.Fields = append(r.Fields, wire.Wrong("username", "username", n.Username))
	}
	if journal.IsReserved(n.Username) {
		r.Fields = append(r.Fields, wire.Wrong("username", "username-reserved", n.Username))
	}
	if len([]rune(n.Name)) > 40 {
		r.Fields = append(r.Fields, wire.Wrong("name", "max", "40"))
	}
	if _, _, wrong := standard.Enter(n.Name); wrong != nil {
		r.Fields = append(r.Fields, wire.Wrong("name", "control", wrong.Name(), wrong.Place))
	} else if !wire.IsClean(n.Name) {
		r.Fields = append(r.Fields, wire.Wrong("name", "clean"))
	}
	if !isRole(n.Role) {
		r.Fields = append(r.Fields, wire.Wrong("role", "role", n.Role))
	}
	wrong, err := s.checkPlace(ctx, n.Role, userPlace{Hall: n.Hall, Firm: n.Firm})
	if err != nil {
		return err
	}
	r.Fields = append(r.Fields, wrong...)
	if len(r.Fields) > 0 {
		return r
	}
	if _, err := s.Docs.Users.Get(ctx, string(n.Username)); err == nil {
		return store.ErrExists
	}
	return s.checkAlike(ctx, n)
}

// checkAlike refuses a username or a name that people would take for another account's.
func (s *Service) checkAlike(ctx context.Context, n NewUser) error {
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		switch {
		case err != nil:
			return err
		case bare(u.Username) == bare(n.Username):
			return wire.InvalidField("username", "username-near", string(u.Username))
		case n.Name != "" && look(u.Name) == look(n.Name):
			return wire.InvalidField("name", "name-near", string(u.Username))
		}
	}
	return nil
}

// bare is a username without its punctuation: "admin." is too near to "admin".
func bare(name checklists.Username) string {
	return strings.NewReplacer(".", "", "_", "", "-", "").Replace(string(name))
}

// look is the same for names that look alike: their compatibility form (NFKC) without blanks and
// characters that are not drawn, in one case.
func look(name string) string {
	return strings.ToLower(strings.ToUpper(standard.Shown(norm.NFKC.String(name))))
}

func isRole(r checklists.Role) bool {
	return slices.Contains(checklists.Roles(), r)
}

// SetPassword changes a password and ends all sessions of the person but the one with the ID keep.
func (s *Service) SetPassword(ctx context.Context, by, name checklists.Username, password,
	keep string,
) error {
	hash, err := access.HashPassword(password, false, s.PasswordCost)
	if err != nil {
		return err
	}
	if u, err := s.Docs.Users.Get(ctx, string(name)); err != nil {
		return err
	} else if err := access.CheckNewPassword(password, u.Password, s.wordsOf(ctx, NewUser{
		Username: u.Username, Name: u.Name, Hall: u.Hall, Firm: u.Firm})...); err != nil {
		return err
	}
	_, err = s.changeUser(ctx, by, name, "password-changed", func(u *access.User) error {
		u.Password = hash
		return nil
	})
	if err != nil {
		return err
	}
	return s.Access.CloseOtherSessions(ctx, name, keep)
}

// DisableUser locks an account and ends its sessions. Nothing that the person has done is removed.
func (s *Service) DisableUser(ctx context.Context, by, name checklists.Username) error {
	_, err := s.changeUser(ctx, by, name, "user-disabled", func(u *access.User) error {
		u.Disabled = true
		return nil
	})
	if err != nil {
		return err
	}
	return s.Access.CloseOtherSessions(ctx, name, "")
}

// errAsIs says that an account is already as it should become.
var errAsIs = errors.New("nothing to change")

// EnableUser unlocks an account that was disabled; one that was not stays as it is.
func (s *Service) EnableUser(ctx context.Context, by, name checklists.Username) error {
	_, err := s.changeUser(ctx, by, name, "user-enabled", func(u *access.User) error {
		if !u.Disabled {
			return errAsIs
		}
		u.Disabled = false
		return nil
	})
	if errors.Is(err, errAsIs) {
		return nil
	}
	return err
}

// Users lists all accounts, in the order of their names.
func (s *Service) Users(ctx context.Context) (all []access.UserView, err error) {
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, access.ViewUser(&u))
	}
	return all, nil
}

func (s *Service) changeUser(ctx context.Context, by, name checklists.Username, action string,
	change func(*access.User) error,
) (access.User, error) {
	defer s.Access.ForgetIdentities()
	try := func(u *access.User) (e journal.Event, err error) {
		before := journal.DigestDocument(*u)
		if err := change(u); err != nil {
			return e, err
		}
		u.Revision++
		return journal.Event{Actor: by, Action: action, Subject: "user/" + string(name), Label: u.Name,
			Before: before, After: journal.DigestDocument(*u), Revision: u.Revision}, nil
	}
	return journal.Update(ctx, s.Journal, s.Docs.Users, string(name), try)
}

// HasUsers reports whether anybody has an account.
func (s *Service) HasUsers(ctx context.Context) (bool, error) {
	for _, err := range s.Docs.Users.Find(ctx, store.Query{Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}
