package access

import (
	"context"
	"errors"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
)

// Names returns the names of the people whom an audit mentions, and of others.
func (s *Service) Names(ctx context.Context, a *checklists.Audit, others ...checklists.Username) (
	map[checklists.Username]string, error,
) {
	names := map[checklists.Username]string{}
	for _, name := range append(a.People(), others...) {
		u, err := s.Docs.Users.Get(ctx, string(name))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			names[name] = u.Name
		}
	}
	return names, nil
}

// Everybody gives the names of all accounts.
func (s *Service) Everybody(ctx context.Context) (web.People, error) {
	people := web.People{}
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		people[u.Username] = u.Name
	}
	return people, nil
}

// NameOf is the name of the person who has an account; the username if it cannot be read.
func (s *Service) NameOf(ctx context.Context, name checklists.Username) string {
	if u, err := s.Docs.Users.Get(ctx, string(name)); err == nil {
		return u.Name
	}
	return string(name)
}
